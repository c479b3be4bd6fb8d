//! The viewer in one file, which `page` and `open` put data into: the site's `covscope.html`.

use std::borrow::Cow;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::console::Stop;
use super::files;
use super::options::Options;

/// The one that was built in.
#[cfg(feature = "site")]
const BUILT_IN: Option<&str> = Some(include_str!(env!("COVSCOPE_VIEWER")));
#[cfg(not(feature = "site"))]
const BUILT_IN: Option<&str> = None;

/// What data is called on the page.
const DATA: &str = "covscope.zip";

/// The page may ask nobody, says its policy.
const ASKS_NOBODY: &str = "connect-src 'none'";

/// The viewer's HTML, in the parts between which something is put.
pub(crate) struct Viewer(Cow<'static, str>);

impl Viewer {
    /// The one that `--viewer` names, else the one that was built in.
    pub(crate) fn find(options: &Options) -> Result<Viewer, Stop> {
        let Some(path) = options.value("viewer") else {
            return BUILT_IN.map(|html| Viewer(html.into())).ok_or_else(|| {
                Stop(
                    "This covscope was built without the page. Get one with it by `pip install covscope`, or name the file \
                     covscope.html of a built site: --viewer FILE."
                        .to_owned(),
                )
            });
        };
        let html = fs::read_to_string(path)
            .map_err(|error| Stop(format!("Couldn't read {path}: {}", files::os_error(&error, path))))?;
        let is_viewer =
            ["id=\"covscope-loader\"", ASKS_NOBODY, "</head>", "</body>"].iter().all(|it| html.contains(it));
        match is_viewer {
            true => Ok(Viewer(html.into())),
            false => Err(Stop(format!("{path} is not the viewer; expected the file covscope.html of a built site."))),
        }
    }

    /// A page that shows these data, a zip. `title` takes the place of "covscope" in the tab's name.
    pub(crate) fn with(&self, data: &[u8], title: Option<&str>) -> String {
        let title = title.map(|title| format!(" data-title=\"{}\"", escaped(title))).unwrap_or_default();
        let packed = BASE64.encode(data);
        let block =
            format!("<script type=\"text/plain\" id=\"covscope-data\" data-name=\"{DATA}\"{title}>{packed}</script>\n");
        let (before, after) = self.0.split_at(self.0.rfind("</body>").unwrap_or(self.0.len()));
        [before, &block, after].concat()
    }

    /// The same for a server that tells by a stamp whether the data is still these: that alone may be asked.
    pub(crate) fn watched(&self, data: &[u8], title: Option<&str>, stamp: &str) -> String {
        let html = self.with(data, title).replacen(ASKS_NOBODY, "connect-src 'self'", 1);
        let meta = format!("<meta name=\"covscope-watched\" content=\"{}\"></head>", escaped(stamp));
        html.replacen("</head>", &meta, 1)
    }
}

/// Text for an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
