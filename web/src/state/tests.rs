use covscope_core::view::{Bar, Gate, Totals, Verdict};

use super::*;

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, |state, action| (*Rc::new(state).reduce(action)).clone())
}

fn overview() -> Option<Box<Overview>> {
    Some(Box::new(Overview {
        lanes: vec![],
        gate: Gate {
            verdict: Verdict::Pass,
            threshold: 80.0,
            threshold_from: String::new(),
            reasons: vec![],
            distance: None,
            bounds: None,
        },
        union: Totals::default(),
        shown: Totals::default(),
        bar: Bar::default(),
        shares: vec![],
        rows: Default::default(),
        n_shown: 0,
        filter_problems: vec![],
        map: Default::default(),
        n_files: 0,
        changes: None,
        n_listed: 0,
        row_threshold: 80.0,
        n_below: 0,
        n_skipped: 0,
        has_branches: true,
        basis: String::new(),
        rules: None,
        agreements: vec![],
        config: None,
        run: None,
        unchecked: None,
        is_of_link: false,
        problems: vec![],
    }))
}

fn ready() -> Action {
    Action::Heard(Response::Ready { version: crate::VERSION.to_owned() })
}

fn loading(id: RequestId) -> Action {
    loading_of(id, Origin::Dropped, Query::default())
}

fn loading_of(id: RequestId, origin: Origin, query: Query) -> Action {
    Action::Loading { id, names: vec![".coverage.unit".to_owned()], origin, is_detail: false, query }
}

fn added(id: RequestId) -> Action {
    Action::Heard(Response::Added { id, overview: overview(), problems: vec![], took: 1.0 })
}

fn typed(text: &str) -> Action {
    Action::Routed(Route::default().with(Query { filter: text.to_owned(), ..Query::default() }))
}

#[test]
fn a_load_goes_from_landing_to_a_report() {
    let state = after(State::default(), [ready()]);
    assert_eq!(state.phase(), Phase::Landing);
    let state = after(state, [loading(1)]);
    assert_eq!(state.phase(), Phase::Loading);
    let state = after(state, [added(1)]);
    assert_eq!((state.phase(), &state.origin), (Phase::Ready, &Origin::Dropped));
    // More files: the report stays while they are read.
    let state = after(state, [loading(2)]);
    assert_eq!(state.phase(), Phase::Ready);
    assert!(state.loading.is_some());
    let state = after(state, [Action::Heard(Response::Cancelled { id: 2 })]);
    assert_eq!((state.phase(), state.loading), (Phase::Ready, None));
}

#[test]
fn stale_answers_change_nothing() {
    let state = after(State::default(), [ready(), loading(2)]);
    let old = Action::Heard(Response::Cancelled { id: 1 });
    let progress = Action::Heard(Response::Progress { id: 1, progress: Progress { input: 7, ..Progress::default() } });
    assert_eq!(after(state.clone(), [old, added(1), progress]), state);

    let state = after(state, [added(2), Action::AskedFile(4, "b.py".to_owned())]);
    let answer = |id| Action::Heard(Response::File { id, file: None });
    assert_eq!(after(state.clone(), [answer(3)]), state);
    assert_eq!(after(state, [answer(4)]).source.and_then(|source| source.file), Some(None));
}

#[test]
fn one_overview_is_asked_at_a_time_and_the_last_query_wins() {
    let state = after(State::default(), [ready(), loading(1), added(1)]);
    assert_eq!(state.overview_to_ask(), None);
    let state = after(state, [typed("a")]);
    let query = state.overview_to_ask().unwrap();
    let state = after(state, [Action::AskedOverview(2, query), typed("ab"), typed("abc")]);
    assert_eq!(state.overview_to_ask(), None);
    let state = after(state, [Action::Heard(Response::Overview { id: 2, overview: overview() })]);
    assert_eq!(state.overview_to_ask().unwrap().filter, "abc");
}

#[test]
fn data_added_while_a_query_was_under_way_is_asked_again() {
    let state = after(State::default(), [ready(), loading(1), added(1), loading(2), typed("a")]);
    let state = after(state, [Action::AskedOverview(3, Query::default()), added(2)]);
    assert_eq!(state.overview_to_ask().unwrap().filter, "a");
}

#[test]
fn the_first_failure_is_told() {
    let first = Failure::Ended("unreachable".to_owned());
    let state = after(State::default(), [ready(), loading(1), Action::Failed(first.clone())]);
    let state = after(state, [Action::Failed(Failure::NoWorker(String::new()))]);
    assert_eq!((state.phase(), state.engine), (Phase::Failed, Engine::Failed(first)));
    let other = Action::Heard(Response::Ready { version: "0.0.0-old".to_owned() });
    assert_eq!(after(State::default(), [other]).engine, Engine::Failed(Failure::Stale("0.0.0-old".to_owned())));
}

#[test]
fn a_link_into_dropped_files_is_told_apart() {
    assert!(!State::default().is_lost());
    assert!(State::at(Route::parse("#/file/a.py")).is_lost());
    assert!(!State::at(Route::parse("#sample/file/a.py")).is_lost());
    assert!(!State::at(Route::parse("#/file/a.py?d=1x")).is_lost());
    let state = after(State::at(Route::parse("#/file/a.py")), [ready(), loading(1), added(1)]);
    assert!(!state.is_lost());
    assert_eq!(state.file_to_show(), Some("a.py"));
    assert!(after(state, [Action::Reset]).is_lost());
}

fn arranged(lane: &str, typing: bool) -> Action {
    let mut arrangement = Arrangement::default();
    arrangement.rename(&[".coverage".to_owned()], lane);
    Action::Arranged(arrangement, typing)
}

#[test]
fn what_was_arranged_is_taken_back_step_by_step() {
    let state = after(State::default(), [arranged("a", false), arranged("b", true), arranged("bc", true)]);
    assert_eq!(state.arrangement().lane_of(".coverage"), Some("bc"));
    let state = after(state, [Action::Unarranged]);
    assert_eq!(state.arrangement().lane_of(".coverage"), Some("a"), "typing is one step");
    let state = after(state, [Action::Unarranged, Action::Unarranged]);
    assert!(state.arrangement().is_default());
}

#[test]
fn what_was_arranged_outlives_the_address_and_not_the_data() {
    let state = after(State::default(), [ready(), loading(1), added(1), arranged("a", false)]);
    let state = after(state, [Action::Moved(Route::parse("#/lanes?q=x"))]);
    assert_eq!(state.arrangement().lane_of(".coverage"), Some("a"));
    let left = after(state.clone(), [Action::Moved(Route::parse("#sample"))]);
    assert!(left.arrangement().is_default());
    // Nothing came yet.
    let back = after(left, [Action::Moved(Route::default())]);
    assert_eq!(back.arrangement().lane_of(".coverage"), Some("a"));
    // And once: what is arranged then is what counts.
    let later = after(back, [arranged("b", false), Action::Moved(Route::parse("#/lanes"))]);
    assert_eq!(later.arrangement().lane_of(".coverage"), Some("b"));
    let state = after(state, [Action::Reset]);
    assert!(state.arrangement().is_default() && state.earlier.is_empty());
}

#[test]
fn the_review_is_asked_where_it_is_shown_one_at_a_time() {
    let state = after(State::default(), [ready(), loading(1), added(1)]);
    assert_eq!(state.review_to_ask(), None);
    let state = after(state, [Action::Moved(Route::parse("#/paths"))]);
    let asked = state.review_to_ask().unwrap();
    let state = after(state, [Action::AskedReview(2, asked), arranged("a", true), arranged("ab", true)]);
    assert_eq!(state.review_to_ask(), None);
    let state = after(state, [Action::Heard(Response::Review { id: 2, review: None })]);
    let (query, _) = state.review_to_ask().unwrap();
    assert_eq!(query.choices.arrangement.lane_of(".coverage"), Some("ab"));
}

#[test]
fn what_the_small_worker_said_is_asked_of_the_engine_again() {
    let early = |id| match added(id) {
        Action::Heard(response) => Action::Early(response),
        other => other,
    };
    let link = loading_of(1, Origin::Link("1".into()), Query::default());
    let state = after(State::default(), [link, early(1)]);
    assert_eq!((state.phase(), state.overview_to_ask()), (Phase::Ready, None));
    // Without an engine it stays.
    let alone = after(state.clone(), [Action::Failed(Failure::NoWorker(String::new()))]);
    assert_eq!(alone.phase(), Phase::Ready);
    let state = after(state, [ready()]);
    let query = state.overview_to_ask().unwrap();
    let answer = Response::Overview { id: 2, overview: overview() };
    let state = after(state, [Action::AskedOverview(2, query), Action::Heard(answer)]);
    assert_eq!((state.early, state.overview_to_ask()), (false, None));
}

#[test]
fn what_is_off_stays_so_under_another_name() {
    let answer = |lanes: &[(&str, &[&str], bool)]| {
        let lane = |(name, files, on): &(&str, &[&str], bool)| Lane {
            name: (*name).to_owned(),
            files: files.iter().map(|file| (*file).to_owned()).collect(),
            on: *on,
            totals: Totals::default(),
            shown: Totals::default(),
        };
        let overview = overview().map(|all| Box::new(Overview { lanes: lanes.iter().map(lane).collect(), ..*all }));
        Action::Heard(Response::Overview { id: 2, overview })
    };
    let asked = |state: &State| Action::AskedOverview(2, state.overview_to_ask().unwrap());
    let answered = |state: &State, lanes: &[(&str, &[&str], bool)]| after(state.clone(), [asked(state), answer(lanes)]);
    let arranged = |lane: &str| {
        let mut arrangement = Arrangement::default();
        arrangement.rename(&["u".to_owned()], lane);
        Action::Arranged(arrangement, false)
    };
    let state = after(State::at(Route::parse("#?off=unit")), [ready(), loading(1), added(1)]);
    let state = answered(&state, &[("unit", &["u"], false), ("heavy", &["h"], true)]);
    let renamed = after(state.clone(), [arranged("fast")]);
    let renamed = answered(&renamed, &[("heavy", &["h"], true), ("fast", &["u"], true)]);
    assert_eq!(renamed.route.query.off, ["fast"]);
    // That answer was about a lane that is on, and is not shown.
    let shown = |state: &State| state.overview.as_ref().unwrap().lanes.iter().map(|lane| lane.on).collect::<Vec<_>>();
    assert_eq!(shown(&renamed), [false, true]);
    let renamed = answered(&renamed, &[("heavy", &["h"], true), ("fast", &["u"], false)]);
    assert_eq!((shown(&renamed), renamed.overview_to_ask()), (vec![true, false], None));
    let merged = answered(&after(state.clone(), [arranged("heavy")]), &[("heavy", &["h", "u"], true)]);
    assert_eq!(merged.route.query.off, [""; 0]);
    // Taken out it is off when it is put back.
    let mut without = Arrangement::default();
    without.remove(&["u".to_owned()]);
    let without = answered(&after(state, [Action::Arranged(without, false)]), &[("heavy", &["h"], true)]);
    assert_eq!(without.route.query.off, ["unit"]);
}

#[test]
fn what_a_link_points_to_is_wanted_after_a_yes() {
    let answered = |src: &str, yes| Action::Answered(src.into(), yes);
    let bundle = |link: &str| Origin::Bundle("a.zip".into(), link.into());
    for (link, without) in [("", Origin::Nothing), ("1x", Origin::Link("1x".into()))] {
        let holds = if link.is_empty() { String::new() } else { format!("&d={link}") };
        let route = Route::parse(&format!("#/?src=a.zip{holds}"));
        assert_eq!(route.origin(), bundle(link));
        let state = State::at(route);
        assert_eq!((state.wanted(), state.question().map(|src| &**src)), (without.clone(), Some("a.zip")));
        assert!(!state.is_lost());
        // An answer is about what was asked, and no other.
        let other = after(state.clone(), [answered("b.zip", true)]);
        assert_eq!((other.wanted(), other.question().is_some()), (without.clone(), true));
        let no = after(state.clone(), [answered("a.zip", false)]);
        assert_eq!((no.wanted(), no.question()), (without.clone(), None));
        let yes = after(state, [answered("a.zip", true)]);
        assert_eq!((yes.wanted(), yes.question()), (bundle(link), None));
        // Called off, it is not fetched again; without an engine nothing is.
        let loading = loading_of(1, bundle(link), Query::default());
        let off = after(yes.clone(), [ready(), loading, Action::Cancelling]);
        assert_eq!((off.wanted(), off.question()), (without.clone(), None));
        let failed = after(yes, [Action::Failed(Failure::NoWorker(String::new()))]);
        assert_eq!(failed.wanted(), without);
    }
}

#[test]
fn what_is_cancelled_leaves_the_report_of_its_own_query() {
    let state = after(State::default(), [ready(), loading(1), added(1)]);
    let link = Route::parse("#/?q=a&d=1x");
    let state = after(state, [Action::Moved(link.clone()), loading_of(2, link.origin(), link.query.clone())]);
    assert_eq!((state.shown().query.filter.as_str(), state.overview_to_ask()), ("", None));
    let state = after(state, [Action::Cancelling, Action::Heard(Response::Cancelled { id: 2 })]);
    assert_eq!(state.overview_to_ask().unwrap().filter, "a");
    let state = after(state, [Action::Moved(Route::default())]);
    assert_eq!(state.overview_to_ask(), None);
}

#[test]
fn what_was_arranged_outlives_a_link_that_brings_nothing() {
    let state = after(State::default(), [ready(), loading(1), added(1), arranged("a", false)]);
    let route = Route::parse("#/?src=a.zip");
    let state = after(state, [Action::Moved(route.clone()), Action::Answered("a.zip".into(), false)]);
    let state = after(state, [Action::Moved(Route::default())]);
    assert_eq!((state.arrangement().lane_of(".coverage"), state.earlier.len()), (Some("a"), 1));
    // What it brings is not arranged.
    let yes = after(state, [Action::Moved(route.clone()), Action::Answered("a.zip".into(), true)]);
    let yes = after(yes, [loading_of(2, route.origin(), Query::default()), added(2)]);
    assert!(yes.arrangement().is_default() && yes.earlier.is_empty() && yes.overview_to_ask().is_none());
    assert_eq!(yes.left.lane_of(".coverage"), Some("a"));
}

#[test]
fn what_the_address_left_is_late_and_files_that_were_added_are_not() {
    let state = after(State::default(), [ready(), loading(1), added(1)]);
    let to_sample = || Action::Moved(Route::parse("#sample"));
    assert!(!after(state.clone(), [loading(2), to_sample()]).is_late());
    let detail =
        Action::Loading { id: 2, names: vec![], origin: Origin::Dropped, is_detail: true, query: Query::default() };
    let state = after(state, [detail]);
    assert!(!state.is_late() && !after(state.clone(), [Action::Moved(Route::parse("#/?src=a.zip"))]).is_late());
    let state = after(state, [to_sample()]);
    assert!(state.is_late() && !after(state, [Action::Cancelling]).is_late());
}

#[test]
fn an_address_that_brought_nothing_is_told_from_none() {
    let nothing = |id| Action::Heard(Response::Added { id, overview: None, problems: vec![], took: 1.0 });
    let own = after(State::default(), [ready(), loading(1), added(1)]);
    let state = after(own.clone(), [loading_of(2, Origin::Link("1x".into()), Query::default()), nothing(2)]);
    assert_eq!((state.is_brought(), &state.origin), (true, &Origin::Nothing));
    assert!(!own.is_brought() && !after(own, [loading(3), nothing(3)]).is_brought());
}

#[test]
fn nothing_else_is_asked_once_the_engine_is_gone() {
    let failed = Action::Failed(Failure::Ended(String::new()));
    let state = after(State::default(), [ready(), loading(1), added(1), failed, typed("a")]);
    assert_eq!((state.phase(), state.overview_to_ask()), (Phase::Failed, None));
}
