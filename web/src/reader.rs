//! The small worker: it reads the report that a link itself holds, so that it is there before the engine, which is ten times as
//! large. It hears the same requests and answers those that it can; whatever is answered first is shown.

use std::cell::RefCell;

use covscope_core::error::Problem;
use covscope_core::link::{self, Payload};
use covscope_core::view::{self, Overview, Query, RowList};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Performance};

use crate::protocol::{Request, Response, pack_response, read_request};

/// The link's report, once it was read.
#[derive(Default)]
struct Reader {
    payload: Option<Payload>,
    /// The rows that the page has.
    sent: Vec<RowList>,
}

/// Hears the page's requests, and tells it so.
pub fn listen() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let reader = RefCell::new(Reader::default());
    respond(&scope, Response::Ready { version: crate::VERSION.to_owned() });
    let listener = EventListener::new(&scope.clone(), "message", move |event| {
        let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        let now = || scope.performance().as_ref().map_or(0.0, Performance::now);
        let request = message.and_then(read_request);
        if let Some(response) = request.and_then(|request| reader.borrow_mut().answer(request, &now)) {
            respond(&scope, response);
        }
    });
    // As long as the worker lives.
    listener.forget();
}

fn respond(scope: &DedicatedWorkerGlobalScope, mut response: Response) {
    // Bytes can always be cloned.
    let _ = scope.post_message(&pack_response(&mut response));
}

impl Reader {
    /// The answer, unless it is the engine's to give.
    fn answer(&mut self, request: Request, now: &dyn Fn() -> f64) -> Option<Response> {
        let mut response = match request {
            Request::Link { id, text, query } => {
                let start = now();
                let problems = match link::read(&text) {
                    Ok(payload) => {
                        self.payload = Some(payload);
                        Vec::new()
                    }
                    Err(error) => vec![Problem::of("the link", error)],
                };
                let overview = if problems.is_empty() { Some(self.overview(&query)?) } else { None };
                Response::Added { id, overview, problems, took: now() - start }
            }
            Request::Overview { id, query } => Response::Overview { id, overview: Some(self.overview(&query)?) },
            Request::File { id, path, query } => {
                let file = view::file_of_link(self.payload.as_ref()?, &path, &query);
                Response::File { id, file: file.map(Box::new) }
            }
            _ => return None,
        };
        if let Some(table) = response.table() {
            table.leave_out(&mut self.sent);
        }
        Some(response)
    }

    /// The report. Filters have a language that only the engine knows.
    fn overview(&self, query: &Query) -> Option<Box<Overview>> {
        let mut overview = view::of_link(self.payload.as_ref()?, query);
        if !query.filter.is_empty() {
            let words = "The engine is not here yet, and only it can filter: all files are shown.";
            overview.filter_problems.push(words.to_owned());
        }
        Some(Box::new(overview))
    }
}
