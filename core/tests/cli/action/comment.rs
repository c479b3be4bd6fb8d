//! The comment: one, in place, of the newest commit; and what is said where there can be none.

use std::thread;

use super::github::{BOT, Fault, pull};
use super::run::{HEAD, World};

const MARKER: &str = "<!-- covscope:covscope -->";

#[test]
fn it_is_replaced_in_place_wherever_it_stands() {
    let world = World::new();
    {
        let mut state = world.github.state();
        // Somebody else's text is not ours, whatever it begins with.
        state.comment("7", "stranger", &format!("{MARKER} mine"));
        for number in 0..150 {
            state.comment("7", "stranger", &format!("comment {number}"));
        }
        state.comment("7", BOT, "<!-- covscope:other -->");
        state.comment("7", BOT, &format!("{MARKER} old"));
        state.comment("7", BOT, &format!("{MARKER} a second one"));
    }
    let run = world.run(&[]);
    assert_eq!(run.code, Some(0), "{}", run.log);
    assert_eq!(run.outputs["comment-url"], "https://github.com/o/r/pull/7#issuecomment-153", "{}", run.log);
    let comments = world.github.comments();
    assert_eq!(comments.len(), 153);
    assert!(comments[152].contains("### Coverage: PASS, 82%"), "{}", comments[152]);
    assert_eq!(
        (comments[0].as_str(), comments[151].as_str()),
        ("<!-- covscope:covscope --> mine", "<!-- covscope:other -->")
    );
    // Another key is another comment.
    world.run(&[("key", "nightly")]);
    assert_eq!(world.github.comments().len(), 154);
}

#[test]
fn two_runs_at_once_leave_one() {
    let world = World::new();
    world.github.state().meeting = 2;
    thread::scope(|scope| {
        let world = &world;
        let run = |folder| move || world.run(&[("folder", folder)]);
        let runs = ["one", "other"].map(|folder| scope.spawn(run(folder)));
        for run in runs {
            let run = run.join().unwrap();
            assert_eq!(run.code, Some(0), "{}", run.log);
        }
    });
    let posted = world.github.state().seen.iter().filter(|seen| seen.starts_with("POST")).count();
    assert_eq!((posted, world.github.comments().len()), (2, 1), "{:?}", world.github.state().seen);
}

#[test]
fn an_older_run_does_not_take_a_newer_ones_place() {
    let world = World::new();
    world.github.state().pulls = vec![pull(7, &"4".repeat(40), "o/r")];
    world.github.state().comment("7", BOT, &format!("{MARKER} of the newest"));
    let late = world.run(&[]);
    assert_eq!(late.code, Some(0), "{}", late.log);
    assert!(late.log.contains("has a newer commit, 4444"), "{}", late.log);
    assert_eq!(world.github.comments(), [format!("{MARKER} of the newest")]);
}

#[test]
fn a_closed_pull_request_is_left_alone() {
    let world = World::new();
    world.github.state().pulls[0]["state"] = "closed".into();
    let closed = world.run(&[("fail-under", "90")]);
    assert_eq!((closed.code, closed.outputs["comment-url"].as_str()), (Some(2), ""), "{}", closed.log);
    assert!(closed.log.contains("The pull request 7 is closed: no comment."), "{}", closed.log);
    assert!(world.github.comments().is_empty());
}

#[test]
fn a_token_that_may_not_write_leaves_the_folder() {
    let world = World::new();
    world.github.state().is_read_only = true;
    let fork = world.run(&[("fail-under", "90")]);
    assert_eq!(fork.code, Some(2), "{}", fork.log);
    assert!(
        fork.log.contains("The comment can't be written (403: Resource not accessible by integration)."),
        "{}",
        fork.log
    );
    assert_eq!(world.aside.read("covscope/pr.txt"), b"7\n");
    assert!(world.aside.read("covscope/bundle.zip").starts_with(b"PK"));
    assert!(world.aside.read("covscope/comment.md").starts_with(MARKER.as_bytes()));
    assert!(fork.summary.contains("FAIL"), "{}", fork.summary);
}

#[test]
fn an_overloaded_server_is_asked_again() {
    let world = World::new();
    let fault = |of, status, times| Fault { of, status, times, ..Fault::default() };
    world.github.state().faults = vec![
        fault("GET /repos/o/r/pulls/7", 502, 2),
        fault("GET /repos/o/r/issues", 503, 3),
        Fault { header: "Retry-After: 1", ..fault("POST", 403, 1) },
        // The comment is made, and the answer is lost.
        Fault { is_done: true, ..fault("POST", 502, 1) },
    ];
    let run = world.run(&[]);
    assert_eq!(run.code, Some(0), "{}", run.log);
    assert_eq!(world.github.comments().len(), 1, "{:?}", world.github.state().seen);
    assert!(run.outputs["comment-url"].ends_with("issuecomment-1"), "{:?}", run.outputs);
}

#[test]
fn a_server_that_stays_away_costs_no_verdict() {
    for (of, status, header) in [
        ("GET /repos/o/r/pulls/7", 500, ""),
        ("GET /repos/o/r/issues", 502, ""),
        ("POST", 503, ""),
        ("", 403, "X-RateLimit-Remaining: 0"),
        ("", 429, "Retry-After: 3600"),
    ] {
        let world = World::new();
        world.github.state().faults = vec![Fault { of, status, header, times: 1_000, is_done: false, is_cut: false }];
        let run = world.run(&[("fail-under", "90")]);
        assert_eq!((run.code, run.outputs["verdict"].as_str()), (Some(2), "fail"), "{of}\n{}", run.log);
        assert!(run.log.contains(&format!("({status}: not now)")), "{of}\n{}", run.log);
        assert!(world.github.state().seen.len() < 60, "{}", world.github.state().seen.len());
        assert!(world.github.comments().is_empty());
    }
}

#[test]
fn a_long_comment_is_one_that_is_taken() {
    let files: Vec<String> = (0..600).map(|number| format!("pkg/{}/{number:03}.py", "long".repeat(30))).collect();
    let world = World::of(crate::comment::named(&["unit", "heavy"], &files));
    let run = world.run(&[("fail-under-file", "90"), ("diff", "none"), ("fail", "false")]);
    assert_eq!(run.code, Some(0), "{}", run.log);
    let [comment] = &world.github.comments()[..] else { panic!("{}", run.log) };
    assert!(comment.len() > 60_000 && comment.contains(" more files are not shown: "), "{}", comment.len());
    assert!(run.summary.len() > comment.len() && !run.summary.contains("not shown"));
    assert!(run.outputs["link"].len() <= 8_000 && comment.contains(HEAD));
}
