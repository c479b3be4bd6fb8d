//! What the page and the worker say to each other.
//!
//! Messages are packed bytes: a report of ten thousand files as JavaScript values would take half a second to write and read.
//! Beside the bytes go the handles of files, as the browser clones them: the page never holds a file's bytes. Every request but [`Request::Cancel`] and [`Request::Reset`] has exactly one last answer with the same `id`.

use std::fmt;

use covscope_core::error::Problem;
use covscope_core::view::{ExportFormat, Exported, File, Found, Overview, Query, Review};
use js_sys::{Array, Uint8Array};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};

/// Names a request; the page counts them up.
pub type RequestId = u32;

/// From the page to the worker.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Reads files, beside those read before.
    Add {
        /// Names this request.
        id: RequestId,
        /// The files' handles.
        files: Vec<Picked>,
        /// What to answer with.
        query: Query,
    },
    /// Reads the bundled sample, in place of everything read before.
    Sample {
        /// Names this request.
        id: RequestId,
        /// What to answer with.
        query: Query,
    },
    /// Gives up the `Add` or `Sample` of that id. What was loaded before it stays; it is answered with
    /// [`Response::Cancelled`].
    Cancel {
        /// The request to give up.
        id: RequestId,
    },
    /// The report for another query.
    Overview {
        /// Names this request.
        id: RequestId,
        /// What to show.
        query: Query,
    },
    /// One file's source view.
    File {
        /// Names this request.
        id: RequestId,
        /// The path, as in the report's row.
        path: String,
        /// What to show.
        query: Query,
    },
    /// The report in a format to save.
    Export {
        /// Names this request.
        id: RequestId,
        /// The format.
        format: ExportFormat,
        /// What to save: the files that it selects.
        query: Query,
    },
    /// Forgets everything.
    Reset,
    /// The lanes with their data files, and where every path went.
    Review {
        /// Names this request.
        id: RequestId,
        /// By what to judge.
        query: Query,
    },
    /// The report's files whose path answers to a text.
    Find {
        /// Names this request.
        id: RequestId,
        /// The text.
        text: String,
    },
}

/// A file that the person dropped or picked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Picked {
    /// Its path with `/`: the name, or the path from the dropped folder on.
    pub name: String,
    /// The handle.
    #[serde(with = "beside")]
    pub file: web_sys::File,
}

/// Handles can't be written: they go beside the bytes, in the order in which they are met.
mod beside {
    use std::cell::RefCell;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    thread_local! {
        /// The handles of the message that is being written or read.
        pub(super) static FILES: RefCell<Vec<web_sys::File>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn serialize<S: Serializer>(file: &web_sys::File, serializer: S) -> Result<S::Ok, S::Error> {
        let place = FILES.with_borrow_mut(|files| {
            files.push(file.clone());
            files.len() - 1
        });
        place.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<web_sys::File, D::Error> {
        let place = usize::deserialize(deserializer)?;
        FILES.with_borrow(|files| files.get(place).cloned()).ok_or_else(|| D::Error::custom("no such file"))
    }
}

/// From the worker to the page. [`Response::Ready`] stays the first, so that pages and workers of all versions understand
/// it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The worker runs.
    Ready {
        /// Its version: another one than the page's means that one of the two is an old copy.
        version: String,
    },
    /// How far an `Add` or `Sample` is.
    Progress {
        /// The request.
        id: RequestId,
        /// How far.
        progress: Progress,
    },
    /// Files were added.
    Added {
        /// The request.
        id: RequestId,
        /// The report; `None` when there is no data yet.
        overview: Option<Box<Overview>>,
        /// Everything that was wrong with any input so far.
        problems: Vec<Problem>,
        /// Milliseconds from the last byte being there to the report.
        took: f64,
    },
    /// An `Add` or `Sample` was given up.
    Cancelled {
        /// The request.
        id: RequestId,
    },
    /// The report.
    Overview {
        /// The request.
        id: RequestId,
        /// The report; `None` when there is no data yet.
        overview: Option<Box<Overview>>,
    },
    /// One file; `None` when there is no such file in the report.
    File {
        /// The request.
        id: RequestId,
        /// The source view.
        file: Option<Box<File>>,
    },
    /// The report to save.
    Exported {
        /// The request.
        id: RequestId,
        /// The file, or in words why there is none.
        exported: Result<Exported, String>,
    },
    /// What was dropped and what became of it; `None` when there is no data yet.
    Review {
        /// The request.
        id: RequestId,
        /// The review.
        review: Option<Box<Review>>,
    },
    /// The files found.
    Found {
        /// The request.
        id: RequestId,
        /// The files.
        found: Found,
    },
}

/// How far the reading of some inputs is. Inputs are read in the order given, so those before `input` are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The index of the input being read; how many there are, when all are read.
    pub input: usize,
    /// Bytes read of it.
    pub read: f64,
    /// Bytes of it in all; 0 when unknown.
    pub size: f64,
    /// What is being done now, in words: "reading", "combining".
    pub doing: String,
}

/// A response on its way, as postcard writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed(pub Response);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(&self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Packed, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Packed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a packed response")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Packed, E> {
                // A worker of another version may say what this page does not know.
                let unknown = |_| Response::Ready { version: "unknown".to_owned() };
                Ok(Packed(postcard::from_bytes(bytes).unwrap_or_else(unknown)))
            }

            fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Packed, E> {
                self.visit_bytes(&bytes)
            }
        }

        deserializer.deserialize_byte_buf(Bytes)
    }
}

/// Messages as an array: the bytes that postcard writes, then the handles of files.
#[derive(Debug)]
pub struct Codec;

impl gloo_worker::Codec for Codec {
    fn encode<I: Serialize>(input: I) -> JsValue {
        beside::FILES.take();
        let bytes = postcard::to_allocvec(&input).expect_throw("a message of the protocol can be written");
        let message = Array::of1(&Uint8Array::from(&bytes[..]));
        for file in beside::FILES.take() {
            message.push(&file);
        }
        message.into()
    }

    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        let message: Array = input.unchecked_into();
        beside::FILES.set(message.iter().skip(1).map(JsCast::unchecked_into).collect());
        let bytes = message.get(0).unchecked_into::<Uint8Array>().to_vec();
        let read = postcard::from_bytes(&bytes).expect_throw("a message of the protocol can be read");
        beside::FILES.take();
        read
    }
}

/// The worker as the page knows it: what it hears and says. Its code stays out of the page, whose size is what a person
/// waits for.
#[derive(Debug)]
pub struct Engine;

impl gloo_worker::Worker for Engine {
    type Message = ();
    type Input = Request;
    type Output = Packed;

    fn create(_scope: &gloo_worker::WorkerScope<Engine>) -> Engine {
        Engine
    }

    fn update(&mut self, _scope: &gloo_worker::WorkerScope<Engine>, (): ()) {}

    fn received(
        &mut self,
        _scope: &gloo_worker::WorkerScope<Engine>,
        _request: Request,
        _page: gloo_worker::HandlerId,
    ) {
    }
}

#[cfg(test)]
mod tests {
    use covscope_core::error::Code;

    use super::*;

    /// Reads and writes bytes as the codec's values do, natively.
    fn round_trip(response: Response) -> Response {
        let bytes = postcard::to_allocvec(&response).unwrap();
        postcard::from_bytes(&bytes).unwrap()
    }

    #[test]
    fn responses_come_back_from_bytes() {
        let problems = Code::ALL.iter().map(|code| Problem::new(*code, "input", "cause")).collect();
        let progress = Progress { input: 1, read: 2.5, size: 1e10, doing: "Reading".to_owned() };
        for response in [
            Response::Ready { version: "1".to_owned() },
            Response::Progress { id: 7, progress },
            Response::Added { id: u32::MAX, overview: None, problems, took: 0.5 },
            Response::Cancelled { id: 0 },
            Response::File { id: 1, file: None },
            Response::Exported { id: 2, exported: Err("No data to report.".to_owned()) },
            Response::Review { id: 3, review: None },
            Response::Found { id: 4, found: Found { paths: vec!["a.py".to_owned()], n_found: 9 } },
        ] {
            assert_eq!(round_trip(response.clone()), response);
        }
    }

    #[test]
    fn every_version_says_ready_alike() {
        let bytes = postcard::to_allocvec(&Response::Ready { version: "1.2".to_owned() }).unwrap();
        assert_eq!(bytes, [0, 3, b'1', b'.', b'2']);
    }
}
