//! `covscope page` and `covscope open`, as far as it needs no browser: what is written, and what is said.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::folder::Folder;
use crate::rows::Rows;

/// What the command needs of the viewer.
const VIEWER: &str = "<head><meta content=\"connect-src 'none'\"></head>\
                      <body><script type=\"text/plain\" id=\"covscope-loader\">\"</body>\"</script></body>";

/// A lane of one file, settings, and a viewer.
fn folder() -> Folder {
    let rows = Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: vec!["/project/a.py".to_owned()],
        contexts: vec![String::new()],
        lines: vec![(0, 0, "06".to_owned())],
        arcs: Vec::new(),
        tracers: Vec::new(),
    };
    let folder = Folder::new();
    folder.write("a.py", "def f(x):\n    if x:\n        return 1\n    return 2\n");
    folder.write("pyproject.toml", "[tool.covscope]\nlanes = [\"unit\", \"heavy\"]\n");
    folder.write("site/covscope.html", VIEWER);
    folder.write_rows(".coverage.unit", &rows);
    folder
}

/// Runs a line; the code, what is printed, and what is said beside it.
fn run(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = folder.covscope(arguments, &BTreeMap::new());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// The data that was put into a page, and what stands before it in its element.
#[track_caller]
fn data(html: &str) -> (Vec<u8>, String) {
    let (before, rest) = html.rsplit_once("id=\"covscope-data\"").unwrap_or_else(|| panic!("{html}"));
    assert!(before.starts_with("<head>") && rest.ends_with("</script>\n</body>"), "{html}");
    let (attributes, rest) = rest.split_once('>').unwrap();
    (BASE64.decode(rest.split_once('<').unwrap().0).unwrap(), attributes.to_owned())
}

#[test]
fn a_page_holds_what_the_report_needs() {
    let folder = folder();
    let given = ["page", "--viewer", "site/covscope.html", "--title", "a \"b\" <c>", "-o", "out/page.html"];
    let (code, out, err) = run(&folder, &given);
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert!(err.ends_with("Wrote out/page.html: 0.0 MB, with all that it shows in it\n"), "{err}");
    let html = String::from_utf8(folder.read("out/page.html")).unwrap();
    assert!(html.contains("connect-src 'none'"), "{html}");
    let (zip, attributes) = data(&html);
    assert_eq!(attributes, " data-name=\"covscope.zip\" data-title=\"a &quot;b&quot; &lt;c&gt;\"");
    // The report of what is in it is that of what is here.
    let here = run(&folder, &["gate", "--json"]);
    assert!(here.1.contains("\"verdict\":\"incomplete\""), "{}", here.1);
    let other = Folder::new();
    other.write("covscope.zip", zip);
    let there = run(&other, &["gate", "--json", "covscope.zip"]);
    assert_eq!((there.0, there.1), (here.0, here.1));
}

#[test]
fn a_page_is_printed_where_that_is_asked_for() {
    let folder = folder();
    let (code, out, _) = run(&folder, &["page", "-q", "--viewer", "site/covscope.html", "-o", "-"]);
    assert_eq!(code, Some(0));
    assert_eq!(data(&out).1, " data-name=\"covscope.zip\"");
    assert!(!folder.files().contains_key("covscope.html"));
}

#[test]
fn what_is_wrong_is_said() {
    let folder = folder();
    folder.write("no-data/x.py", "");
    let said = |line: &str, code, words: &str| {
        let (was, out, _) = run(&folder, &line.split(' ').collect::<Vec<_>>());
        assert_eq!((was, out.trim_end()), (Some(code), words), "{line}");
    };
    said(
        "page --viewer site/none.html",
        1,
        "Couldn't read site/none.html: [Errno 2] No such file or directory: 'site/none.html'",
    );
    said("page --viewer a.py", 1, "a.py is not the viewer; expected the file covscope.html of a built site.");
    let no_data = "No data to report. Among the inputs is no data file that can be used, such as .coverage or .coverage.unit; reports of CI's stand for the sources alone.";
    said("page --viewer site/covscope.html no-data", 1, no_data);
    said("open --viewer site/covscope.html no-data", 1, no_data);
    said("open --port 65536", 1, "--port is 65536; expected a number from 0, for any that is free, to 65535.");
    said("open --diff -", 1, "--diff is -; expected a file here, for it is read again when the data changes.");
    #[cfg(not(feature = "site"))]
    said(
        "page",
        1,
        "This covscope was built without the page. Get one with it by `pip install covscope`, or name the file covscope.html of a \
         built site: --viewer FILE.",
    );
}

/// The head and the body of an answer.
fn ask(url: &str, host: &str, path: &str) -> (String, String) {
    let (authority, _) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(authority).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", host.replace("HERE", authority)).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[test]
fn what_is_open_is_for_those_who_know_the_address() {
    let folder = folder();
    let mut open = Command::new(env!("CARGO_BIN_EXE_covscope"));
    open.args(["open", "--no-browser", "--viewer", "site/covscope.html"]).current_dir(folder.path());
    let mut process = open.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let path = url.trim_end().splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default();
    let tried = [
        ("HERE", path.as_str(), "200"),
        ("HERE", &format!("{path}watched"), "200"),
        ("HERE", "/", "404"),
        ("HERE", "/watched", "404"),
        ("HERE", &format!("{path}../a.py"), "404"),
        ("example.com", &path, "403"),
        ("127.0.0.1", &path, "403"),
        ("", &path, "403"),
    ];
    let answers: Vec<_> = tried.iter().map(|(host, path, _)| ask(&url, host, path)).collect();
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!((path.len(), path.ends_with('/')), (34, true), "{url}");
    for ((host, path, status), (head, _)) in tried.iter().zip(&answers) {
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{host} {path}: {head}");
        assert!(
            !head.contains("Access-Control-") && head.contains("Cross-Origin-Resource-Policy: same-origin"),
            "{head}"
        );
    }
    let html = &answers[0].1;
    assert!(html.contains("connect-src 'self'"), "{html}");
    data(html);
    assert!(html.contains(&format!("name=\"covscope-watched\" content=\"{}\"", answers[1].1)), "{html}");
    assert!(answers[2..].iter().all(|(_, body)| !body.contains("covscope-data")));
}

#[test]
fn new_data_is_shown_also_where_a_diff_is_named() {
    let folder = folder();
    folder.write("x.diff", "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-old\n+def f(x):\n");
    folder.write(".coveragerc", "[run]\nbranchy = 1\n");
    for arguments in [&["x.diff"][..], &[]] {
        let mut open = Command::new(env!("CARGO_BIN_EXE_covscope"));
        open.args(["open", "--no-browser", "--viewer", "site/covscope.html"])
            .args(arguments)
            .current_dir(folder.path());
        let mut process = open.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let path = url.trim_end().splitn(4, '/').nth(3).map(|path| format!("/{path}watched")).unwrap();
        let watched = || ask(&url, "HERE", &path).1;
        let (before, again) = (watched(), watched());
        // What a lane wrote meanwhile.
        folder.write(&format!(".coverage.new{}", arguments.len()), folder.read(".coverage.unit"));
        let after: Vec<String> = (0..3).map(|_| watched()).collect();
        process.kill().unwrap();
        let said = process.wait_with_output().unwrap();
        let said = String::from_utf8(said.stderr).unwrap();
        assert_eq!(before, again);
        assert_ne!(after[2], before, "{arguments:?}\n{said}");
        // Once for each time that the data was read.
        assert!(said.matches("Unrecognized option").count() <= 2, "{said}");
    }
}
