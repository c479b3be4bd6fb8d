//! One run of the Action, as a runner would start it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use serde_json::{Value, json};

use super::github::{GitHub, TOKEN, pull};
use crate::folder::Folder;
use crate::patch::sample;

/// The newest commit of the pull request.
pub(super) const HEAD: &str = "1111111111111111111111111111111111111111";

/// A project with two lanes' data, the API, and a repository that bundles can be pushed to.
pub(super) struct World {
    pub(super) project: Folder,
    pub(super) github: GitHub,
    /// Beside the project: the bare repository, the runner's files.
    pub(super) aside: Folder,
}

/// What became of a run.
pub(super) struct Outcome {
    pub(super) code: Option<i32>,
    pub(super) log: String,
    pub(super) outputs: BTreeMap<String, String>,
    pub(super) summary: String,
}

/// The project's folder.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(super) fn action_yml() -> String {
    fs::read_to_string(root().join("action.yml")).unwrap()
}

/// The variables of action.yml with the defaults of their inputs.
fn defaults() -> BTreeMap<String, String> {
    let text = action_yml();
    let mut inputs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut own = "";
    for line in text.lines() {
        if let Some(name) =
            line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).and_then(|it| it.strip_suffix(':'))
        {
            own = name;
        }
        if let Some(value) = line.strip_prefix("    default: ") {
            inputs.insert(own, value.trim_matches('"'));
        }
    }
    let variables = text.lines().filter_map(|line| line.trim().strip_prefix("INPUT_")?.split_once(": ${{ inputs."));
    let variables =
        variables.map(|(name, input)| (format!("INPUT_{name}"), inputs[input.trim_end_matches(" }}")].to_owned()));
    variables.collect()
}

pub(super) fn git(folder: &str, arguments: &[&str]) -> String {
    let output =
        Command::new("git").arg("-C").arg(folder).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").output();
    let Output { status, stdout, stderr } = output.unwrap();
    assert!(status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).trim().to_owned()
}

impl World {
    pub(super) fn new() -> World {
        World::of(sample())
    }

    pub(super) fn of(project: Folder) -> World {
        let aside = Folder::new();
        let bare = format!("{}/o/r.git", aside.path());
        fs::create_dir_all(&bare).unwrap();
        git(&bare, &["init", "--quiet", "--bare"]);
        git(&bare, &["config", "uploadpack.allowFilter", "true"]);
        // The address of GitHub's stays in the script.
        aside.write("gitconfig", format!("[url \"file://{}/\"]\n\tinsteadOf = https://github.com/\n", aside.path()));
        let github = GitHub::start();
        github.state().pulls.push(pull(7, HEAD, "o/r"));
        github.state().diff = fs::read_to_string(format!("{}/x.diff", project.path())).unwrap_or_default();
        World { project, github, aside }
    }

    /// The bare repository.
    pub(super) fn bare(&self) -> String {
        format!("{}/o/r.git", self.aside.path())
    }

    /// A hook of the bare repository.
    pub(super) fn hook(&self, name: &str, text: &str) {
        let path = format!("{}/hooks/{name}", self.bare());
        fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        assert!(Command::new("chmod").args(["+x", &path]).status().unwrap().success());
    }

    /// Runs it for the pull request 7 with these inputs.
    pub(super) fn run(&self, inputs: &[(&str, &str)]) -> Outcome {
        let event =
            json!({ "pull_request": { "number": 7, "head": { "sha": HEAD }, "base": { "sha": "b".repeat(40) } } });
        self.run_for(&event, "2".repeat(40).as_str(), inputs)
    }

    pub(super) fn run_for(&self, event: &Value, sha: &str, inputs: &[(&str, &str)]) -> Outcome {
        let own = Folder::new();
        own.write("event.json", event.to_string());
        let folder = format!("{}/covscope", self.aside.path());
        let mut command = Command::new("bash");
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("COV") || name.starts_with("GITHUB_")) {
            command.env_remove(name);
        }
        command.arg(root().join("action/run.sh")).current_dir(self.project.path()).envs(defaults());
        command
            .env("INPUT_COMMAND", env!("CARGO_BIN_EXE_covscope"))
            .env("INPUT_TOKEN", TOKEN)
            .env("INPUT_FOLDER", &folder);
        command.env("INPUT_SITE", "https://host/page/").env("COVSCOPE_BACKOFF", "0").env("COVSCOPE_PYTHON", "3.13");
        command.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
        command.env("GIT_CONFIG_GLOBAL", format!("{}/gitconfig", self.aside.path()));
        let path = |name: &str| format!("{}/{name}", own.path());
        for (name, value) in [
            ("API_URL", self.github.url()),
            ("SERVER_URL", "https://github.com".to_owned()),
            ("REPOSITORY", "o/r".to_owned()),
            ("SHA", sha.to_owned()),
            ("RUN_ID", "9".to_owned()),
            ("EVENT_PATH", path("event.json")),
            ("OUTPUT", path("output")),
            ("STEP_SUMMARY", path("summary")),
        ] {
            command.env(format!("GITHUB_{name}"), value);
        }
        for (name, value) in inputs {
            command.env(format!("INPUT_{}", name.replace('-', "_").to_uppercase()), value);
        }
        let Output { status, stdout, stderr } = command.output().unwrap();
        let log = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
        assert!(!log.contains(TOKEN), "{log}");
        let text = |name: &str| fs::read_to_string(path(name)).unwrap_or_default();
        let outputs = text("output");
        let outputs =
            outputs.lines().filter_map(|line| line.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned()));
        Outcome { code: status.code(), log, outputs: outputs.collect(), summary: text("summary") }
    }
}
