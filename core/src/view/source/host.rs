//! Where a repository's host shows a file.

use crate::paths::{encoded, is_plain, is_relative};
use crate::view::Host;

/// Hosts whose addresses are not like GitHub's: a part of the name, what stands before the revision, and around the lines.
const OTHERS: [(&str, &str, &str, &str); 2] =
    [("gitlab", "/-/blob/", "#L", "-"), ("bitbucket", "/src/", "#lines-", ":")];

/// The file of that path, from the project's folder on, in a repository: `owner/name` at GitHub, or the https address of one. Without a commit it
/// is shown as the main branch has it now.
pub(super) fn host(repository: &str, commit: Option<&str>, folder: &str, path: &str) -> Option<Host> {
    let (address, server) = address(repository)?;
    let path = folder.to_owned() + path;
    // One with `..` in it would lead to another repository.
    if !is_relative(&path) || !is_plain(&path) {
        return None;
    }
    let other = other(&server);
    let &(_, tree, first, last) = other.unwrap_or(&("", "/blob/", "#L", "-L"));
    let name = match server.as_str() {
        "github.com" => "GitHub",
        "gitlab.com" => "GitLab",
        "bitbucket.org" => "Bitbucket",
        other => other,
    };
    Some(Host {
        name: name.to_owned(),
        address: format!("{address}{tree}{}/{}", commit.unwrap_or("HEAD"), encoded(&path)),
        first: first.to_owned(),
        last: last.to_owned(),
    })
}

/// Where GitHub, or a server like it, has the artifacts of a run.
pub(in crate::view) fn artifacts(repository: &str, run: u64) -> Option<String> {
    let (address, server) = address(repository)?;
    (run > 0 && other(&server).is_none()).then(|| format!("{address}/actions/runs/{run}#artifacts"))
}

/// The https address of a repository, without anything behind, and its server.
fn address(repository: &str) -> Option<(String, String)> {
    let address = match repository.split_once("://") {
        None => format!("https://github.com/{repository}"),
        Some(("https", _)) => repository.to_owned(),
        Some(_) => return None,
    };
    let address = address.trim_end_matches('/').trim_end_matches(".git");
    let (server, place) = address.strip_prefix("https://")?.split_once('/')?;
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/:%".contains(&b));
    let parts: Vec<&str> = place.split('/').collect();
    let is_address = !server.is_empty() && parts.len() >= 2 && !parts.contains(&"") && is_plain(address);
    is_address.then(|| (address.to_owned(), server.to_owned()))
}

fn other(server: &str) -> Option<&'static (&'static str, &'static str, &'static str, &'static str)> {
    OTHERS.iter().find(|(part, ..)| server.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(repository: &str, path: &str) -> Option<String> {
        host(repository, None, "", path)
            .map(|host| format!("{} {}{}7{}9", host.name, host.address, host.first, host.last))
    }

    #[test]
    fn each_host_has_its_own_addresses() {
        let told = |repository: &str| shown(repository, "a/b c.py").unwrap_or_default();
        let github = "GitHub https://github.com/o/n/blob/HEAD/a/b%20c.py#L7-L9";
        assert_eq!(told("o/n"), github);
        assert_eq!(told("https://github.com/o/n.git"), github);
        assert_eq!(told("https://gitlab.com/g/s/n/"), "GitLab https://gitlab.com/g/s/n/-/blob/HEAD/a/b%20c.py#L7-9");
        assert_eq!(
            told("https://bitbucket.org/o/n"),
            "Bitbucket https://bitbucket.org/o/n/src/HEAD/a/b%20c.py#lines-7:9"
        );
        assert!(told("https://git.example.org/o/n").starts_with("git.example.org https://git.example.org/o/n/blob/"));
    }

    #[test]
    fn a_run_has_its_artifacts_where_the_repository_is() {
        assert_eq!(artifacts("o/n", 7).as_deref(), Some("https://github.com/o/n/actions/runs/7#artifacts"));
        assert_eq!(
            [artifacts("o/n", 0), artifacts("https://gitlab.com/o/n", 7), artifacts("x\"><b>", 7)],
            [None, None, None]
        );
    }

    #[test]
    fn a_commit_takes_the_place_of_the_main_branch_and_the_folder_comes_first() {
        let host = host("o/n", Some("0123abc"), "services/orders/", "a.py").unwrap();
        assert_eq!(host.address, "https://github.com/o/n/blob/0123abc/services/orders/a.py");
    }

    #[test]
    fn what_is_no_repository_has_no_address() {
        for repository in
            ["n", "", "javascript:alert(1)//x", "http://github.com/o/n", "o/n\"><b>", "o//n", "https:///o/n"]
        {
            assert_eq!(shown(repository, "a.py"), None, "{repository}");
        }
        for path in ["/abs/a.py", "C:\\a.py", "C:/a.py", "../../../x/y/blob/main/a.py", "a//b.py"] {
            assert_eq!(shown("o/n", path), None, "{path}");
        }
    }
}
