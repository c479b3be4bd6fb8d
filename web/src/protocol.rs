//! What the page and the worker say to each other.
//!
//! Messages are packed bytes: a report of ten thousand files as JavaScript values would take half a second to write and read.
//! Beside the bytes go the handles of files, as the browser clones them: the page never holds a file's bytes. Every request but [`Request::Cancel`] and [`Request::Reset`] has exactly one last answer with the same `id`.

use std::rc::Rc;

use covscope_core::error::Problem;
use covscope_core::view::{ExportFormat, Exported, File, Found, Overview, Query, Review, RowList, Table};
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};

use crate::{packed, rows};

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
    /// Opens the report that a link's text holds, in place of everything read before.
    Link {
        /// Names this request.
        id: RequestId,
        /// What the link holds.
        text: Rc<str>,
        /// What to answer with.
        query: Query,
    },
    /// Fetches the sample, or what the person said yes to.
    Fetch {
        /// Names this request.
        id: RequestId,
        /// What it is.
        wanted: Wanted,
        /// What to answer with.
        query: Query,
    },
    /// Gives up the `Add` or `Fetch` of that id. What was loaded before it stays; it is answered with [`Response::Cancelled`].
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

/// What is not here.
#[derive(Debug, Serialize, Deserialize)]
pub enum Wanted {
    /// The bundled sample, in place of everything read before.
    Sample,
    /// The bundle that a link points to (`src`), in place of everything read before, beside the report that the link holds (`link`, empty
    /// without one).
    Bundle(Rc<str>, Rc<str>),
    /// The text of a file of the report, by its path, at the commit that was tested.
    Text(String),
    /// The names that git has for the contents of that commit.
    Tree,
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
    /// How far an `Add` or `Fetch` is.
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
    /// An `Add` or `Fetch` was given up.
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

impl Response {
    /// The rows of its report, if it has one.
    pub fn table(&mut self) -> Option<&mut Table> {
        match self {
            Response::Added { overview, .. } | Response::Overview { overview, .. } => {
                overview.as_mut().map(|overview| &mut overview.rows)
            }
            _ => None,
        }
    }
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

/// A request as a message: the bytes that postcard writes, then the handles of files.
pub fn pack_request(request: &Request) -> JsValue {
    beside::FILES.take();
    let bytes = postcard::to_allocvec(request).expect_throw("a request of the protocol can be written");
    let message = Array::of1(&Uint8Array::from(&bytes[..]));
    for file in beside::FILES.take() {
        message.push(&file);
    }
    message.into()
}

/// The request of a message; `None` for what no page of ours sends.
pub fn read_request(message: JsValue) -> Option<Request> {
    let message: Array = message.dyn_into().ok()?;
    beside::FILES.set(message.iter().skip(1).filter_map(|file| file.dyn_into().ok()).collect());
    let bytes = message.get(0).dyn_into::<Uint8Array>().ok()?.to_vec();
    let request = postcard::from_bytes(&bytes).ok();
    beside::FILES.take();
    request
}

/// A response as a message: the bytes that postcard writes, and behind them those of the table's rows.
pub fn pack_response(response: &mut Response) -> JsValue {
    let mut bytes = packed::append(response, Vec::new());
    if let Some(table) = response.table() {
        bytes = rows::write(&*table.all, bytes);
    }
    Uint8Array::from(&bytes[..]).into()
}

/// The response of a message.
pub fn read_response(message: JsValue) -> Response {
    let bytes = message.unchecked_into::<Uint8Array>().to_vec();
    let (mut response, rest) = packed::read_first::<Response>(&bytes);
    if let Some(table) = response.table() {
        table.all = RowList::new(rows::Written::new(rest.to_vec()));
    }
    response
}

#[cfg(test)]
mod tests {
    use covscope_core::error::Code;

    use super::*;

    /// Reads and writes bytes as messages have them.
    fn round_trip(response: Response) -> Response {
        packed::read(&postcard::to_allocvec(&response).unwrap())
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
