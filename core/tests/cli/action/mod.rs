//! The Action's scripts, run as a runner runs them: with the API of GitHub on loopback and a real repository for bundles.

mod branch;
mod comment;
mod github;
mod hostile;
mod run;

use self::github::Fault;
use self::run::{HEAD, World, action_yml, git, root};
use crate::folder::Folder;

#[test]
fn a_pull_request_gets_verdict_comment_summary_and_bundle() {
    let world = World::new();
    let first = world.run(&[("data-branch", "covscope"), ("fail-under-patch", "70")]);
    assert_eq!(first.code, Some(0), "{}", first.log);
    let told = ["verdict", "percent", "comment-url"].map(|name| first.outputs[name].as_str());
    assert_eq!(told, ["pass", "82", "https://github.com/o/r/pull/7#issuecomment-1"], "{}", first.log);
    assert!(first.log.contains("| PASS: 82% (81.87%) reaches 80%"), "{}", first.log);
    let [comment] = &world.github.comments()[..] else { panic!("{:?}", world.github.comments()) };
    for part in [
        "<!-- covscope:covscope -->\n\n### Coverage: PASS, 82%\n",
        "PASS: 71% (71.43%) of what was changed ran (5 of 7); the threshold is 70% (`--fail-under-patch`).",
        &format!("[Data and sources]({})", first.outputs["bundle-url"]),
        &format!("**[Open the report]({})**", first.outputs["link"]),
        "/pull/7/files#diff-",
    ] {
        assert!(comment.contains(part), "{part}\n{comment}");
    }
    assert!(first.summary.contains("### Coverage: PASS, 82%\n"), "{}", first.summary);
    assert_eq!(world.aside.read("covscope/comment.md"), comment.as_bytes());
    assert_eq!(world.aside.read("covscope/pr.txt"), b"7\n");
    // What the page is told to fetch is what is on the branch.
    let address = first.outputs["bundle-url"].strip_prefix("https://raw.githubusercontent.com/o/r/").unwrap();
    let (commit, path) = address.split_once('/').unwrap();
    let link = format!("https://host/page/#/?src=gh:o/r@{commit}/{path}&d=1");
    assert!(first.outputs["link"].starts_with(&link), "{:?}", first.outputs);
    assert_eq!(path, format!("pr/7/{HEAD}.zip"));
    let blob = git(&world.bare(), &["rev-parse", &format!("{commit}:{path}")]);
    assert_eq!(
        blob,
        git(world.project.path(), &["hash-object", &format!("{}/covscope/bundle.zip", world.aside.path())])
    );
}

#[test]
fn the_verdict_is_the_steps_end() {
    let world = World::new();
    let failed = world.run(&[("fail-under", "90"), ("comment", "false")]);
    assert_eq!((failed.code, failed.outputs["verdict"].as_str()), (Some(2), "fail"), "{}", failed.log);
    assert!(world.github.comments().is_empty() && failed.summary.contains("FAIL"), "{}", failed.summary);
    let missing = world.run(&[("expect", "unit,heavy,slow")]);
    assert_eq!((missing.code, missing.outputs["verdict"].as_str()), (Some(3), "incomplete"), "{}", missing.log);
    assert!(world.github.comments()[0].contains("| `slow` | **missing** |"), "{:?}", world.github.comments());
    let skipped = world.run(&[("skipped", "slow")]);
    assert_eq!((skipped.code, skipped.outputs["verdict"].as_str()), (Some(3), "incomplete"), "{}", skipped.log);
    assert!(world.github.comments()[0].contains("| `slow` | **skipped** |"), "{:?}", world.github.comments());
    let told = world.run(&[("expect", "unit,heavy,slow"), ("fail", "false"), ("site", "")]);
    assert_eq!((told.code, told.outputs["verdict"].as_str()), (Some(0), "incomplete"), "{}", told.log);
    assert_eq!(told.outputs["link"], "");
    assert!(told.log.contains("There is no link to the report: site says where the page is."), "{}", told.log);
    // Files by name, one a line.
    let named = world.run(&[("files", ".coverage.unit\nbackend\n\npyproject.toml\n"), ("python", "3.13")]);
    assert_eq!(named.code, Some(3), "{}", named.log);
    assert!(named.log.contains("The lane heavy is expected and not here."), "{}", named.log);
    // The last comment is of the last run.
    assert_eq!(world.github.comments().len(), 1);
}

#[test]
fn without_data_the_comment_says_so() {
    let world = World::of(Folder::new());
    world.project.write("a.py", "x = 1\n");
    let empty = world.run(&[("diff", "none")]);
    assert_eq!((empty.code, empty.outputs["verdict"].as_str()), (Some(1), "error"), "{}", empty.log);
    assert!(empty.log.contains("| No data to report."), "{}", empty.log);
    let [comment] = &world.github.comments()[..] else { panic!("{:?}", world.github.comments()) };
    assert!(comment.starts_with("<!-- covscope:covscope -->\n\n### Coverage: no report\n"), "{comment}");
    assert!(comment.contains("(https://github.com/o/r/actions/runs/9)"), "{comment}");
    assert!(empty.summary.contains("no report"));
}

#[test]
fn a_merge_is_compared_with_what_it_was_merged_into() {
    let world = World::new();
    let git = |arguments: &[&str]| {
        let of = ["-c", "user.name=x", "-c", "user.email=x@x"];
        git(world.project.path(), &[&of[..], arguments].concat())
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "backend", "pyproject.toml"]);
    git(&["commit", "--quiet", "-m", "base"]);
    git(&["checkout", "--quiet", "-b", "topic"]);
    let text = String::from_utf8(world.project.read("backend/cli.py")).unwrap();
    world.project.write("backend/cli.py", text.clone() + "\n\ndef added():\n    return 1\n");
    git(&["commit", "--quiet", "-am", "topic"]);
    git(&["checkout", "--quiet", "main"]);
    world.project.write(
        "backend/core/clock.py",
        "# moved on\n".to_owned() + &String::from_utf8(world.project.read("backend/core/clock.py")).unwrap(),
    );
    git(&["commit", "--quiet", "-am", "moved on"]);
    git(&["merge", "--quiet", "--no-edit", "topic"]);
    let sha = git(&["rev-parse", "HEAD"]);
    let event = serde_json::json!({ "pull_request": { "number": 7, "head": { "sha": HEAD } } });
    let says_so = |world: &World| {
        let merged = world.run_for(&event, &sha, &[("fail", "false")]);
        assert!(merged.log.contains("0.00% of what was changed ran (0 of 2)"), "{}", merged.log);
        let comment = &world.github.comments()[0];
        assert!(comment.contains("`backend/cli.py`") && !comment.contains("clock.py"), "{comment}");
        assert!(!world.github.state().seen.iter().any(|seen| seen.contains("diff")));
    };
    says_so(&world);
    // As it is checked out: alone.
    let shallow = World::of(Folder::new());
    let origin = format!("file://{}", world.project.path());
    for line in
        ["init --quiet", &format!("remote add origin {origin}"), &format!("fetch --quiet --depth=1 origin {sha}")]
    {
        self::git(shallow.project.path(), &line.split(' ').collect::<Vec<_>>());
    }
    self::git(shallow.project.path(), &["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    for name in [".coverage.unit", ".coverage.heavy"] {
        shallow.project.write(name, world.project.read(name));
    }
    says_so(&shallow);
}

#[test]
fn a_push_has_a_summary_and_no_comment() {
    let world = World::new();
    let sha = "3".repeat(40);
    let pushed = world.run_for(
        &serde_json::json!({ "after": sha }),
        &sha,
        &[("data-branch", "covscope"), ("fail-under-patch", "99")],
    );
    assert_eq!(pushed.code, Some(0), "{}", pushed.log);
    assert!(pushed.outputs["bundle-url"].ends_with(&format!("/commit/{sha}.zip")), "{:?}", pushed.outputs);
    assert!(pushed.summary.contains("### Coverage: PASS") && world.github.state().seen.is_empty());
}

#[test]
fn half_an_answer_is_none() {
    let world = World::new();
    let cut = |times| Fault { of: "GET /repos/o/r/pulls/7", is_done: true, is_cut: true, times, ..Fault::default() };
    world.github.state().faults.push(cut(1));
    let whole = world.run(&[("fail-under-patch", "72"), ("comment", "false")]);
    assert_eq!(whole.code, Some(2), "{}", whole.log);
    assert!(whole.log.contains("FAIL: 71% (71.43%) of what was changed ran (5 of 7)"), "{}", whole.log);
    world.github.state().faults.push(cut(5));
    let none = world.run(&[("comment", "false")]);
    assert!(none.log.contains("What the pull request changes is not known (no answer): "), "{}", none.log);
    assert!(!none.log.contains("of what was changed ran"), "{}", none.log);
}

#[test]
fn a_diff_among_the_files_is_judged() {
    let world = World::new();
    let sha = "3".repeat(40);
    let inputs =
        [("files", ".coverage.unit\n.coverage.heavy\nx.diff\n"), ("fail-under-patch", "72"), ("comment", "false")];
    let run = world.run(&[&inputs[..], &[("diff", "none")]].concat());
    assert_eq!((run.code, run.outputs["verdict"].as_str()), (Some(2), "fail"), "{}", run.log);
    let pushed = world.run_for(&serde_json::json!({ "after": sha }), &sha, &inputs);
    assert_eq!((pushed.code, pushed.outputs["verdict"].as_str()), (Some(2), "fail"), "{}", pushed.log);
    // Where none is wanted there is nothing to judge by it.
    let none = world.run(&[("diff", "none"), ("fail-under-patch", "72"), ("comment", "false")]);
    assert!(none.code == Some(1) && none.log.contains("--fail-under-patch needs --diff"), "{}", none.log);
}

#[test]
fn inputs_that_can_not_be_meant_end_the_step() {
    let world = World::new();
    for (input, why) in [
        (("mode", "both"), "mode is both; expected report or publish"),
        (("key", "a --> b"), "key is a --> b; expected letters, digits, dots and dashes"),
        (("working-directory", "none"), "There is no folder none."),
        (("command", ""), "version is 1; rm; expected one such as 0.1.0"),
    ] {
        let run = world.run(&[input, ("version", "1; rm")]);
        assert_eq!((run.code, run.log.trim_end()), (Some(1), format!("covscope: {why}").as_str()));
    }
    assert!(world.github.state().seen.is_empty());
}

#[test]
fn no_value_is_part_of_a_script() {
    let text = action_yml();
    let scripts: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("run: ")).collect();
    assert_eq!(scripts, ["bash \"$GITHUB_ACTION_PATH/action/run.sh\""]);
    assert!(text.contains(&format!("    default: {}\n", env!("CARGO_PKG_VERSION"))), "it installs this version");
}

#[test]
fn each_input_and_output_is_described() {
    let described = std::fs::read_to_string(root().join("docs/action.md")).unwrap();
    let text = action_yml();
    let (above, below) = text.split_once("\nruns:\n").unwrap();
    let names = above.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    let names: Vec<&str> = names.filter(|name| !name.starts_with(' ')).collect();
    assert!(names.len() > 20 && below.contains("using: composite"), "{names:?}");
    for name in names {
        assert!(described.contains(&format!("`{name}`")), "docs/action.md does not say what {name} is");
    }
}
