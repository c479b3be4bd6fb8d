//! Fetches: the bundled sample, and what the person said yes to. Nothing else asks the network.

use covscope_core::error::{Code, Problem};
use covscope_core::input::Input;
use covscope_core::input::remote::{Commit, Pointer};
use covscope_core::pace::{Cancelled, Pace};
use covscope_core::paths::{is_plain, name_of};
use covscope_core::session::TREE;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect, Response, Url, WorkerGlobalScope,
};

use super::read::words;
use super::turns::Turns;
use crate::protocol::Wanted;

/// The sample's file, beside the page.
const SAMPLE: &str = "sample.zip";

/// The largest bundle fetched, in bytes: GitHub has no larger files.
const LARGEST_BUNDLE: f64 = 100.0 * 1024.0 * 1024.0;

/// The largest other answer read, in bytes: GitHub lists at most 100,000 files and 7 MB.
const LARGEST_ANSWER: f64 = 16.0 * 1024.0 * 1024.0;

/// Where something is, and what is said if it does not come.
pub(super) struct Place {
    address: String,
    /// What it is called.
    name: String,
    most: f64,
    code: Code,
}

impl Place {
    /// The place of what is wanted. A text and a tree are the commit's.
    pub(super) fn of(wanted: &Wanted, commit: Option<&Commit>) -> Result<Place, Problem> {
        let place =
            |address: String, name: &str, most| Place { address, name: name.to_owned(), most, code: Code::FetchFailed };
        Ok(match (wanted, commit) {
            (Wanted::Bundle(src, _), _) => {
                let pointer = Pointer::parse(src).map_err(|error| Problem::of("the link", error))?;
                place(pointer.address(), src, LARGEST_BUNDLE)
            }
            (Wanted::Text(path), Some(commit)) if is_plain(path) => place(commit.file(path), path, LARGEST_ANSWER),
            (Wanted::Tree, Some(commit)) => place(commit.tree(), TREE, LARGEST_ANSWER),
            (Wanted::Sample, _) => {
                Place { code: Code::SampleUnavailable, ..place(SAMPLE.to_owned(), SAMPLE, LARGEST_BUNDLE) }
            }
            // The page does not offer it.
            _ => return Err(Problem::new(Code::FetchFailed, TREE, "It has no such file.")),
        })
    }

    /// Fetches it. The sample is the site's own; all else is asked for without cookies and only at just that address.
    pub(super) async fn fetch(
        &self,
        turns: &Turns,
        told: &dyn Fn(f64, f64),
    ) -> Result<Result<Input, Problem>, Cancelled> {
        let how = RequestInit::new();
        if self.code == Code::FetchFailed {
            how.set_credentials(RequestCredentials::Omit);
            how.set_redirect(RequestRedirect::Error);
        }
        let fetched = fetch(&self.address, self.most, &how, turns, told).await?;
        let input = |bytes| Input { name: name_of(&self.name).to_owned(), bytes };
        let problem = |cause: String| Problem::new(self.code, &self.name, format!("{}: {cause}.", self.address));
        Ok(fetched.map(input).map_err(problem))
    }
}

/// Fetches an address, relative to the site. `told` hears how many bytes of how many are here.
async fn fetch(
    address: &str,
    most: f64,
    how: &RequestInit,
    turns: &Turns,
    told: &dyn Fn(f64, f64),
) -> Result<Result<Vec<u8>, String>, Cancelled> {
    how.set_signal(turns.signal().as_ref());
    let opened = open(address, most, how).await;
    turns.tick().await?;
    let (reader, size) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(Err(words(&error))),
    };
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await.and_then(|part| Reflect::get(&part, &"value".into()));
        let stop = |why: String| {
            let _ = reader.cancel();
            Ok(Err(why))
        };
        if let Err(cancelled) = turns.tick().await {
            let _ = reader.cancel();
            return Err(cancelled);
        }
        match part.map(JsCast::dyn_into::<Uint8Array>) {
            Ok(Ok(part)) if bytes.len() as f64 + f64::from(part.length()) > most => return stop(too_large(most)),
            Ok(Ok(part)) => bytes.extend(part.to_vec()),
            // Without a value, that was all.
            Ok(Err(_)) => return Ok(Ok(bytes)),
            Err(error) => return stop(words(&error)),
        }
        told(bytes.len() as f64, size);
    }
}

/// Asks for an address: what reads the answer, and its size, 0 if that is not told.
async fn open(address: &str, most: f64, how: &RequestInit) -> Result<(ReadableStreamDefaultReader, f64), JsValue> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into()?;
    // The loader says where the site is: the worker's own address is a blob's, which nothing is relative to.
    let site = Reflect::get(&scope, &"covscopeSite".into())?.as_string().unwrap_or_default();
    let url = Url::new_with_base(address, &site)?;
    let response: Response = JsFuture::from(scope.fetch_with_str_and_init(&url.href(), how)).await?.dyn_into()?;
    if !response.ok() {
        return Err(format!("the server answered {} {}", response.status(), response.status_text()).trim_end().into());
    }
    let size = response.headers().get("content-length")?.and_then(|size| size.parse().ok()).unwrap_or(0.0);
    if size > most {
        return Err(too_large(most).into());
    }
    let body = response.body().ok_or("the answer is empty")?;
    Ok((body.get_reader().dyn_into()?, size))
}

fn too_large(most: f64) -> String {
    format!("it has more than {:.0} MB, and no more is fetched", most / 1e6)
}
