//! The site in one file, `covscope.html`: styles, scripts, the page's and the engine's WebAssembly, the sample and the pages beside
//! the page. It asks for nothing, and its own policy lets it ask nobody. `covscope page` and `covscope open` put data into it.

use std::io;
use std::path::Path;
use std::{fs, iter};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::site::{ENGINE, gzip};

/// What the file is called in the site.
pub const NAME: &str = "covscope.html";

/// What stands in the sources for the styles in a page beside the page; the viewer's script puts them there.
const STYLES: &str = "<!--styles-->";

/// Writes the viewer of the finished site in `dist`; `parts` is the folder with the scripts and styles that only it has.
pub fn write(dist: &Path, parts: &Path) -> io::Result<()> {
    let index = fs::read_to_string(dist.join("index.html"))?;
    let html = made_of(&index, dist, parts).map_err(|cause| io::Error::other(format!("{NAME}: {cause}")))?;
    fs::write(dist.join(NAME), html)
}

fn made_of(index: &str, dist: &Path, parts: &Path) -> Result<String, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let packed = |path: &Path| match fs::read(path).and_then(|bytes| gzip(&bytes)) {
        Ok(bytes) => Ok(BASE64.encode(bytes)),
        Err(error) => Err(format!("{}: {error}", path.display())),
    };
    let unpack = read(&parts.join("unpack.js"))?;

    // The engine: all that the worker loads, in its first script.
    let engine = dist.join(attribute(&Element::find(index, "<meta name=\"covscope-engine\"")?.start, "content")?);
    let neighbour = |name: &str| engine.with_file_name(name);
    let files = json!({ ENGINE[2]: packed(&neighbour(ENGINE[2]))?, "sample.zip": packed(&dist.join("sample.zip"))? });
    let loading = "importScripts(covscopeEngine + covscopeWorker + \".js\");\n";
    let loader = replaced(&read(&engine)?, loading, &read(&neighbour(ENGINE[1]))?)?;
    let before = format!("const covscopeFiles = {files};\n{unpack}{}", read(&parts.join("worker.js"))?);
    let mut blocks = block("covscope-loader", &format!("{before}{loader}"))?;

    // The page: its script begins where the module that loads it stood.
    let module = Element::find(index, "<script type=\"module\">")?;
    let (script, wasm) = (imported(module.inside, ".js")?, imported(module.inside, ".wasm")?);
    let own = replaced(&read(&dist.join(script))?, "export { initSync, __wbg_init as default };", "")?;
    blocks.push_str(&block("covscope-app", &packed(&dist.join(wasm))?)?);
    let own = format!("<script type=\"module\">\n{own}{unpack}{}</script>", read(&parts.join("page.js"))?);
    let mut html = index.replace(module.whole, &own);

    for name in ["problems", "licences"] {
        blocks.push_str(&block(&format!("covscope-{name}"), &beside(&read(&dist.join(format!("{name}.html")))?)?)?);
    }

    // What was linked.
    for link in links(index) {
        let href = || attribute(&link, "href").map(|href| dist.join(href));
        let new = match attribute(&link, "rel")? {
            "stylesheet" => {
                let rest: String = ["id", "media"].iter().filter_map(|name| kept(&link, name)).collect();
                format!("<style{rest}>{}</style>", read(&href()?)?)
            }
            "icon" => {
                let icon = fs::read(href()?).map_err(|error| format!("{link}: {error}"))?;
                format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">", BASE64.encode(icon))
            }
            // What a browser may begin to load early is here.
            _ => String::new(),
        };
        html = html.replace(&link, &new);
    }
    let html = replaced(&html, "</head>", &format!("<style>{}</style></head>", read(&parts.join("viewer.css"))?))?;
    let end = html.rfind("</body>").ok_or("index.html has no </body>")?;
    with_policy(&format!("{}{blocks}{}", &html[..end], &html[end..]))
}

/// An element with a text in it.
struct Element<'t> {
    whole: &'t str,
    start: String,
    inside: &'t str,
}

impl<'t> Element<'t> {
    /// The first one whose first tag begins so. An element without an end has nothing inside.
    fn find(html: &'t str, begin: &str) -> Result<Element<'t>, String> {
        let at = html.find(begin).ok_or_else(|| format!("there is no {begin}"))?;
        let rest = &html[at..];
        let (start, after) = rest.split_once('>').ok_or_else(|| format!("{begin} does not end"))?;
        let name = start.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        let inside = after.split_once(&format!("</{name}>")).map_or("", |(inside, _)| inside);
        let end = if inside.is_empty() { start.len() + 1 } else { start.len() + inside.len() + name.len() + 4 };
        Ok(Element { whole: &rest[..end], start: format!("{start}>"), inside })
    }
}

/// Each `<link …>`.
fn links(html: &str) -> Vec<String> {
    let found = html.split("<link ").skip(1).filter_map(|rest| Some(format!("<link {}>", rest.split_once('>')?.0)));
    found.collect()
}

/// The value of an attribute in a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Result<&'t str, String> {
    let after = tag.split_once(&format!(" {name}=\"")).and_then(|(_, after)| after.split_once('"'));
    after.map(|(value, _)| value).ok_or_else(|| format!("{tag} has no {name}"))
}

/// The same attribute, as it is written in a tag.
fn kept(tag: &str, name: &str) -> Option<String> {
    attribute(tag, name).ok().map(|value| format!(" {name}=\"{value}\""))
}

/// The file with that ending that a script names: `'./app-1.js'`.
fn imported<'t>(script: &'t str, ending: &str) -> Result<&'t str, String> {
    let found = script.split('\'').find_map(|text| text.strip_prefix("./").filter(|name| name.ends_with(ending)));
    found.ok_or_else(|| format!("the page's module names no {ending}"))
}

/// The text with the only place of `old` changed.
fn replaced(text: &str, old: &str, new: &str) -> Result<String, String> {
    match text.matches(old).count() {
        1 => Ok(text.replace(old, new)),
        n => Err(format!("{old:?} stands there {n} times, not once")),
    }
}

/// Something that a script reads: an element of a kind that no browser runs.
fn block(id: &str, text: &str) -> Result<String, String> {
    if text.contains("</script") || text.contains("<!--") && !text.contains(STYLES) {
        return Err(format!("{id} has what would end a script"));
    }
    Ok(format!("<script type=\"text/plain\" id=\"{id}\">{text}</script>\n"))
}

/// A page beside the page, as it is opened from the viewer: without addresses, with the viewer's styles.
fn beside(html: &str) -> Result<String, String> {
    let mut html = replaced(html, "style-src 'self'", "style-src 'unsafe-inline'")?;
    html = replaced(&html, "<a class=\"brand\" href=\"./\">covscope</a>", "<span class=\"brand\">covscope</span>")?;
    let styles = links(&html).into_iter().filter(|link| link.contains("stylesheet"));
    for (link, new) in styles.zip(iter::once(STYLES).chain(iter::repeat(""))) {
        html = html.replace(&link, new);
    }
    Ok(html)
}

/// With a policy of its own: the scripts and styles that stand in it, the worker, and nobody to ask.
fn with_policy(html: &str) -> Result<String, String> {
    let hashes = |tag: &str| {
        let begin = format!("<{tag}");
        let texts = html.split(&begin).skip(1).filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let is_read = attributes.contains("text/plain");
            (!is_read).then_some(rest.split_once(&format!("</{tag}>"))?.0)
        });
        texts.map(|text| format!(" 'sha256-{}'", BASE64.encode(Sha256::digest(text)))).collect::<String>()
    };
    let old = Element::find(html, "<meta http-equiv=\"Content-Security-Policy\"")?;
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'wasm-unsafe-eval'{}; \
         style-src{}; connect-src 'none'; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'\">",
        hashes("script"),
        hashes("style"),
    );
    Ok(html.replace(old.whole, &policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_as_expected_ends_the_build() {
        assert_eq!(replaced("a b", "b", "c").unwrap(), "a c");
        assert!(replaced("a b", "x", "").is_err() && replaced("b b", "b", "").is_err());
        assert!(
            block("x", "a < b").is_ok() && block("x", "</script>").is_err() && block("x", "<!-- <script>").is_err()
        );
        assert!(Element::find("<p>", "<meta").is_err() && imported("import './a.js'", ".wasm").is_err());
    }

    #[test]
    fn an_element_is_found_with_what_is_in_it() {
        let found = Element::find("<b><script type=\"module\">x > 1</script></b>", "<script type").unwrap();
        assert_eq!((found.whole, found.inside), ("<script type=\"module\">x > 1</script>", "x > 1"));
        assert_eq!(attribute(&found.start, "type"), Ok("module"));
        assert_eq!(Element::find("<a><meta name=\"x\"><p>", "<meta").unwrap().whole, "<meta name=\"x\">");
    }

    #[test]
    fn the_policy_allows_what_stands_there_and_nobody_to_ask() {
        let html = "<meta http-equiv=\"Content-Security-Policy\" content=\"old\"><style media=\"m\">s</style>\
                    <script>alert(1)</script><script type=\"text/plain\" id=\"x\">2</script>";
        let allowed = with_policy(html).unwrap();
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let scripts = "script-src 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';";
        assert!(
            allowed.contains(scripts) && allowed.contains("connect-src 'none';") && !allowed.contains("old"),
            "{allowed}"
        );
        assert_eq!(allowed.matches("sha256-").count(), 2, "{allowed}");
    }
}
