//! The page's end: starts the worker, numbers the requests, and tells when the worker is gone.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use covscope_core::view::{Arrangement, ExportFormat, Query};
use gloo::events::EventListener;
use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, BroadcastChannel, Element, MessageEvent, Url, Worker};
use yew::prelude::*;

use crate::frame::save;
use crate::kept::Own;
use crate::pointed;
use crate::protocol::{Picked, Request, RequestId, Response, Wanted, pack_request, read_response};
use crate::route::Route;
use crate::shared::dom;
use crate::state::{Action, Dialog, Failure, Loading, Origin, State};

/// What every component gets: the state, and the ways to change it.
#[derive(Clone)]
pub struct Client {
    /// What the page knows.
    pub state: UseReducerHandle<State>,
    link: Rc<Link>,
}

/// The connection, which lives as long as the page.
struct Link {
    engine: Option<Connected>,
    /// Reads a link until the engine is there.
    reader: Option<Connected>,
    next: Cell<RequestId>,
    /// The files of the last `Add`.
    reading: RefCell<(RequestId, Vec<Picked>)>,
    /// The person's own files that were added.
    own: Own,
    /// How far down the report was scrolled, and its table, in pixels.
    scroll: Rc<Cell<(f64, i32)>>,
    /// Hears of failures.
    _failures: Option<EventListener>,
}

/// A worker, and what waits until it hears: `None` when it does.
struct Connected {
    worker: Worker,
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _listener: EventListener,
}

impl PartialEq for Client {
    fn eq(&self, other: &Client) -> bool {
        self.state == other.state && Rc::ptr_eq(&self.link, &other.link)
    }
}

/// Starts the worker with the first component that uses this, and keeps the state and the page's address together.
#[hook]
pub fn use_new_client() -> Client {
    let state = use_reducer_eq(|| State::at(Route::parse(&dom::fragment())));
    let link = use_memo((), |()| Link::new(&state.dispatcher()));
    let client = Client { state, link };
    {
        let dispatcher = client.state.dispatcher();
        let listen = Box::new(move || {
            vec![EventListener::new(&dom::window(), "hashchange", move |_| {
                dispatcher.dispatch(Action::Moved(Route::parse(&dom::fragment())));
            })]
        });
        dom::use_started(Vec::new(), listen);
    }
    {
        // A lane that is off can have got another name.
        let route = client.state.route.clone();
        let key = route.query.off.join(",").into();
        let renamed = Box::new(move || {
            if Route::parse(&dom::fragment()).query.off != route.query.off {
                dom::set_fragment(&route.href(), false);
            }
            Vec::new()
        });
        dom::use_started(key, renamed);
    }
    {
        // What the address asks for and is not here.
        let client = client.clone();
        use_effect_with(client.state.clone(), move |_| client.ask());
    }
    {
        let client = client.clone();
        let query = &client.state.route.query;
        let key = (
            client.state.file_to_show().map(str::to_owned),
            (query.threshold, query.changes, query.off.clone(), query.choices.clone()),
            client.state.data,
        );
        use_effect_with(key, move |(path, ..)| client.ask_file(path.as_deref()));
    }
    client
}

/// The client of the page.
#[hook]
pub fn use_client() -> Client {
    // The app provides it around everything; a component outside would be a mistake that shows at once.
    use_context::<Client>().unwrap_or_else(|| wasm_bindgen::throw_str("a component outside of the app"))
}

impl Client {
    /// Reads files, beside those read before. Own files never mix with the sample.
    pub fn add(&self, files: Vec<Picked>) {
        if files.is_empty() {
            return;
        }
        // A link's report may be here all the same, and stays.
        if self.is_gone("add them again") {
            return;
        }
        let mut query = self.state.route.query.clone();
        let route = &self.state.route;
        if self.state.origin.is_brought() || route.origin().is_brought() {
            let none = Rc::default();
            let route = Route { sample: false, src: Rc::clone(&none), link: none, ..route.at(Default::default()) };
            // The worker compares the data with what the link tells of it, and adds it to that of a bundle.
            let is_there = self.state.is_link() || !self.state.route.sample && self.state.origin == self.state.wanted();
            if self.state.origin == Origin::Dropped {
                // The address has brought nothing yet: the own report is here, and was left as it had been arranged.
                if !self.state.left.is_default() {
                    query.choices.arrangement = self.state.left.clone();
                }
                self.move_to(route);
            } else {
                query.choices.arrangement = Arrangement::default();
                if is_there { self.leave(route) } else { self.reset(route) }
            }
        }
        // Dropped while others are being read: begin again with all of them.
        let mut all = match &self.state.loading {
            Some(loading) if loading.origin == Origin::Dropped && !loading.cancelling => self.link.reading.take().1,
            _ => Vec::new(),
        };
        all.extend(files);
        self.call_off();
        self.read(all, query);
    }

    /// Reads own files that were here before, as they were arranged.
    pub fn bring_back(&self, files: Vec<Picked>, arranged: Arrangement) {
        if !files.is_empty() && !self.is_gone("add them again") {
            let mut query = self.state.route.query.clone();
            query.choices.arrangement = arranged.clone();
            self.dispatch(Action::Arranged(arranged, false));
            self.read(files, query);
        }
    }

    fn read(&self, files: Vec<Picked>, query: Query) {
        let id = self.link.id();
        let names = files.iter().map(|file| file.name.clone()).collect();
        self.load(id, names, Origin::Dropped, false, &query);
        self.link.reading.replace((id, files.clone()));
        self.send(Request::Add { id, files, query });
    }

    fn load(&self, id: RequestId, names: Vec<String>, origin: Origin, is_detail: bool, query: &Query) {
        self.dispatch(Action::Loading { id, names, origin, is_detail, query: query.clone() });
    }

    /// Calls off what is being loaded. What was loaded before stays.
    pub fn cancel(&self) {
        self.call_off();
        let state = &self.state;
        let is_it = |loading: &Loading| matches!(loading.origin, Origin::Sample | Origin::Link(_));
        if state.loading.as_ref().is_some_and(|loading| is_it(loading) && loading.origin != state.origin) {
            // Else the address would ask for it again.
            self.move_to(Route::default());
        }
    }

    /// Forgets everything loaded, and goes to a route.
    pub fn reset(&self, route: Route) {
        self.send(Request::Reset);
        self.leave(route);
    }

    /// Forgets what is shown, and goes to a route.
    fn leave(&self, route: Route) {
        self.call_off();
        self.link.own.take();
        self.dispatch(Action::Reset);
        // What was arranged is about the data that is gone.
        let mut route = route;
        route.query.choices.arrangement = Arrangement::default();
        self.go(&route);
    }

    /// The same as if the person had changed the address.
    fn move_to(&self, route: Route) {
        dom::set_fragment(&route.href(), true);
        self.dispatch(Action::Moved(route));
    }

    /// Shows a route: a step that "back" undoes.
    pub fn go(&self, route: &Route) {
        dom::set_fragment(&route.href(), true);
        self.dispatch(Action::Routed(route.clone()));
    }

    /// Changes a detail of the route: no step of its own.
    pub fn adjust(&self, route: &Route) {
        dom::set_fragment(&route.href(), false);
        self.dispatch(Action::Routed(route.clone()));
        // At once: the worker is at it while the page draws.
        self.ask();
    }

    /// How far down the report was scrolled, and its table, in pixels: they stay there while a file is read.
    pub fn scroll(&self) -> Rc<Cell<(f64, i32)>> {
        Rc::clone(&self.link.scroll)
    }

    /// Changes what the report shows.
    pub fn ask_for(&self, change: impl FnOnce(&mut Query)) {
        let mut query = self.state.route.query.clone();
        change(&mut query);
        self.adjust(&self.state.route.with(query));
    }

    /// Changes lanes, data files or path rules; `typing` when it is a letter of a longer change.
    pub fn arrange(&self, typing: bool, change: impl FnOnce(&mut Arrangement)) {
        let mut arrangement = self.state.arrangement().clone();
        change(&mut arrangement);
        if arrangement != *self.state.arrangement() {
            self.dispatch(Action::Arranged(arrangement, typing));
        }
    }

    /// Takes back the last of these changes.
    pub fn take_back(&self) {
        self.dispatch(Action::Unarranged);
    }

    /// Says whether what the link points to may be fetched.
    pub fn answer(&self, yes: bool) {
        if yes && self.is_gone("fetch it") {
            return;
        }
        self.dispatch(Action::Answered(Rc::clone(&self.state.route.src), yes));
    }

    /// Fetches something about the report that is here; the click on its button is the yes.
    pub fn fetch(&self, wanted: Wanted) {
        if self.is_gone("fetch it") {
            return;
        }
        if self.state.loading.is_some() {
            return self.say("Wait until the rest is loaded.");
        }
        let id = self.link.id();
        let name = self.state.file_to_show().unwrap_or("The sources").to_owned();
        let query = self.state.route.query.clone();
        self.load(id, vec![name], self.state.origin.clone(), true, &query);
        self.send(Request::Fetch { id, wanted, query });
    }

    /// Saves the files that the report shows.
    pub fn save(&self, format: ExportFormat) {
        if self.is_gone("save") {
            return;
        }
        let id = self.link.id();
        self.dispatch(Action::Saving(id));
        self.send(Request::Export { id, format, query: self.state.route.query.clone() });
    }

    /// Opens something over the screen.
    pub fn open(&self, dialog: Dialog) {
        self.dispatch(Action::Opened(dialog));
    }

    /// It was closed.
    pub fn closed(&self, dialog: Dialog) {
        self.dispatch(Action::Closed(dialog));
    }

    /// Says what was done, to be seen and heard.
    pub fn say(&self, words: impl Into<String>) {
        self.dispatch(Action::Said(words.into()));
    }

    /// Looks for files of the report.
    pub fn find(&self, text: &str) {
        let id = self.link.id();
        self.dispatch(Action::Finding(id));
        self.send(Request::Find { id, text: text.to_owned() });
    }

    /// The person's own files that were added.
    pub fn own(&self) -> &Own {
        &self.link.own
    }

    /// The files that brought the data that is here, if it was files; they are told once.
    pub fn take_read(&self) -> Vec<Picked> {
        if self.link.reading.borrow().0 == self.state.added { self.link.reading.take().1 } else { Vec::new() }
    }

    /// Whether there is no engine, which is said then.
    fn is_gone(&self, then: &str) -> bool {
        let is_gone = self.state.has_failed();
        if is_gone {
            self.say(format!("The engine is not there: reload the page, then {then}."));
        }
        is_gone
    }

    fn call_off(&self) {
        if let Some(loading) = &self.state.loading {
            self.send(Request::Cancel { id: loading.id });
            self.dispatch(Action::Cancelling);
        }
    }

    fn send(&self, request: Request) {
        self.link.send(request, self.state.has_failed());
    }

    fn dispatch(&self, action: Action) {
        self.state.dispatch(action);
    }

    fn ask(&self) {
        let state = &self.state;
        let wanted = state.wanted();
        if state.has_failed() && wanted == Origin::Sample {
            return;
        }
        // The report in the link itself comes first: it is there at once.
        if state.question().is_some_and(|src| pointed::is_settled(src))
            && !state.has_failed()
            && [&state.origin, &state.tried].contains(&&wanted)
        {
            return self.answer(true);
        }
        // What nobody wants any more is not waited for.
        if state.is_late() {
            return self.call_off();
        }
        // What was wrong with the sample or a link itself is not tried again at once.
        if wanted.is_brought() && ![&state.origin, &state.tried].contains(&&wanted) && state.loading.is_none() {
            let id = self.link.id();
            let mut query = state.route.query.clone();
            query.choices.arrangement = Arrangement::default();
            let name = match &wanted {
                Origin::Link(_) => "The link",
                Origin::Bundle(src, _) => src,
                _ => "The sample",
            };
            self.load(id, vec![name.to_owned()], wanted.clone(), false, &query);
            self.send(match wanted {
                Origin::Link(text) => Request::Link { id, text, query },
                Origin::Bundle(src, link) => Request::Fetch { id, wanted: Wanted::Bundle(src, link), query },
                _ => Request::Fetch { id, wanted: Wanted::Sample, query },
            });
        } else if !wanted.is_brought() && state.is_brought() && state.loading.is_none() {
            // The person went back to before it: to the files that were open then, if any.
            let (own, left) = (self.link.own.take(), state.left.clone());
            self.send(Request::Reset);
            self.dispatch(Action::Reset);
            self.bring_back(own, left);
        } else if let Some(query) = state.overview_to_ask() {
            let id = self.link.id();
            self.dispatch(Action::AskedOverview(id, query.clone()));
            self.send(Request::Overview { id, query });
        } else if let Some(asked) = state.review_to_ask() {
            let id = self.link.id();
            self.dispatch(Action::AskedReview(id, asked.clone()));
            self.send(Request::Review { id, query: asked.0 });
        }
    }

    fn ask_file(&self, path: Option<&str>) {
        if let Some(path) = path.map(str::to_owned) {
            let id = self.link.id();
            self.dispatch(Action::AskedFile(id, path.clone()));
            self.send(Request::File { id, path, query: self.state.route.query.clone() });
        }
    }
}

impl Link {
    fn new(state: &UseReducerDispatcher<State>) -> Link {
        // Whole numbers are quickly written.
        let channel = format!("covscope-{}", (js_sys::Math::random() * 1e15) as u64);
        // The small one first: it is what is waited for.
        let holds_report = !Route::parse(&dom::fragment()).link.is_empty();
        // The page in one file has its engine at hand.
        let reader = (holds_report && whole().is_none()).then(|| start("reader", &channel, state).ok()).flatten();
        let engine = start("worker", &channel, state).and_then(|engine| Ok((engine, failures(&channel, state)?)));
        let (engine, failures) = match engine {
            Ok((engine, failures)) => (Some(engine), Some(failures)),
            Err(error) => {
                state.dispatch(Action::Failed(Failure::NoWorker(dom::words(&error))));
                (None, None)
            }
        };
        Link {
            engine,
            reader,
            next: Cell::new(1),
            reading: RefCell::default(),
            own: Own::default(),
            scroll: Rc::default(),
            _failures: failures,
        }
    }

    fn id(&self) -> RequestId {
        self.next.replace(self.next.get().wrapping_add(1))
    }

    fn send(&self, request: Request, has_failed: bool) {
        let message = pack_request(&request);
        let engine = self.engine.iter();
        let is_alone = has_failed || engine.clone().all(|engine| engine.waiting.borrow().is_some());
        // Until the engine hears, both are asked: the first answer counts.
        for worker in self.reader.iter().filter(|_| is_alone).chain(engine) {
            worker.send(&message);
        }
    }
}

impl Connected {
    fn send(&self, message: &JsValue) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message.clone()),
            None => post(&self.worker, message),
        }
    }
}

/// Clones a message for the worker. Handles of files can always be cloned.
fn post(worker: &Worker, message: &JsValue) {
    let _ = worker.post_message(message);
}

/// Hears of failures of the workers. They come over a channel of their own, which also a worker has whose files do not load.
fn failures(channel: &str, state: &UseReducerDispatcher<State>) -> Result<EventListener, JsValue> {
    let state = state.clone();
    let failures = BroadcastChannel::new(channel)?;
    Ok(EventListener::new(&failures, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let told = Array::from(&event.data());
        let cause = told.get(1).as_string().unwrap_or_default();
        let ended = told.get(0) == "ended";
        state.dispatch(Action::Failed(if ended { Failure::Ended(cause) } else { Failure::NotLoaded(cause) }));
    }))
}

/// Starts the worker of that name, `worker` (the engine) or `reader`. What is sent before it hears waits.
///
/// The worker's script is a blob on purpose: such a worker is bound by the page's Content-Security-Policy, one loaded
/// from an address only by that response's headers, which a static host does not send.
fn start(name: &str, channel: &str, state: &UseReducerDispatcher<State>) -> Result<Connected, JsValue> {
    let site = Url::new_with_base(".", &dom::base_uri())?.href();
    let loader = Url::new_with_base(&dom::engine_path(), &site)?.href();
    let quoted = |text: &str| JSON::stringify(&text.into()).map(String::from);
    // Of the small one nobody hears that it failed: the engine answers, too.
    let is_engine = name == "worker";
    let told = format!(
        "self.covscopeSite={};self.covscopeLoader={};self.covscopeWorker='{name}';\
         const covscopeChannel=new BroadcastChannel({});\
         self.covscopeFail=(kind,error)=>{is_engine}&&covscopeChannel.postMessage([kind,String(error&&error.message||error)]);\
         try{{",
        quoted(&site)?,
        quoted(&loader)?,
        quoted(channel)?,
    );
    // The page in one file has the loader in it: no worker may load a script there.
    let loading = match whole() {
        Some(within) => js_sys::Reflect::get(&within, &"textContent".into())?,
        None => "importScripts(covscopeLoader)".into(),
    };
    let script = Array::of3(&told.into(), &loading, &"}catch(error){covscopeFail('not-loaded',error)}".into());
    let worker = Worker::new(&blob_url(&script)?)?;
    let waiting = Rc::new(RefCell::new(Some(Vec::new())));
    let listener = EventListener::new(&worker, "message", {
        let (state, worker, waiting) = (state.clone(), worker.clone(), waiting.clone());
        let stale = Cell::new(false);
        let received = RefCell::default();
        move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>().filter(|_| !stale.get()) else { return };
            let mut response = read_response(event.data());
            if let Some(table) = response.table() {
                table.fill_in(&mut received.borrow_mut());
            }
            if let Response::Ready { version } = &response {
                // Nothing else that another version says can be understood.
                stale.set(version != crate::VERSION);
                if !stale.get() {
                    waiting.take().iter().flatten().for_each(|message| post(&worker, message));
                }
            }
            if let Response::Exported { exported: Ok(exported), .. } = &mut response {
                save::download(exported);
            }
            match response {
                response if is_engine => state.dispatch(Action::Heard(response)),
                Response::Ready { .. } => {}
                response => state.dispatch(Action::Early(response)),
            }
        }
    });
    Ok(Connected { worker, waiting, _listener: listener })
}

/// The engine's loader and all that it loads, in the page in one file.
fn whole() -> Option<Element> {
    dom::find("#covscope-loader")
}

fn blob_url(script: &Array) -> Result<String, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(script, &kind)?;
    Url::create_object_url_with_blob(&blob)
}
