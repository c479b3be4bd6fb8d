//! `scripts/publish.sh` as the Pages workflow runs it: in a clone of a repository that keeps older versions of the site in branches.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

/// The project's folder.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder for this test; removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = env::temp_dir().join(format!("covscope-publish-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder.canonicalize().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[track_caller]
fn git(folder: &Path, line: &str) {
    let own = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "protocol.file.allow=always"];
    let mut command = Command::new("git");
    // Nobody's own settings.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.args(own).args(line.split(' ')).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {line}: {}", String::from_utf8_lossy(&output.stderr));
}

/// All files below a folder with their texts, by path.
fn files(folder: &Path) -> Vec<(String, String)> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn the_sites_of_all_versions_stand_side_by_side() {
    let folder = Folder::new();
    let (origin, clone) = (folder.0.join("origin"), folder.0.join("clone"));
    // The repository: the project's own scripts on main, and the built sites of older versions in branches without a history.
    fs::create_dir(&origin).unwrap();
    git(&origin, "init --quiet --initial-branch=main");
    for name in
        ["scripts/env.sh", "scripts/publish.sh", "web/forward.html", "Cargo.lock", "rust-toolchain.toml", ".gitignore"]
    {
        let to = origin.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(project().join(name), to).unwrap();
    }
    git(&origin, "add .");
    git(&origin, "commit --quiet -m main");
    for (branch, index) in [("site/v0", "the oldest"), ("site/v10", "the tenth"), ("site/draft", "no version")] {
        git(&origin, &format!("checkout --quiet --orphan {branch}"));
        git(&origin, "rm --quiet -rf .");
        write(&origin.join("index.html"), index);
        write(&origin.join("engine-0 1/worker.js"), "a name with a space");
        write(&origin.join(".nojekyll"), "");
        git(&origin, "add .");
        git(&origin, "commit --quiet -m site");
    }
    git(&origin, "checkout --quiet main");
    // As the workflow checks it out: by the commit, with all branches.
    git(&folder.0, &format!("clone --quiet file://{} clone", origin.display()));
    git(&clone, "checkout --quiet --detach main");
    write(&clone.join("dist/index.html"), "the newest");
    write(&clone.join("dist/engine-1/worker.js"), "new");
    // In place of cargo, which would build the program first.
    let cargo = folder.0.join("bin/cargo");
    write(
        &cargo,
        "#!/bin/sh\ncase $* in *' --bin publish -- target/pages') exec \"$PUBLISH\" target/pages ;; *) exit 9 ;; esac\n",
    );
    let status = Command::new("chmod").arg("+x").arg(&cargo).status().unwrap();
    assert!(status.success());
    let path = format!("{}:{}", folder.0.join("bin").display(), env::var("PATH").unwrap());
    let publish = || {
        let mut command = Command::new("bash");
        command.args(["scripts/publish.sh", "target/pages"]).current_dir(&clone);
        command.env("PATH", &path).env("PUBLISH", env!("CARGO_BIN_EXE_publish"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        files(&clone.join("target/pages"))
    };
    let published = publish();
    let name = |(name, _): &(String, String)| name.clone();
    let names = [
        "index.html",
        "v0/.nojekyll",
        "v0/engine-0 1/worker.js",
        "v0/index.html",
        "v1/engine-1/worker.js",
        "v1/index.html",
        "v10/.nojekyll",
        "v10/engine-0 1/worker.js",
        "v10/index.html",
    ];
    assert_eq!(published.iter().map(name).collect::<Vec<_>>(), names);
    let text = |path: &str| published.iter().find(|(name, _)| name == path).unwrap().1.as_str();
    let pages = ["v0/index.html", "v1/index.html", "v10/index.html"].map(text);
    assert_eq!(pages, ["the oldest", "the newest", "the tenth"]);
    assert!(text("index.html").contains("location.replace(\"v1/\" + location.search + location.hash)"));
    // What was there before is gone, and nothing else is touched.
    write(&clone.join("target/pages/v9/index.html"), "stale");
    assert_eq!(publish(), published);

    // A branch of the version that is built: the newest is shown, and what older pages of it may still ask for stays.
    git(&clone, "push --quiet origin origin/site/v0:refs/heads/site/v1");
    git(&clone, "fetch --quiet origin");
    let published = publish();
    let text = |path: &str| published.iter().find(|(name, _)| name == path).map(|(_, text)| text.as_str());
    let shown = ["v1/index.html", "v1/engine-1/worker.js", "v1/engine-0 1/worker.js"].map(text);
    assert_eq!(shown, [Some("the newest"), Some("new"), Some("a name with a space")]);
}
