//! All that the page knows, and how it changes. Coverage is the worker's; what is shown of it is the route's.

use std::rc::Rc;

use covscope_core::error::Problem;
use covscope_core::view::{Arrangement, Exported, File, Found, Lane, Overview, Query, Review};
use yew::Reducible;

use crate::protocol::{Progress, RequestId, Response};
use crate::route::{Route, Screen};
use crate::shared::held::Held;

/// All that the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The worker.
    pub engine: Engine,
    /// The page's address.
    pub route: Route,
    /// What is being loaded.
    pub loading: Option<Loading>,
    /// Where the loaded data comes from.
    pub origin: Origin,
    /// What brought no report.
    pub tried: Origin,
    /// The pointer of a link that was answered: whether what it points to may be fetched.
    pub answer: (Rc<str>, bool),
    /// The report, for [`State::answered`].
    pub overview: Option<Held<Overview>>,
    /// The query that the report answers.
    pub answered: Query,
    /// The request that brought it.
    pub added: RequestId,
    /// Counts the changes of the data, so that what was asked of older data is asked again.
    pub data: u32,
    /// Whether the report is the small worker's: the engine can tell more.
    pub early: bool,
    /// Milliseconds that the engine took for it, from the last byte being there.
    pub took: f64,
    /// Everything that was wrong with any input.
    pub problems: Held<Vec<Problem>>,
    /// The source view.
    pub source: Option<Source>,
    /// The `Overview` whose answer is waited for.
    pub asked: Option<(RequestId, Query)>,
    /// The last report that was to be saved.
    pub saving: Option<Saving>,
    /// The review, and what it answers.
    pub review: Option<(Held<Review>, Asked)>,
    /// The `Review` whose answer is waited for.
    pub asked_review: Option<(RequestId, Asked)>,
    /// What the person arranged before the last changes, the oldest first.
    pub earlier: Vec<Arrangement>,
    /// What was arranged of the person's own files when the address left them.
    pub left: Arrangement,
    /// Whether the last change was typing: further typing is the same change.
    pub typing: bool,
    /// What is open over the screen.
    pub dialog: Option<Dialog>,
    /// The last `Find`.
    pub finding: RequestId,
    /// The last answer to one, and to which.
    pub found: (RequestId, Held<Found>),
    /// What was done last, in words, and how often something was said.
    pub said: Held<(u32, String)>,
}

/// What can be open over the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The list of keys.
    Keys,
    /// The palette of commands and files.
    Commands,
    /// The palette of files.
    Files,
}

/// A question, and the data that it is about: [`State::data`].
pub type Asked = (Query, u32);

/// How the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// It loads.
    #[default]
    Starting,
    /// It answers.
    Running,
    /// It is gone.
    Failed(Failure),
}

/// Why there is no worker, with the browser's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The browser starts none.
    NoWorker(String),
    /// Its files can't be loaded.
    NotLoaded(String),
    /// It was of another version.
    Stale(String),
    /// It ended while it worked.
    Ended(String),
}

/// An `Add`, `Fetch` or `Link` under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    /// The request.
    pub id: RequestId,
    /// The inputs' names, in the order in which they are read.
    pub names: Held<Vec<String>>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it is about the report that is here, and of no use without it.
    pub is_detail: bool,
    /// What it is to be answered with.
    pub query: Query,
    /// How far it is.
    pub progress: Progress,
    /// Whether it was called off.
    pub cancelling: bool,
}

/// Where the loaded data comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nothing is loaded.
    #[default]
    Nothing,
    /// The bundled sample.
    Sample,
    /// A link, which holds this.
    Link(Rc<str>),
    /// The bundle that a link points to; and the report that the link holds, if any.
    Bundle(Rc<str>, Rc<str>),
    /// The person's own files.
    Dropped,
}

impl Origin {
    /// Whether an address brings it, and a reload again.
    pub fn is_brought(&self) -> bool {
        matches!(self, Origin::Sample | Origin::Link(_) | Origin::Bundle(..))
    }
}

/// The source view asked for, and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The last request for it.
    pub id: RequestId,
    /// The path.
    pub path: String,
    /// The answer: `None` before it came; `Some(None)` when there is no such file.
    pub file: Option<Option<Held<File>>>,
}

/// A report to save, and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The request.
    pub id: RequestId,
    /// The answer: `None` before it came, else the file, or in words why there is none.
    pub result: Option<Result<Held<Exported>, String>>,
}

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The worker said something.
    Heard(Response),
    /// The small worker did, while the engine loads.
    Early(Response),
    /// The worker is gone.
    Failed(Failure),
    /// The page's address changed.
    Routed(Route),
    /// Inputs were given to the worker.
    Loading {
        /// The request.
        id: RequestId,
        /// The inputs' names.
        names: Vec<String>,
        /// Where they come from.
        origin: Origin,
        /// Whether they are about the report that is here.
        is_detail: bool,
        /// What they are to be answered with.
        query: Query,
    },
    /// The load was called off.
    Cancelling,
    /// The report was asked for.
    AskedOverview(RequestId, Query),
    /// A source view was asked for.
    AskedFile(RequestId, String),
    /// A report to save was asked for.
    Saving(RequestId),
    /// Everything loaded was forgotten.
    Reset,
    /// The person or the browser changed the page's address. What was arranged is not in it, and stays.
    Moved(Route),
    /// The review was asked for.
    AskedReview(RequestId, Asked),
    /// Lanes, data files or path rules were changed, maybe by a letter typed.
    Arranged(Arrangement, bool),
    /// The last such change was taken back.
    Unarranged,
    /// What a link points to may be fetched, or not.
    Answered(Rc<str>, bool),
    /// Something is opened over the screen.
    Opened(Dialog),
    /// It was closed.
    Closed(Dialog),
    /// Files were asked for.
    Finding(RequestId),
    /// Something was done, in words.
    Said(String),
}

/// Which screen there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is loaded.
    Landing,
    /// Something is being loaded, and there is no report yet.
    Loading,
    /// There is no worker.
    Failed,
    /// There is a report.
    Ready,
}

impl State {
    /// The state at an address, before the worker runs.
    pub fn at(route: Route) -> State {
        State { route, ..State::default() }
    }

    /// Which screen there is.
    pub fn phase(&self) -> Phase {
        match (&self.engine, &self.overview, &self.loading) {
            (Engine::Failed(_), overview, _) if overview.is_none() || !self.early => Phase::Failed,
            (_, Some(_), _) => Phase::Ready,
            (_, None, Some(_)) => Phase::Loading,
            (_, None, None) => Phase::Landing,
        }
    }

    /// Whether the address names a view of dropped files that are not here (any more).
    pub fn is_lost(&self) -> bool {
        self.origin == Origin::Nothing && self.route.origin() == Origin::Dropped && self.route != Route::default()
    }

    /// The address of what is shown, also while another answer is waited for.
    pub fn shown(&self) -> Route {
        self.route.with(self.answered.clone())
    }

    /// The query that the worker must be asked, if any: one at a time, so that typing never queues up work.
    pub fn overview_to_ask(&self) -> Option<Query> {
        let wanted = &self.route.query;
        let is_other = *wanted != self.answered || (self.early && self.engine == Engine::Running);
        let is_free = self.asked.is_none() && self.loading.is_none();
        // The small worker may hold another link's report than the engine did.
        let is_heard = self.early || !self.has_failed();
        (self.overview.is_some() && is_free && is_heard && is_other).then(|| wanted.clone())
    }

    /// The review that the worker must be asked for, if any; one at a time, too.
    pub fn review_to_ask(&self) -> Option<Asked> {
        let wanted = (self.route.query.clone(), self.data);
        let is_here = self.review.as_ref().is_some_and(|(_, answers)| *answers == wanted);
        // A link has no data files to review.
        let is_shown = matches!(self.route.screen, Screen::Lanes | Screen::Paths) && !self.is_link();
        (is_shown && self.overview.is_some() && self.asked_review.is_none() && !is_here).then_some(wanted)
    }

    /// Where the address wants the report from: a bundle only after a yes.
    pub fn wanted(&self) -> Origin {
        self.wanted_at(&self.route)
    }

    fn wanted_at(&self, route: &Route) -> Origin {
        match route.origin() {
            Origin::Bundle(src, link) if self.answer == (Rc::clone(&src), true) && !self.has_failed() => {
                Origin::Bundle(src, link)
            }
            Origin::Bundle(_, link) if !link.is_empty() => Origin::Link(link),
            Origin::Bundle(..) => Origin::Nothing,
            origin => origin,
        }
    }

    /// Whether an address brought what is here, or in vain tried to.
    pub fn is_brought(&self) -> bool {
        self.origin.is_brought() || self.tried.is_brought()
    }

    /// Whether what is being loaded is not what the address wants any more. What the person added is read to its end.
    pub fn is_late(&self) -> bool {
        let wanted = self.wanted();
        self.loading.as_ref().is_some_and(|loading| {
            let is_left = loading.origin.is_brought() || (loading.is_detail && wanted.is_brought());
            is_left && loading.origin != wanted && !loading.cancelling
        })
    }

    /// Whether the worker is gone.
    pub fn has_failed(&self) -> bool {
        matches!(self.engine, Engine::Failed(_))
    }

    /// What a link points to and nobody has said whether it may be fetched.
    pub fn question(&self) -> Option<&Rc<str>> {
        let src = &self.route.src;
        (!src.is_empty() && self.answer.0 != *src).then_some(src)
    }

    /// Whether the report is what a link holds, and no data is here.
    pub fn is_link(&self) -> bool {
        self.overview.as_ref().is_some_and(|overview| overview.is_of_link)
    }

    /// What the person arranged.
    pub fn arrangement(&self) -> &Arrangement {
        &self.route.query.choices.arrangement
    }

    /// The file shown, if the screen is a file.
    pub fn file_to_show(&self) -> Option<&str> {
        match &self.route.screen {
            Screen::File(path) if self.overview.is_some() => Some(path),
            _ => None,
        }
    }

    fn heard(&mut self, response: Response, early: bool) {
        let loads = |id: RequestId| self.loading.as_ref().is_some_and(|loading| loading.id == id);
        match response {
            Response::Ready { version } if version == crate::VERSION => self.engine = Engine::Running,
            Response::Ready { version } => self.engine = Engine::Failed(Failure::Stale(version)),
            Response::Progress { id, progress } if loads(id) => {
                if let Some(loading) = &mut self.loading {
                    loading.progress = progress;
                }
            }
            Response::Added { id, overview, problems, took } if loads(id) => {
                let Some(Loading { origin, query, .. }) = self.loading.take() else { return };
                self.data = self.data.wrapping_add(1);
                self.problems = Held::new(problems);
                self.took = took;
                self.overview = overview.map(|overview| Held::new(*overview));
                self.early = early;
                if origin.is_brought() && origin != self.origin {
                    self.leave_arranged();
                }
                (self.answered, self.added) = (query, id);
                let (tried, is) =
                    if self.overview.is_some() { (Origin::Nothing, origin) } else { (origin, Origin::Nothing) };
                (self.tried, self.origin) = (tried, is);
                // An answer to an older question would be about older data.
                self.asked = None;
            }
            Response::Cancelled { id } if loads(id) => {
                self.loading = None;
                if self.data == 0 {
                    // It was about kept files, which did not come.
                    self.route.query.choices.arrangement = Arrangement::default();
                }
            }
            Response::Overview { id, overview } => {
                if let Some((_, query)) = self.asked.take_if(|(asked, _)| *asked == id) {
                    if overview.as_ref().is_some_and(|overview| self.carry_off(&query, &overview.lanes)) {
                        return;
                    }
                    self.answered = query;
                    self.early = early;
                    if let Some(overview) = overview {
                        // Other rules can make other problems.
                        self.problems = Held::new(overview.problems.clone());
                        self.overview = Some(Held::new(*overview));
                    } else {
                        self.overview = None;
                    }
                }
            }
            Response::File { id, file } => {
                if let Some(source) = self.source.as_mut().filter(|source| source.id == id) {
                    source.file = Some(file.map(|file| Held::new(*file)));
                }
            }
            Response::Exported { id, exported } => {
                if let Some(saving) = self.saving.as_mut().filter(|saving| saving.id == id) {
                    saving.result = Some(exported.map(Held::new));
                }
            }
            Response::Review { id, review } => {
                if let Some((_, asked)) = self.asked_review.take_if(|(asked, _)| *asked == id) {
                    self.review = review.map(|review| (Held::new(*review), asked));
                }
            }
            Response::Found { id, found } => {
                self.found = (id, Held::new(found));
            }
            Response::Progress { .. } | Response::Added { .. } | Response::Cancelled { .. } => {}
        }
    }

    /// What is switched off stays so in a lane of another name; of lanes that became one, all have to be. Tells whether that makes
    /// the answer one to another question.
    fn carry_off(&mut self, query: &Query, lanes: &[Lane]) -> bool {
        let (answered, before) = (&self.answered, self.overview.as_ref().map_or(&[][..], |overview| &overview.lanes));
        let off = &mut self.route.query.off;
        // Or the person has switched lanes since.
        if query.choices.arrangement == answered.choices.arrangement || off.is_empty() || *off != answered.off {
            return false;
        }
        let share = |one: &Lane, other: &Lane| one.files.iter().any(|file| other.files.contains(file));
        // The name of a lane that was taken out stays: it may be put back.
        off.retain(|name| !before.iter().any(|lane| lane.name == *name && lanes.iter().any(|now| share(lane, now))));
        for lane in lanes {
            let mut were = before.iter().filter(|old| share(old, lane)).map(|old| old.on);
            if let Some(was_on) = were.next() {
                off.retain(|name| *name != lane.name);
                if !was_on && !were.any(|on| on) {
                    off.push(lane.name.clone());
                }
            }
        }
        *off != query.off
    }

    /// What was arranged is about the person's own files, and not about what an address brings.
    fn leave_arranged(&mut self) {
        let arranged = std::mem::take(&mut self.route.query.choices.arrangement);
        if self.origin == Origin::Dropped && !arranged.is_default() {
            self.left = arranged;
        }
        self.earlier.clear();
    }

    fn change(&mut self, action: Action) {
        match action {
            Action::Heard(response) => self.heard(response, false),
            Action::Early(response) => self.heard(response, true),
            Action::Failed(failure) => {
                // The first failure is the cause of those after it.
                if !matches!(self.engine, Engine::Failed(_)) {
                    self.engine = Engine::Failed(failure);
                }
                self.loading = None;
                (self.asked, self.asked_review) = (None, None);
            }
            Action::Routed(route) => {
                if route.query != self.route.query {
                    self.saving = None;
                }
                if route.query.choices.arrangement.is_default() {
                    self.earlier.clear();
                }
                self.route = route;
            }
            Action::Moved(mut route) => {
                if self.wanted_at(&route).is_brought() && route.origin() != self.route.origin() {
                    self.leave_arranged();
                } else if self.origin == Origin::Dropped && !self.left.is_default() {
                    // It is back before anything came.
                    self.route.query.choices.arrangement = std::mem::take(&mut self.left);
                }
                route.query.choices.arrangement = self.arrangement().clone();
                self.change(Action::Routed(route));
            }
            Action::AskedReview(id, asked) => self.asked_review = Some((id, asked)),
            Action::Arranged(arrangement, typing) => {
                let before = std::mem::replace(&mut self.route.query.choices.arrangement, arrangement);
                if !(typing && self.typing) {
                    self.earlier.push(before);
                }
                self.typing = typing;
                self.saving = None;
            }
            Action::Answered(src, yes) => self.answer = (src, yes),
            Action::Unarranged => {
                self.route.query.choices.arrangement = self.earlier.pop().unwrap_or_default();
                self.typing = false;
                self.saving = None;
            }
            Action::Loading { id, names, origin, is_detail, query } => {
                let progress = Progress { doing: "Waiting for the engine".to_owned(), ..Progress::default() };
                let names = Held::new(names);
                self.loading = Some(Loading { id, names, origin, is_detail, query, progress, cancelling: false });
            }
            Action::Cancelling => {
                let wanted = self.wanted();
                if let Some(loading) = &mut self.loading {
                    loading.cancelling = true;
                    if loading.origin == wanted && wanted != self.origin {
                        // Else the address would ask for it again.
                        self.answer.1 = false;
                    }
                }
            }
            Action::AskedOverview(id, query) => self.asked = Some((id, query)),
            Action::AskedFile(id, path) => {
                // The old answer stays until the new one is here, unless it is about another file.
                let file = self.source.take().filter(|source| source.path == path).and_then(|source| source.file);
                self.source = Some(Source { id, path, file });
            }
            Action::Saving(id) => self.saving = Some(Saving { id, result: None }),
            Action::Reset => {
                let State { engine, mut route, data, said, answer, .. } = std::mem::take(self);
                route.query.choices.arrangement = Arrangement::default();
                *self = State { engine, route, data: data.wrapping_add(1), said, answer, ..State::default() };
            }
            Action::Opened(dialog) => self.dialog = Some(dialog),
            // Another one may be open since.
            Action::Closed(dialog) => self.dialog = self.dialog.filter(|open| *open != dialog),
            Action::Finding(id) => self.finding = id,
            Action::Said(words) => self.said = Held::new((self.said.0.wrapping_add(1), words)),
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        state.change(action);
        Rc::new(state)
    }
}

#[cfg(test)]
mod tests;
