//! The last steps of the build, on what Trunk has written, and the sizes that people download.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::{order, pages, sample};

/// The workers' files, as Trunk names them: without a hash, unlike the page's.
pub const ENGINE: [&str; 5] = ["worker-loader.js", "worker.js", "worker_bg.wasm", "reader.js", "reader_bg.wasm"];

/// What stands in the page's policy for the hashes of its inline scripts.
const INLINE: &str = "'sha256-INLINE'";

/// The folder of this version of the site, where it stands beside others: another one comes when this one could no longer open
/// links that it has made.
pub const VERSION: &str = "v1";

/// The most gzipped bytes of the page's WebAssembly.
pub const PAGE_BUDGET: usize = 200_000;

/// The most gzipped bytes of the worker's WebAssembly.
pub const ENGINE_BUDGET: usize = 800_000;

/// The most gzipped bytes of the WebAssembly that reads links until the engine is there.
pub const READER_BUDGET: usize = 70_000;

/// Finishes the site in `dist`: puts the functions of the wasm files in an order that compresses, versions the workers' files, allows the page's inline scripts, writes the pages beside it,
/// and packs the folder `sample` as the bundled sample. `coverage` is the version of coverage.py that it is compared with.
pub fn finish(dist: &Path, sample: &Path, coverage: &str) -> io::Result<()> {
    fs::write(dist.join("sample.zip"), sample::pack(sample)?)?;
    order_functions(dist)?;
    let engine = version_engine(dist)?;
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index)?;
    let html = name_engine(&html, &engine).and_then(|html| allow_inline_scripts(&html)).map_err(io::Error::other)?;
    pages::write(dist, &html)?;
    fs::write(index, pages::name_versions(&html, coverage))
}

/// Puts the site in `dist` into the folder `all`, as the newest of several versions: below its version's name, and with a page above
/// that leads there. `web/forward.html` is that page's template.
pub fn publish(dist: &Path, template: &Path, all: &Path) -> io::Result<()> {
    let own = all.join(VERSION);
    for size in sizes(dist)?.iter().filter(|size| !size.path.starts_with('.')) {
        let to = own.join(&size.path);
        fs::create_dir_all(to.parent().unwrap_or(&own))?;
        fs::copy(dist.join(&size.path), to)?;
    }
    let html = fs::read_to_string(template)?.replace("VERSION", VERSION);
    fs::write(all.join("index.html"), allow_inline_scripts(&html).map_err(io::Error::other)?)
}

/// Orders the functions of the WebAssembly in `dist`.
fn order_functions(dist: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let ordered = order::by_likeness(&fs::read(&path)?).map_err(io::Error::other)?;
            fs::write(&path, ordered)?;
        }
    }
    Ok(())
}

/// Moves the workers' files into a folder named by their content, so that a new page never meets an old worker that a
/// browser or a proxy has kept. Returns the loader's path.
fn version_engine(dist: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    for name in ENGINE {
        hasher.update(fs::read(dist.join(name))?);
    }
    let mut folder = "engine-".to_owned();
    for byte in &hasher.finalize()[..8] {
        let _ = write!(folder, "{byte:02x}");
    }
    fs::create_dir_all(dist.join(&folder))?;
    for name in ENGINE {
        fs::rename(dist.join(name), dist.join(&folder).join(name))?;
    }
    Ok(format!("{folder}/{}", ENGINE[0]))
}

/// Writes the loader's path into `<meta name="covscope-engine" content="…">`, where the page reads it.
fn name_engine(html: &str, loader: &str) -> Result<String, String> {
    let before = r#"<meta name="covscope-engine" content=""#;
    let start = html.find(before).ok_or_else(|| format!("index.html has no {before}…"))? + before.len();
    let end = start + html[start..].find('"').ok_or("the meta tag covscope-engine does not end")?;
    Ok(format!("{}{loader}{}", &html[..start], &html[end..]))
}

/// Puts the hash of each inline script where the page's Content-Security-Policy says [`INLINE`].
fn allow_inline_scripts(html: &str) -> Result<String, String> {
    let hash = |script: &str| format!("'sha256-{}'", BASE64.encode(Sha256::digest(script.replace("\r\n", "\n"))));
    let hashes: Vec<_> = inline_scripts(html).map(hash).collect();
    // The last one: a comment may speak of it before.
    let at = html.rfind(INLINE).ok_or_else(|| format!("index.html has no {INLINE}"))?;
    Ok(format!("{}{}{}", &html[..at], hashes.join(" "), &html[at + INLINE.len()..]))
}

/// The text of each script that is written into the page and not loaded from a file.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains(" src=")).then_some(script)
    })
}

/// One line of the table of sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// The file, from the site's root on.
    pub path: String,
    /// Its bytes.
    pub plain: usize,
    /// Its bytes as a server sends them.
    pub gzip: usize,
    /// The most that `gzip` may be.
    pub budget: Option<usize>,
}

impl Size {
    /// Whether the file is within its budget.
    pub fn fits(&self) -> bool {
        self.budget.is_none_or(|budget| self.gzip <= budget)
    }
}

/// The sizes of all files of the site, by path.
pub fn sizes(dist: &Path) -> io::Result<Vec<Size>> {
    let mut sizes = Vec::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path)?;
            let path = path.strip_prefix(dist).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
            let budget = path.ends_with(".wasm").then(|| match path.rsplit('/').next() {
                Some("worker_bg.wasm") => ENGINE_BUDGET,
                Some("reader_bg.wasm") => READER_BUDGET,
                _ => PAGE_BUDGET,
            });
            sizes.push(Size { plain: bytes.len(), gzip: gzip(&bytes)?.len(), path, budget });
        }
    }
    sizes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sizes)
}

/// The sizes as a table.
pub fn table(sizes: &[Size]) -> String {
    let kb = |bytes: usize| format!("{:.1} KB", bytes as f64 / 1000.0);
    let mut table = format!("{:<48} {:>11} {:>11} {:>11}\n", "file", "plain", "gzip", "budget");
    for size in sizes {
        let budget = size.budget.map(kb).unwrap_or_default();
        let over = if size.fits() { "" } else { "  TOO LARGE" };
        let _ = writeln!(table, "{:<48} {:>11} {:>11} {budget:>11}{over}", size.path, kb(size.plain), kb(size.gzip));
    }
    table
}

/// `bytes` as a server sends them to a browser that takes gzip.
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_script_is_allowed_by_its_hash_and_no_other() {
        let html = "<!-- 'sha256-INLINE' --><meta content=\"script-src 'self' 'sha256-INLINE'\">\
                    <script src=\"a.js\"></script><script type=\"module\">alert(1)</script><script>2</script>";
        let allowed = allow_inline_scripts(html).unwrap();
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hashes = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU='";
        assert!(allowed.contains(&format!("script-src 'self' {hashes}\"")), "{allowed}");
        assert!(allow_inline_scripts("<script>1</script>").is_err());
    }

    #[test]
    fn the_page_is_told_where_its_engine_is() {
        let html = "<meta name=\"covscope-engine\" content=\"worker-loader.js\"><p>";
        let named = name_engine(html, "engine-1/worker-loader.js").unwrap();
        assert_eq!(named, "<meta name=\"covscope-engine\" content=\"engine-1/worker-loader.js\"><p>");
        assert!(name_engine("<p>", "x").is_err());
    }

    #[test]
    fn a_file_past_its_budget_is_told() {
        let size = |gzip| Size { path: "app_bg.wasm".into(), plain: 9, gzip, budget: Some(PAGE_BUDGET) };
        assert!(size(PAGE_BUDGET).fits() && !size(PAGE_BUDGET + 1).fits());
        assert!(table(&[size(PAGE_BUDGET + 1)]).contains("TOO LARGE"));
    }
}
