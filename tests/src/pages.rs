//! The pages beside the page: what each problem means, and the licences of what the site is made of. Plain HTML without a
//! script, written by the build from what the code says itself.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use covscope_core::error::{Code, Severity, fix_parts};
use serde_json::Value;

/// The crate whose dependencies the site is made of.
const SITE: &str = "covscope-web";

/// Writes the pages into `dist`, in the style of its `index.html`.
pub fn write(dist: &Path, index: &str) -> io::Result<()> {
    let styles = stylesheets(index);
    fs::write(dist.join("problems.html"), page("Problems", &styles, &problems()))?;
    fs::write(dist.join("licences.html"), page("Licences", &styles, &licences(&metadata()?)?))
}

/// Writes into the page which version it is, and of which coverage.py the numbers are.
pub fn name_versions(html: &str, coverage: &str) -> String {
    let release = env!("CARGO_PKG_VERSION");
    let version = env::var("COVSCOPE_BUILD").map_or(release.to_owned(), |build| format!("{release}, build {build}"));
    html.replace("COVSCOPE_VERSION", &escape(&version)).replace("COVERAGE_VERSION", &escape(coverage))
}

/// The elements that link the style sheets, without those of what only the page has.
fn stylesheets(index: &str) -> String {
    let links = index.split("<link ").skip(1).filter_map(|rest| Some(format!("<link {}>", rest.split_once('>')?.0)));
    links.filter(|link| link.contains("stylesheet")).collect::<Vec<_>>().join("\n    ")
}

fn page(title: &str, styles: &str, body: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>{title} · covscope</title>
    <link rel="icon" href="data:,">
    {styles}
  </head>
  <body>
    <header class="header"><a class="brand" href="./">covscope</a></header>
    <main class="page static">
{body}    </main>
  </body>
</html>
"#
    )
}

/// Every code with what it means, what is done instead, and the usual fix.
fn problems() -> String {
    let mut body =
        "      <h1>Problems</h1>\n      <p>What can be wrong with an input. Everything else is still loaded and \
         shown; the page says which input it was, and often a fix made for that very input.</p>\n"
            .to_owned();
    for code in Code::ALL {
        let (word, says) = match code.severity() {
            Severity::Note => ("note", "worth knowing; no number depends on it."),
            Severity::Warning => ("warning", "some number may differ from what you expect."),
            Severity::Error => ("error", "an input was not used."),
        };
        let (name, meaning, instead) = (code.as_str(), escape(code.meaning()), escape(code.instead()));
        let _ = writeln!(
            body,
            "      <section id=\"{name}\" class=\"card problem problem-{word}\">\n        <h2><a \
             href=\"#{name}\"><code>{name}</code></a></h2>\n        <p>{meaning}</p>\n        <p><strong>{word}:</strong> {says} \
             {instead}</p>"
        );
        let (words, lines) = code.fix().map(fix_parts).unwrap_or_default();
        if !words.is_empty() {
            let _ = writeln!(body, "        <p><strong>Fix:</strong> {}</p>", escape(words));
        }
        if !lines.is_empty() {
            let _ = writeln!(body, "        <pre class=\"code-block\">{}</pre>", escape(lines));
        }
        body.push_str("      </section>\n");
    }
    body
}

/// Each package that the site is made of, with its licence.
fn licences(metadata: &Value) -> io::Result<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: HashMap<_, _> = list(&metadata["packages"]).into_iter().map(|p| (text(&p["id"]), p)).collect();
    let nodes: HashMap<_, _> = list(&metadata["resolve"]["nodes"]).into_iter().map(|n| (text(&n["id"]), n)).collect();
    // A macro's package works while the site is compiled and is not part of it.
    let is_macro = |id: &str| list(&packages[id]["targets"]).iter().any(|target| target["kind"][0] == "proc-macro");
    let site = packages.iter().find(|(_, package)| package["name"] == SITE).map(|(id, _)| id.clone());
    let mut waiting = vec![site.ok_or_else(|| io::Error::other(format!("there is no package {SITE}")))?];
    let mut seen = BTreeSet::new();
    let mut rows = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if is_macro(&id) || !seen.insert(id.clone()) {
            continue;
        }
        let package = &packages[&id];
        // The project's own packages have no registry.
        if !package["source"].is_null() {
            let licence = text(&package["license"]);
            let licence = if licence.is_empty() { "see the package".to_owned() } else { licence };
            rows.insert((text(&package["name"]), text(&package["version"]), licence));
        }
        let is_linked = |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        waiting.extend(list(&nodes[&id]["deps"]).iter().filter(is_linked).map(|dep| text(&dep["pkg"])));
    }
    let mut body =
        "      <h1>Licences</h1>\n      <p>covscope is under MIT or Apache-2.0, at your choice. It is made of these \
         packages, with SQLite, which is in the public domain, and Rust's standard library, which is under MIT or \
         Apache-2.0.</p>\n      <table class=\"licences\">\n        <thead><tr><th scope=\"col\">Package</th><th \
         scope=\"col\">Version</th><th scope=\"col\">Licence</th></tr></thead>\n        <tbody>\n"
            .to_owned();
    for (name, version, licence) in rows {
        let _ = writeln!(
            body,
            "          <tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            escape(&name),
            escape(&version),
            escape(&licence)
        );
    }
    body.push_str("        </tbody>\n      </table>\n");
    Ok(body)
}

/// What cargo knows of all packages.
fn metadata() -> io::Result<Value> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--locked", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"];
    let told = Command::new(cargo).args(arguments).output()?;
    if !told.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&told.stderr).into_owned()));
    }
    serde_json::from_slice(&told.stdout).map_err(io::Error::other)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_place_and_its_words() {
        let body = problems();
        for code in Code::ALL {
            assert!(body.contains(&format!("<section id=\"{}\"", code.as_str())), "{}", code.as_str());
            assert!(body.contains(&escape(code.instead())), "{}", code.as_str());
        }
        assert!(!body.contains("[`"), "a doc comment's link is no word");
    }

    #[test]
    fn the_pages_have_the_sites_own_style_sheets_and_no_script() {
        let index =
            "<link rel=\"icon\" href=\"x\"><link rel=\"stylesheet\" href=\"a.css\" media=\"m\"/><script>1</script>";
        assert_eq!(stylesheets(index), "<link rel=\"stylesheet\" href=\"a.css\" media=\"m\"/>");
        assert!(!page("T", &stylesheets(index), "").contains("<script"));
    }

    #[test]
    fn what_is_linked_is_listed_and_macros_are_not() {
        let metadata = serde_json::json!({
            "packages": [
                { "id": "web", "name": SITE, "version": "1", "license": "MIT", "source": null, "targets": [] },
                { "id": "a", "name": "a", "version": "2", "license": "MIT <&>", "source": "r", "targets": [{ "kind": ["lib"] }] },
                { "id": "m", "name": "m", "version": "3", "license": "MIT", "source": "r", "targets": [{ "kind": ["proc-macro"] }] },
                { "id": "b", "name": "b", "version": "4", "license": "MIT", "source": "r", "targets": [] },
            ],
            "resolve": { "nodes": [
                { "id": "web", "deps": [
                    { "pkg": "a", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "m", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "b", "dep_kinds": [{ "kind": "build" }] },
                ] },
                { "id": "a", "deps": [] },
            ] },
        });
        let body = licences(&metadata).unwrap();
        assert!(body.contains("<th scope=\"row\">a</th><td>2</td><td>MIT &lt;&amp;&gt;</td>"), "{body}");
        assert_eq!(body.matches("<th scope=\"row\">").count(), 1, "{body}");
        assert!(licences(&Value::Null).is_err());
    }
}
