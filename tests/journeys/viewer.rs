//! The page in one file, from the disk and from `covscope open`, and the page above the versions of the site.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use covscope_e2e::browser::Kind;
use covscope_e2e::command::{Opened, covscope};
use covscope_e2e::hand::Hand;
use covscope_e2e::journey::{journey, journey_in, project};
use covscope_e2e::page::Page;
use covscope_e2e::server::Server;
use covscope_e2e::site;

use crate::harness::open_empty;
use crate::support::{assert_sample, expected, percent, sample};

/// The page of the sample, written by the command; its address.
fn page_of_the_sample(page: &Page) -> String {
    let file = page.folder.join("sample.html");
    let mut line = covscope(&page.folder);
    line.arg("page").args([sample("data"), sample("project")]).arg("-o").arg(&file).args(["--title", "run \"7\" <x>"]);
    let said = line.output().unwrap();
    assert!(said.status.success() && said.stdout.is_empty(), "{}", String::from_utf8_lossy(&said.stdout));
    assert!(String::from_utf8_lossy(&said.stderr).contains("Wrote "), "{}", String::from_utf8_lossy(&said.stderr));
    address(&file)
}

/// A file's address.
fn address(file: &Path) -> String {
    format!("file://{}", file.canonicalize().unwrap().display())
}

/// What the page has loaded, besides what it has made itself.
fn loaded(page: &Page) -> Vec<String> {
    let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
    let names: Vec<String> = serde_json::from_value(page.js(script, &[])).unwrap();
    names.into_iter().filter(|name| !name.starts_with("blob:") && !name.starts_with("data:")).collect()
}

fn opens_from_the_disk(page: &Page) {
    page.go(&page_of_the_sample(page));
    page.wait("[data-test=lane-switch]");
    assert_sample(page);
    assert_eq!(page.js("return document.title", &[]), "82 % · run \"7\" <x>");
    assert_eq!(page.attribute("[data-test=problems-link]", "data-count").as_deref(), Some("0"));
    assert!(!page.is_shown("[data-test=keep-offer]"), "the page brings its data itself");
    // The sources are in it.
    page.click("[data-path='backend/orders/service.py'] [data-test=file-link]");
    page.wait("[data-line='1']");
    page.wait_text("main", "import");
    assert_eq!(loaded(page), [""; 0]);
    assert_eq!((page.requests(), page.strays()), (vec![], vec![]));
}

#[test]
fn a_page_opens_from_the_disk_and_asks_for_nothing() {
    journey(opens_from_the_disk);
    journey_in(Kind::Firefox, Hand::Mouse, opens_from_the_disk);
}

#[test]
fn a_page_lets_nothing_out_and_has_all_of_the_site() {
    journey(|page| {
        page.go(&page_of_the_sample(page));
        page.wait("[data-test=lane-switch]");
        for address in [page.server.url(), "http://example.com/".to_owned(), "file:///etc/hostname".to_owned()] {
            let send = "return fetch(arguments[0]).then(() => 'sent', () => 'refused')";
            assert_eq!(page.js(send, &[address.into()]), "refused");
        }
        assert!(page.console().iter().all(|line| line.contains("Content Security Policy")));
        // Without data it is a whole viewer, with the sample.
        page.go(&address(&project().join("dist/covscope.html")));
        page.wait("[data-test=open-sample]");
        page.click("[data-test=open-sample]");
        page.wait("[data-test=lane-switch]");
        assert_sample(page);
        // The pages beside the page.
        page.js("document.querySelector('a[href=\"problems.html\"]').click()", &[]);
        page.to_newest_window(2);
        page.wait_text("h1", "Problems");
        assert_ne!(page.js("return getComputedStyle(document.querySelector('.card')).borderTopWidth", &[]), "0px");
        assert_eq!((page.requests(), page.strays()), (vec![], vec![]));
    });
}

/// A message with the sample's files, sent by the window that is looked at to the window `to`.
fn give(page: &Page, to: &str) {
    let script = format!(
        "return fetch('sample.zip').then((answer) => answer.arrayBuffer()).then((buffer) =>
             {to}.postMessage({{ covscope: {{ title: 'T', files: [{{ name: 'x.zip', buffer }}] }} }}, '*'))"
    );
    page.js(&script, &[]);
}

#[test]
fn files_are_given_by_a_message_of_the_pages_own_window() {
    journey(|page| {
        page.open("");
        page.wait("[data-test=open-sample]");
        for message in ["null", "{ covscope: 1 }", "{ covscope: { files: 1 } }", "{ covscope: { files: [] } }"] {
            page.js(&format!("postMessage({message}, '*')"), &[]);
        }
        give(page, "self");
        page.wait("[data-test=lane-switch]");
        assert_sample(page);
        assert_eq!(page.js("return document.title", &[]), "82 % · T");
        // As early as can be: before the page is drawn.
        page.open("?early");
        give(page, "self");
        page.wait("[data-test=lane-switch]");
    });
}

#[test]
fn files_of_another_window_are_taken_only_by_a_yes() {
    journey(|page| {
        open_empty(page);
        page.js("window.other = open('./'); addEventListener('message', ({ data }) => (window.heard = data))", &[]);
        let there = |selector: &str| page.js("return !!other.document.querySelector(arguments[0])", &[selector.into()]);
        let until = |what: &str, selector: &str| page.until(what, || there(selector) == true);
        let click = |name: &str| {
            until("the question", "#given[open]");
            page.js("other.document.querySelector(`[value='${arguments[0]}']`).click()", &[name.into()]);
        };
        // As other viewers of traces and profiles do: asked, it says that it hears.
        page.until("an answer", || {
            page.js("other.postMessage('PING', '*'); return window.heard ?? null", &[]) == "PONG"
        });
        give(page, "other");
        until("the question", "#given[open]");
        let origin = page.js("return other.document.getElementById('given-origin').textContent === origin", &[]);
        assert_eq!(origin, true);
        click("");
        thread::sleep(Duration::from_secs(1));
        assert_eq!((there("[data-test=open-sample]"), there("#given[open]")), (true.into(), false.into()));
        assert_eq!(page.js("return other.document.documentElement.dataset.title ?? ''", &[]), "");
        // Yes is for once.
        give(page, "other");
        click("yes");
        until("the report", "[data-test=lane-switch]");
        give(page, "other");
        click("always");
        page.until("trusted", || page.js("return localStorage.getItem('covscope.trusted') !== null", &[]) == true);
        page.js("other.location.reload()", &[]);
        until("the page anew", "[data-test=open-sample]");
        give(page, "other");
        until("the report", "[data-test=lane-switch]");
        assert_eq!(there("#given[open]"), false);
    });
}

/// The answer's status line to a request of a covscope that serves at `url`.
fn status(url: &str, host: Option<&str>, path: Option<&str>) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (authority, own) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(authority).unwrap();
    let path = path.map_or_else(|| format!("/{own}"), str::to_owned);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", host.unwrap_or(authority)).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().trim_end().to_owned()
}

/// The sample's lanes and project in a folder of the journey's, as a person has them who has just run the tests.
fn project_folder(page: &Page, data: &str) {
    let copy = |from: &Path, to: &str| {
        page.file(to, fs::read(from).unwrap());
    };
    let mut open = vec![sample("project")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => copy(&path, path.strip_prefix(sample("project")).unwrap().to_str().unwrap()),
            }
        }
    }
    copy(&sample(data), &format!(".coverage.{}", data.rsplit('.').next().unwrap()));
}

#[test]
fn open_shows_what_is_here_and_then_what_is_new() {
    journey(|page| {
        project_folder(page, "data/.coverage.unit");
        let folder = page.folder.join("files");
        let opened = Opened::start(&folder, &[]);
        page.go(&opened.url);
        let of = |part: &str| percent(&expected(part)["totals"]);
        page.wait_text("[data-test=total-row]", &of("unit"));
        // A file of it is looked at while the other lane's tests end.
        page.go(&format!("{}#/file/backend/orders/service.py", opened.url));
        page.wait("[data-line='1']");
        page.file(".coverage.heavy", fs::read(sample("data/.coverage.heavy")).unwrap());
        page.until("the new lane is shown", || {
            page.js("return document.title", &[]) == "service.py · covscope" && page.count("[data-test=file-lane]") == 2
        });
        assert_eq!(page.fragment(), "#/file/backend/orders/service.py");
        page.go(&format!("{}#/", opened.url));
        page.wait("[data-test=lane-switch]");
        assert_sample(page);
        // Data that is gone takes nothing from the page.
        fs::remove_file(folder.join(".coverage.heavy")).unwrap();
        fs::remove_file(folder.join(".coverage.unit")).unwrap();
        thread::sleep(Duration::from_secs(3));
        page.reload();
        page.wait("[data-test=lane-switch]");
        assert_sample(page);

        assert_eq!(status(&opened.url, None, None), "HTTP/1.1 200");
        assert_eq!(status(&opened.url, Some("example.com"), None), "HTTP/1.1 403");
        assert_eq!(status(&opened.url, Some("127.0.0.1"), None), "HTTP/1.1 403");
        assert_eq!(status(&opened.url, None, Some("/")), "HTTP/1.1 404");
        assert_eq!(status(&opened.url, None, Some("/watched")), "HTTP/1.1 404");
        // The page asks for new data every second; without the server that would be an error in the console.
        page.go("about:blank");
    });
}

#[test]
fn the_page_above_the_versions_leads_to_the_newest_with_all_that_the_address_says() {
    journey(|page| {
        let all = page.folder.join("all");
        site::publish(&project().join("dist"), &project().join("web/forward.html"), &all).unwrap();
        let server = Server::start(all, 0, 600).unwrap();
        let text = fs::read_to_string(project().join("core/tests/cases/link/v1-sample.txt")).unwrap();
        let rest = format!("?x=1#/?sort=-miss&d={}", text.trim());
        page.go(&format!("{}{rest}", server.url()));
        page.wait("[data-test=total-row]");
        assert_eq!(page.js("return location.href", &[]), format!("{}v1/{rest}", server.url()).as_str());
        assert_sample(page);
        // What the root itself was sent: the address without its fragment.
        assert_eq!(server.requests()[0].target, "/covscope/?x=1");
        page.back();
        assert_ne!(
            page.js("return location.href", &[]),
            format!("{}{rest}", server.url()).as_str(),
            "back is not caught"
        );
    });
}
