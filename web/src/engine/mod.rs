//! The worker's end: it owns the session and every byte, and answers the page's requests in the order they came. Only
//! `Cancel` is heard at once.

mod fetch;
mod read;
mod turns;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use covscope_core::error::Problem;
use covscope_core::pace::Cancelled;
use covscope_core::session::{Moment, Session};
use covscope_core::view::{Overview, Query, RowList};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::protocol::{Picked, Progress, Request, RequestId, Response, Wanted, pack_response, read_request};
use fetch::Place;
use turns::Turns;

/// What the requests under way share.
struct Work {
    scope: DedicatedWorkerGlobalScope,
    queue: RefCell<VecDeque<Request>>,
    /// Whether [`Work::run`] runs; then it has taken `loaded`.
    running: Cell<bool>,
    loaded: Cell<Option<Loaded>>,
    /// The request under way.
    current: Cell<Option<RequestId>>,
    turns: Turns,
    /// When progress was told last.
    told: Cell<f64>,
    /// The rows that the page has.
    sent: RefCell<Vec<RowList>>,
}

/// Milliseconds between two tellings of progress: a page that draws each of a thousand files is later than the work itself.
const TELLING: f64 = 50.0;

/// Everything that was read.
struct Loaded {
    session: Session,
    /// What was wrong before the session saw anything of an input.
    unread: Vec<Problem>,
}

/// Hears the page's requests, and tells it so.
pub fn listen() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let work = Rc::new(Work {
        scope: scope.clone(),
        queue: RefCell::default(),
        running: Cell::new(false),
        loaded: Cell::new(Some(Loaded::new())),
        current: Cell::new(None),
        turns: Turns::new(),
        told: Cell::new(f64::NEG_INFINITY),
        sent: RefCell::default(),
    });
    let heard = Rc::clone(&work);
    let listener = EventListener::new(&scope, "message", move |event| {
        let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        message.and_then(read_request).into_iter().for_each(|request| heard.hear(request));
    });
    // As long as the worker lives.
    listener.forget();
    work.respond(Response::Ready { version: crate::VERSION.to_owned() });
}

impl Work {
    fn hear(self: &Rc<Work>, request: Request) {
        match request {
            Request::Cancel { id } => self.cancel(id),
            request => {
                self.queue.borrow_mut().push_back(request);
                if !self.running.replace(true) {
                    spawn_local(Rc::clone(self).run());
                }
            }
        }
    }

    fn respond(&self, mut response: Response) {
        // Ten thousand rows are not sent again for every letter of a filter.
        if let Some(table) = response.table() {
            table.leave_out(&mut self.sent.borrow_mut());
        }
        // Bytes can always be cloned.
        let _ = self.scope.post_message(&pack_response(&mut response));
    }

    /// Tells how far a request is, unless that was just told.
    fn tell(&self, id: RequestId, progress: Progress) {
        let now = self.turns.now();
        if now - self.told.get() >= TELLING {
            self.told.set(now);
            self.respond(Response::Progress { id, progress });
        }
    }

    fn cancel(&self, id: RequestId) {
        if self.current.get() == Some(id) {
            self.turns.cancel();
            return;
        }
        let is_it = |request: &Request| matches!(request, Request::Add { id: waiting, .. } | Request::Fetch { id: waiting, .. } if *waiting == id);
        let waiting = self.queue.borrow().len();
        self.queue.borrow_mut().retain(|request| !is_it(request));
        if self.queue.borrow().len() < waiting {
            self.respond(Response::Cancelled { id });
        }
    }

    /// Answers what is in the queue.
    async fn run(self: Rc<Work>) {
        let mut loaded = self.loaded.take().unwrap_or_else(Loaded::new);
        while let Some(request) = self.next() {
            self.turns.start();
            self.told.set(f64::NEG_INFINITY);
            let response = self.answer(&mut loaded, request).await;
            self.current.set(None);
            if let Some(response) = response {
                self.respond(response);
            }
        }
        self.loaded.set(Some(loaded));
        self.running.set(false);
    }

    fn next(&self) -> Option<Request> {
        self.queue.borrow_mut().pop_front()
    }

    async fn answer(&self, loaded: &mut Loaded, request: Request) -> Option<Response> {
        if let Request::Overview { id, query }
        | Request::File { id, query, .. }
        | Request::Export { id, query, .. }
        | Request::Review { id, query } = &request
        {
            // Only additions are ever called off.
            let _ = self.choose(loaded, *id, query).await;
        }
        Some(match request {
            Request::Add { id, files, query } => {
                self.current.set(Some(id));
                let added = self.add(loaded, id, files, &query).await;
                added.unwrap_or(Response::Cancelled { id })
            }
            Request::Fetch { id, wanted, query } => {
                self.current.set(Some(id));
                let fetched = self.fetch(loaded, id, wanted, &query).await;
                fetched.unwrap_or(Response::Cancelled { id })
            }
            Request::Link { id, text, query } => {
                let start = self.turns.now();
                *loaded = Loaded::new();
                loaded.session.open(&text);
                self.added(loaded, id, &query, start)
            }
            Request::Overview { id, query } => Response::Overview { id, overview: loaded.overview(&query) },
            Request::File { id, path, query } => {
                Response::File { id, file: loaded.session.file(&path, &query).map(Box::new) }
            }
            Request::Export { id, format, query } => {
                Response::Exported { id, exported: loaded.session.export(format, &query, &now()) }
            }
            Request::Review { id, query } => {
                Response::Review { id, review: loaded.session.review(&query).map(Box::new) }
            }
            Request::Find { id, text } => Response::Found { id, found: loaded.session.find(&text) },
            Request::Cancel { .. } => return None,
            Request::Reset => {
                *loaded = Loaded::new();
                return None;
            }
        })
    }

    /// Goes by the rules of a query.
    async fn choose(&self, loaded: &mut Loaded, id: RequestId, query: &Query) -> Result<(), Cancelled> {
        let mut doing = |words: &str| self.tell(id, Progress { doing: words.to_owned(), ..Progress::default() });
        loaded.session.choose(query.choices.clone(), &self.turns, &mut doing).await
    }

    async fn add(
        &self,
        loaded: &mut Loaded,
        id: RequestId,
        files: Vec<Picked>,
        query: &Query,
    ) -> Result<Response, Cancelled> {
        let mut unread = Vec::new();
        let mut inputs = Vec::new();
        let n_files = files.len();
        for (input, picked) in files.into_iter().enumerate() {
            let told = |read, size| {
                let progress = Progress { input, read, size, doing: "Reading".to_owned() };
                self.tell(id, progress);
            };
            match read::file(&picked, &self.turns, &told).await? {
                Ok(bytes) => inputs.push(covscope_core::input::Input { name: picked.name, bytes }),
                Err(problem) => unread.push(problem),
            }
        }
        let start = self.turns.now();
        self.choose(loaded, id, query).await?;
        self.load(loaded, id, n_files, inputs).await?;
        loaded.unread.extend(unread);
        Ok(self.added(loaded, id, query, start))
    }

    async fn fetch(
        &self,
        loaded: &mut Loaded,
        id: RequestId,
        wanted: Wanted,
        query: &Query,
    ) -> Result<Response, Cancelled> {
        let told = |read, size| {
            let progress = Progress { input: 0, read, size, doing: "Fetching".to_owned() };
            self.tell(id, progress);
        };
        told(0.0, 0.0);
        let commit = loaded.session.commit();
        let place = Place::of(&wanted, commit.as_ref());
        let fetched = match &place {
            Ok(place) => place.fetch(&self.turns, &told).await?,
            Err(problem) => Err(problem.clone()),
        };
        let start = self.turns.now();
        // In place of what was loaded, which is kept when this is called off.
        let open = || {
            let mut opened = Loaded::new();
            if let Wanted::Bundle(_, link) = &wanted
                && !link.is_empty()
            {
                opened.session.open(link);
            }
            opened
        };
        let mut anew = matches!(wanted, Wanted::Sample | Wanted::Bundle(..)).then(open);
        let target = anew.as_mut().unwrap_or(loaded);
        self.choose(target, id, query).await?;
        let session = &mut target.session;
        let inputs = match (&wanted, commit, fetched) {
            (_, _, Err(problem)) => {
                session.add_problem(problem);
                None
            }
            (Wanted::Text(path), _, Ok(input)) => session.take_text(path, input.bytes).then(Vec::new),
            (Wanted::Tree, Some(commit), Ok(input)) => session.take_tree(&commit, &input.bytes).then(Vec::new),
            (_, _, Ok(input)) => Some(vec![input]),
        };
        if let Some(inputs) = inputs {
            self.load(target, id, 1, inputs).await?;
        }
        if let Some(mut anew) = anew {
            if let Some(problem) = anew.session.differs_from_link() {
                anew = open();
                anew.session.add_problem(problem);
            }
            *loaded = anew;
        }
        Ok(self.added(loaded, id, query, start))
    }

    async fn load(
        &self,
        loaded: &mut Loaded,
        id: RequestId,
        n_files: usize,
        inputs: Vec<covscope_core::input::Input>,
    ) -> Result<(), Cancelled> {
        let mut doing = |words: &str| {
            let progress = Progress { input: n_files, doing: words.to_owned(), ..Progress::default() };
            self.tell(id, progress);
        };
        loaded.session.add(inputs, &self.turns, &mut doing).await
    }

    /// The files are in: this can't be called off any more.
    fn added(&self, loaded: &Loaded, id: RequestId, query: &Query, start: f64) -> Response {
        self.current.set(None);
        let overview = loaded.overview(query);
        Response::Added { id, overview, problems: loaded.problems(), took: self.turns.now() - start }
    }
}

impl Loaded {
    fn new() -> Loaded {
        Loaded { session: Session::new(), unread: Vec::new() }
    }

    fn problems(&self) -> Vec<Problem> {
        self.unread.iter().cloned().chain(self.session.problems()).collect()
    }

    fn overview(&self, query: &Query) -> Option<Box<Overview>> {
        let mut overview = self.session.overview(query)?;
        overview.problems.splice(0..0, self.unread.iter().cloned());
        Some(Box::new(overview))
    }
}

/// The time, as reports write it.
fn now() -> Moment {
    let date = js_sys::Date::new_0();
    let millis = date.get_time();
    // Shifted by the zone's offset, the UTC text is the local one.
    let shifted = js_sys::Date::new(&(millis - date.get_timezone_offset() * 60_000.0).into());
    let local = String::from(shifted.to_iso_string());
    Moment { local: format!("{}000", local.trim_end_matches('Z')), millis: millis as u64 }
}

/// Keeps the words of a panic where the loader finds them: the trap itself says only "unreachable".
pub fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let words = panic.to_string().into();
        // Nothing can be done when even this fails.
        let _ = js_sys::Reflect::set(&js_sys::global(), &"covscopePanic".into(), &words);
    }));
}
