//! The data branch.

use std::path::Path;
use std::process::Command;
use std::thread;

use serde_json::json;

use super::github::pull;
use super::run::{HEAD, Outcome, World, git};

const BRANCH: (&str, &str) = ("data-branch", "covscope");

fn files(world: &World) -> Vec<String> {
    git(&world.bare(), &["ls-tree", "-r", "--name-only", "covscope"]).lines().map(str::to_owned).collect()
}

/// A run of the pull request `number` at its commit `sha`.
fn run(world: &World, number: u64, sha: &str, inputs: &[(&str, &str)]) -> Outcome {
    let event = json!({ "pull_request": { "number": number, "head": { "sha": sha } } });
    let run = world.run_for(&event, sha, &[&[BRANCH, ("comment", "false"), ("diff", "none")], inputs].concat());
    assert_eq!(run.code, Some(0), "{}", run.log);
    run
}

fn sha(digit: u32) -> String {
    digit.to_string().repeat(40)
}

#[test]
fn it_keeps_the_newest_at_addresses_that_stay() {
    let world = World::new();
    let addresses: Vec<String> =
        [3, 4, 5, 5].map(|digit| run(&world, 7, &sha(digit), &[("keep", "2")]).outputs["bundle-url"].clone()).into();
    assert_eq!(files(&world), [format!("pr/7/{}.zip", sha(4)), format!("pr/7/{}.zip", sha(5))]);
    let commit = |at: usize| addresses[at].split('/').nth(5).unwrap().to_owned();
    let kept = git(&world.bare(), &["rev-list", "covscope"]);
    assert!(kept.contains(&commit(1)) && kept.contains(&commit(3)) && !kept.contains(&commit(0)), "{kept}");
    // The tip, and a commit for each bundle, which has nothing before it and nothing else in it.
    assert_eq!(kept.lines().count(), 3, "{kept}");
    assert_eq!(git(&world.bare(), &["ls-tree", "-r", "--name-only", &commit(1)]), format!("pr/7/{}.zip", sha(4)));
}

#[test]
fn two_runs_at_once_are_both_there() {
    let world = World::new();
    world.github.state().pulls.push(pull(8, HEAD, "o/r"));
    // Long enough for the other to have looked before.
    world.hook("pre-receive", "sleep 2");
    thread::scope(|scope| {
        let world = &world;
        let start = |number, folder| move || run(world, number, HEAD, &[("folder", folder)]);
        let runs = [(7, "one"), (8, "other")].map(|(number, folder)| scope.spawn(start(number, folder)));
        for run in runs {
            let run = run.join().unwrap();
            assert!(run.outputs["bundle-url"].ends_with(".zip"), "{}", run.log);
        }
    });
    assert_eq!(files(&world), [format!("pr/7/{HEAD}.zip"), format!("pr/8/{HEAD}.zip")]);
}

#[test]
fn what_comes_between_looking_and_pushing_stays() {
    let world = World::new();
    let tip = || git(&world.bare(), &["rev-parse", "covscope"]);
    run(&world, 7, HEAD, &[]);
    let before = tip();
    run(&world, 8, HEAD, &[]);
    // The second run is undone, and comes again while the third is at work: when it has fetched the tip.
    let moved = tip();
    git(&world.bare(), &["update-ref", "refs/heads/covscope", &before]);
    let again = format!("git --git-dir='{}' update-ref refs/heads/covscope {moved}", world.bare());
    let once = format!("{}/once", world.aside.path());
    let hook = format!("#!/bin/sh\n[ -e FETCH_HEAD ] && [ ! -e '{once}' ] || exit 0\ntouch '{once}'\n{again}\n");
    world.aside.write("hooks/post-index-change", hook);
    let file = format!("{}/hooks/post-index-change", world.aside.path());
    assert!(Command::new("chmod").args(["+x", &file]).status().unwrap().success());
    let config = String::from_utf8(world.aside.read("gitconfig")).unwrap();
    world.aside.write("gitconfig", format!("{config}[core]\n\thooksPath = {}/hooks\n", world.aside.path()));
    run(&world, 9, HEAD, &[]);
    assert!(Path::new(&once).exists());
    assert_eq!(files(&world), [7, 8, 9].map(|number| format!("pr/{number}/{HEAD}.zip")));
}

#[test]
fn a_branch_of_something_else_is_left_alone() {
    let world = World::new();
    let project = world.project.path();
    git(project, &["init", "--quiet", "--initial-branch=covscope"]);
    git(project, &["add", "pyproject.toml", "backend"]);
    git(project, &["-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "-m", "work"]);
    git(project, &["push", "--quiet", &format!("file://{}", world.bare()), "covscope"]);
    let before = git(&world.bare(), &["rev-parse", "covscope"]);
    let refused = run(&world, 7, HEAD, &[]);
    assert!(
        refused.log.contains("The branch covscope has other things than bundles: it is left alone."),
        "{}",
        refused.log
    );
    assert_eq!((git(&world.bare(), &["rev-parse", "covscope"]), refused.outputs["bundle-url"].as_str()), (before, ""));
}

#[test]
fn where_it_can_not_be_written_that_is_said() {
    let world = World::new();
    world.hook("pre-receive", "echo 'not for you' >&2; exit 1");
    let refused = run(&world, 7, HEAD, &[]);
    assert!(refused.log.contains("The bundle can't be put on the branch covscope: "), "{}", refused.log);
    assert!(world.aside.read("covscope/bundle.zip").starts_with(b"PK"));
    let wrong = run(&world, 7, HEAD, &[("data-branch", "a..b")]);
    assert!(wrong.log.contains("data-branch can't be the name of a branch."), "{}", wrong.log);
    let wrong = run(&world, 7, HEAD, &[("keep", "0")]);
    assert!(wrong.log.contains("keep is 0; expected a number from 1 to 999."), "{}", wrong.log);
    std::fs::remove_dir_all(world.bare()).unwrap();
    let gone = run(&world, 7, HEAD, &[]);
    assert!(gone.log.contains("The data branch can't be read: "), "{}", gone.log);
}
