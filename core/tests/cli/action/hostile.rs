//! Mode publish: what a fork's run left is not to be trusted.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::github::pull;
use super::run::{HEAD, Outcome, World};

/// A fork's pull request, and the artifact that its run left.
fn forked() -> World {
    let world = World::new();
    world.github.state().is_read_only = true;
    let run = world.run(&[("data-branch", "")]);
    assert_eq!(run.code, Some(0), "{}", run.log);
    let mut state = world.github.state();
    state.is_read_only = false;
    state.pulls = vec![pull(7, HEAD, "fork/r")];
    state.seen.clear();
    drop(state);
    world
}

fn event() -> Value {
    json!({ "workflow_run": {
        "id": 12, "head_sha": HEAD, "head_branch": "topic", "event": "pull_request",
        "head_repository": { "full_name": "fork/r", "owner": { "login": "fork" } },
    } })
}

fn publish(world: &World, event: &Value, inputs: &[(&str, &str)]) -> Outcome {
    let run = world.run_for(event, &"5".repeat(40), &[&[("mode", "publish")], inputs].concat());
    assert_eq!(run.code, Some(0), "{}", run.log);
    run
}

fn artifact(world: &World, name: &str) -> PathBuf {
    PathBuf::from(format!("{}/covscope/{name}", world.aside.path()))
}

#[test]
fn a_forks_report_is_published_from_its_data() {
    let world = forked();
    fs::write(artifact(&world, "comment.md"), "<!-- covscope:covscope -->\n# Log in [here](https://evil)\n").unwrap();
    fs::write(artifact(&world, "pr.txt"), "8").unwrap();
    let run = publish(&world, &event(), &[("data-branch", "covscope"), ("fail-under-patch", "70")]);
    let [comment] = &world.github.comments()[..] else { panic!("{}", run.log) };
    for part in [
        "### Coverage: PASS, 82%\n",
        "PASS: 71% (71.43%) of what was changed ran",
        "(https://host/page/#/?src=gh:o/r@",
        "github.com/o/r/pull/7/files",
    ] {
        assert!(comment.contains(part), "{part}\n{comment}");
    }
    assert!(!comment.contains("evil"), "{comment}");
    assert_eq!((run.outputs["verdict"].as_str(), run.outputs["percent"].as_str()), ("pass", "82"));
    let (start, commit) = ("https://raw.githubusercontent.com/o/r/", &run.outputs["bundle-url"]);
    let commit = commit.strip_prefix(start).unwrap().strip_suffix(&format!("/pr/7/{HEAD}.zip")).unwrap();
    // It is there, and it is a bundle.
    let bundle =
        Command::new("git").args(["-C", &world.bare(), "show", &format!("{commit}:pr/7/{HEAD}.zip")]).output().unwrap();
    assert!(bundle.status.success() && bundle.stdout.starts_with(b"PK"), "{bundle:?}");
    world.project.write("published.zip", &bundle.stdout);
    let judged = world.project.covscope(&["gate", "published.zip"], &Default::default());
    assert!(String::from_utf8_lossy(&judged.stdout).contains("81.87%"), "{judged:?}");
    assert!(run.summary.contains("### Coverage: PASS"));
}

#[test]
fn the_page_is_ours_to_name() {
    let world = forked();
    let config = String::from_utf8(world.project.read("pyproject.toml")).unwrap();
    let config =
        config.replace("[tool.covscope]\n", "[tool.covscope]\nsite = \"https://evil/\"\nrepository = \"evil/x\"\n");
    world.project.write("pyproject.toml", config);
    world.run(&[("comment", "false")]);
    let run = publish(&world, &event(), &[("site", "")]);
    let [comment] = &world.github.comments()[..] else { panic!("{}", run.log) };
    assert!(!comment.contains("evil") && !comment.contains("Open the report"), "{comment}");
}

#[test]
fn a_diff_that_is_not_wanted_is_not_asked_for() {
    let world = forked();
    publish(&world, &event(), &[("diff", "none"), ("fail-under-patch", "99")]);
    let [comment] = &world.github.comments()[..] else { panic!("{:?}", world.github.comments()) };
    assert!(comment.contains("### Coverage: PASS") && !comment.contains("Changed lines"), "{comment}");
}

#[test]
fn without_a_link_there_is_a_comment_all_the_same() {
    let world = forked();
    for site in ["javascript:x", &format!("https://host/{}", "x".repeat(8_000))] {
        world.github.state().comments.clear();
        let run = publish(&world, &event(), &[("site", site)]);
        let [comment] = &world.github.comments()[..] else { panic!("{}", run.log) };
        assert!(comment.contains("### Coverage: PASS") && !comment.contains("Open the report"), "{comment}");
        assert!(run.log.contains("There is no link to the report: see the log."), "{}", run.log);
        assert!(run.log.contains("| The page's address is javascript:x;") || run.log.contains("The totals alone"));
    }
}

#[test]
fn names_in_a_bundle_stay_names() {
    let world = World::new();
    let data = world.project.read(".coverage.heavy");
    world.project.write(".coverage.<img src=x> @team #1 `|# x", data);
    fs::remove_file(format!("{}/.coverage.heavy", world.project.path())).unwrap();
    world.run(&[("comment", "false"), ("fail", "false")]);
    world.github.state().pulls = vec![pull(7, HEAD, "fork/r")];
    let run = publish(&world, &event(), &[]);
    let [comment] = &world.github.comments()[..] else { panic!("{}", run.log) };
    assert!(comment.contains("| `<img src=x> @team #1 \\u{60}\\u{7c}# x` | 61.29% |\n"), "{comment}");
}

#[test]
fn only_the_pull_request_of_that_very_commit_is_commented_on() {
    let elsewhere = [vec![pull(7, &"6".repeat(40), "fork/r")], vec![pull(7, HEAD, "other/r")], vec![]];
    for pulls in elsewhere {
        let world = forked();
        world.github.state().pulls = pulls;
        let run = publish(&world, &event(), &[]);
        assert!(run.log.contains("No pull request has the commit 1111"), "{}", run.log);
        assert!(world.github.comments().is_empty());
    }
    // Of several of the same commit the artifact may choose.
    let world = forked();
    world.github.state().pulls.push(pull(9, HEAD, "fork/r"));
    fs::write(artifact(&world, "pr.txt"), "9\n8").unwrap();
    publish(&world, &event(), &[]);
    assert_eq!(world.github.state().comments[0]["issue"], "7");
    fs::write(artifact(&world, "pr.txt"), "9\n").unwrap();
    publish(&world, &event(), &[]);
    assert_eq!(world.github.state().comments[1]["issue"], "9");
    // What names the branch is part of an address.
    let mut odd = event();
    odd["workflow_run"]["head_branch"] = "topic&state=x/../#".into();
    let run = publish(&world, &odd, &[]);
    assert!(run.log.contains("No pull request has"), "{}", run.log);
    let seen = world.github.state().seen.last().cloned().unwrap();
    assert_eq!(seen, "GET /repos/o/r/pulls?head=fork%3Atopic%26state%3Dx%2F..%2F%23&state=all&per_page=100");
}

#[test]
fn an_artifact_that_is_none_makes_no_comment() {
    let world = forked();
    let bundle = artifact(&world, "bundle.zip");
    let cases: [(&str, &dyn Fn()); 5] = [
        ("bundle.zip holds no report", &|| fs::write(&bundle, "PK nonsense").unwrap()),
        ("bundle.zip holds no report", &|| fs::write(&bundle, "").unwrap()),
        ("bundle.zip is larger than 64 MiB", &|| fs::File::create(&bundle).unwrap().set_len(65 << 20).unwrap()),
        ("has no file bundle.zip", &|| {
            fs::remove_file(&bundle).unwrap();
            symlink("/etc/passwd", &bundle).unwrap();
        }),
        ("has no file bundle.zip", &|| fs::remove_file(&bundle).unwrap()),
    ];
    for (why, make) in cases {
        make();
        let run = publish(&world, &event(), &[("data-branch", "covscope")]);
        assert!(run.log.contains(why), "{why}\n{}", run.log);
        assert!(world.github.comments().is_empty());
    }
    let run = world.run_for(&json!({ "workflow_run": { "head_sha": "; rm -rf /" } }), HEAD, &[("mode", "publish")]);
    assert!(run.code == Some(1) && run.log.contains("This is no workflow_run of a pull request"), "{}", run.log);
}

#[test]
fn what_is_in_a_log_is_no_command() {
    let world = World::new();
    let data = world.project.read(".coverage.heavy");
    world.project.write(".coverage.x\n::error::y\r::error::z ##[error]", data);
    fs::remove_file(format!("{}/.coverage.heavy", world.project.path())).unwrap();
    world.project.write(".coverage.broken\n::error::y\r::error::z ##[error]", "SQLite format 3\0");
    let run = world.run(&[("fail", "false")]);
    assert!(run.log.contains("error::y"), "{}", run.log);
    let is_command =
        |line: &str| line.trim_start().starts_with("::") && !line.starts_with("::warning title=covscope::");
    assert!(!run.log.split(['\n', '\r']).any(is_command) && !run.log.contains("##["), "{}", run.log);
    assert_eq!(run.outputs.len(), 5, "{:?}", run.outputs);
}
