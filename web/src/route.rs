//! What is shown, as the page's fragment: everything a link must carry.
//!
//! ```text
//! #                                   the report, or the landing page when nothing is loaded
//! #sample                             the sample's report
//! #sample/file/backend/app.py?L=40    a file of it, at line 40
//! #/problems?q=api&below              the problems; the report behind is filtered
//! #/lanes, #/paths                    the review of the lanes, and of the path rules
//! #/?d=1eJx…                          the report that the link itself holds (`docs/link-format.md`)
//! #/?src=gh:owner/name@SHA/a.zip      the bundle that the link points to, with or without `d`
//! ```
//!
//! Keys: `q` the filter, `below` and `all` without a value, `sort` a column with `-` before it for "highest first", `min` the
//! threshold typed on the page, `py` the Python chosen on it, `nodef` without a value for no default exclusions, `rows` what the
//! table lists, `changes` without a value for only what a diff changed, `off` the lanes that are switched off, with a comma between, `L` a line (`L=40`) or lines (`L=40-52`), `fold`
//! without a value for only what is near a miss. What is at its default is left out, so a link is as short as it can be. Changes
//! of lanes and path rules are not in it: they are about files that a link can't bring.

use std::fmt;
use std::rc::Rc;

use covscope_core::line::LineNo;
use covscope_core::view::{Column, Listing, Query, Sort};

use crate::shared::words;
use crate::state::Origin;

/// Everything that the page's address says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Whether this is about the bundled sample, which a reload can bring back. Dropped files it can't.
    pub sample: bool,
    /// The report that the link itself holds; empty when it holds none.
    pub link: Rc<str>,
    /// The bundle that the link points to; empty when it points to none.
    pub src: Rc<str>,
    /// The screen.
    pub screen: Screen,
    /// What the report shows.
    pub query: Query,
    /// The line shown in a file.
    pub line: Option<LineNo>,
    /// The last of several lines shown in a file; after `line`.
    pub last_line: Option<LineNo>,
    /// Whether a file shows only what is near a miss.
    pub fold: bool,
}

/// A screen of a loaded report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The gate, the lanes and the table.
    #[default]
    Report,
    /// The source view of the file of that path.
    File(String),
    /// Everything that was wrong with an input.
    Problems,
    /// The review of the lanes and their data files.
    Lanes,
    /// The review of the path rules.
    Paths,
}

impl Route {
    /// Reads a fragment, with or without `#`. What is not understood is left out.
    pub fn parse(fragment: &str) -> Route {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (place, keys) = fragment.split_once('?').unwrap_or((fragment, ""));
        let (first, rest) = place.split_once('/').unwrap_or((place, ""));
        let screen = match rest.split_once('/') {
            Some(("file", path)) if !path.is_empty() => Screen::File(decode(path)),
            _ if rest == "problems" => Screen::Problems,
            _ if rest == "lanes" => Screen::Lanes,
            _ if rest == "paths" => Screen::Paths,
            _ => Screen::Report,
        };
        let mut route = Route { sample: first == "sample", screen, ..Route::default() };
        for key in keys.split('&') {
            match key.split_once('=').unwrap_or((key, "")) {
                ("q", text) => route.query.filter = decode(text),
                ("below", _) => route.query.below = true,
                ("all", _) => route.query.all = true,
                ("sort", text) => route.query.sort = parse_sort(text),
                ("min", text) => {
                    route.query.threshold = words::parse(text).filter(|percent| (0.0..=100.0).contains(percent));
                }
                ("py", text) => route.query.choices.python = text.parse().ok(),
                ("nodef", _) => route.query.choices.no_default_exclusions = true,
                ("rows", text) => route.query.listing = listing(text),
                ("off", text) => {
                    route.query.off = text.split(',').filter(|name| !name.is_empty()).map(decode).collect()
                }
                ("L", text) => {
                    let (first, last) = text.split_once('-').unwrap_or((text, ""));
                    route.line = first.parse().ok().filter(|&line| line > 0);
                    route.last_line = last.parse().ok().filter(|&last| route.line.is_some_and(|line| line < last));
                }
                ("fold", _) => route.fold = true,
                ("changes", _) => route.query.changes = true,
                // One that was cut to nothing is a damaged one.
                ("d", text) if !route.sample => route.link = if text.is_empty() { "1" } else { text }.into(),
                ("src", text) if !route.sample => route.src = decode(text).into(),
                _ => {}
            }
        }
        route
    }

    /// Where the report of this address comes from.
    pub fn origin(&self) -> Origin {
        let link = || Rc::clone(&self.link);
        match self {
            _ if self.sample => Origin::Sample,
            _ if !self.src.is_empty() => Origin::Bundle(Rc::clone(&self.src), link()),
            _ if !self.link.is_empty() => Origin::Link(link()),
            _ => Origin::Dropped,
        }
    }

    /// The same report on another screen.
    #[must_use]
    pub fn at(&self, screen: Screen) -> Route {
        let fold = self.fold && matches!(screen, Screen::File(_));
        Route { screen, line: None, last_line: None, fold, ..self.clone() }
    }

    /// The same screen at a line.
    #[must_use]
    pub fn at_line(&self, line: LineNo) -> Route {
        self.at_lines(line, line)
    }

    /// The same screen at the lines between these two.
    #[must_use]
    pub fn at_lines(&self, one: LineNo, other: LineNo) -> Route {
        let (first, last) = (one.min(other), one.max(other));
        Route { line: Some(first), last_line: (first < last).then_some(last), ..self.clone() }
    }

    /// The same screen with another query.
    #[must_use]
    pub fn with(&self, query: Query) -> Route {
        Route { query, ..self.clone() }
    }

    /// The address of this route, for links.
    pub fn href(&self) -> String {
        format!("#{self}")
    }
}

/// The fragment, without `#`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sample {
            f.write_str("sample")?;
        }
        match &self.screen {
            Screen::Report => {}
            Screen::File(path) => write!(f, "/file/{}", encode(path))?,
            Screen::Problems => f.write_str("/problems")?,
            Screen::Lanes => f.write_str("/lanes")?,
            Screen::Paths => f.write_str("/paths")?,
        }
        let mut before = '?';
        let mut key = |text: String| {
            let before = std::mem::replace(&mut before, '&');
            write!(f, "{before}{text}")
        };
        if !self.query.filter.is_empty() {
            key(format!("q={}", encode(&self.query.filter)))?;
        }
        if self.query.below {
            key("below".to_owned())?;
        }
        if self.query.all {
            key("all".to_owned())?;
        }
        if let Some(sort) = self.query.sort {
            key(format!("sort={}", sort_text(sort)))?;
        }
        if let Some(threshold) = self.query.threshold {
            key(format!("min={}", words::number(threshold)))?;
        }
        if let Some(python) = self.query.choices.python {
            key(format!("py={python}"))?;
        }
        if self.query.choices.no_default_exclusions {
            key("nodef".to_owned())?;
        }
        if let Some((name, _)) = LISTINGS.iter().find(|(_, listing)| *listing == self.query.listing) {
            key(format!("rows={name}"))?;
        }
        if self.query.changes {
            key("changes".to_owned())?;
        }
        if !self.query.off.is_empty() {
            key(format!("off={}", self.query.off.iter().map(|name| encode(name)).collect::<Vec<_>>().join(",")))?;
        }
        if self.fold {
            key("fold".to_owned())?;
        }
        if let Some(line) = self.line {
            let last = self.last_line.map(|last| format!("-{last}")).unwrap_or_default();
            key(format!("L={line}{last}"))?;
        }
        if !self.src.is_empty() {
            key(format!("src={}", encode(&self.src)))?;
        }
        // Last: it is long.
        if !self.link.is_empty() {
            key(format!("d={}", self.link))?;
        }
        Ok(())
    }
}

const LISTINGS: [(&str, Listing); 3] =
    [("tree", Listing::Tree), ("functions", Listing::Functions), ("classes", Listing::Classes)];

fn listing(text: &str) -> Listing {
    LISTINGS.iter().find(|(name, _)| *name == text).map_or(Listing::Files, |(_, listing)| *listing)
}

const COLUMNS: [(&str, Column); 7] = [
    ("file", Column::File),
    ("stmts", Column::Statements),
    ("miss", Column::Missing),
    ("branch", Column::Branches),
    ("brpart", Column::Partial),
    ("excl", Column::Excluded),
    ("cover", Column::Coverage),
];

/// The order as the address has it.
pub(crate) fn sort_text(sort: Sort) -> String {
    let minus = if sort.descending { "-" } else { "" };
    match sort.column {
        Column::Lane(lane) => format!("{minus}lane{}", lane.saturating_add(1)),
        column => {
            let name = COLUMNS.iter().find(|(_, known)| *known == column).map_or("file", |(name, _)| name);
            format!("{minus}{name}")
        }
    }
}

fn parse_sort(text: &str) -> Option<Sort> {
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
    let lane = || name.strip_prefix("lane")?.parse::<usize>().ok()?.checked_sub(1).map(Column::Lane);
    let column = COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column).or_else(lane)?;
    Some(Sort { column, descending })
}

/// Percent-encodes all but what is safe in a fragment, in Markdown and at the end of a sentence.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'@' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use covscope_core::python::PythonVersion;
    use covscope_core::view::Choices;

    use super::*;

    fn routes() -> Vec<Route> {
        let sort = |column, descending| Some(Sort { column, descending });
        let screens = [
            Screen::Report,
            Screen::Problems,
            Screen::Lanes,
            Screen::Paths,
            Screen::File("backend/app.py".into()),
            Screen::File("/abs/ü (copy)/100% ?&=#+.py".into()),
            Screen::File("C:\\src\\a b.py".into()),
            Screen::File("problems".into()),
        ];
        let queries = [
            Query::default(),
            Query { filter: "a&b=c d?#%41".into(), below: true, ..Query::default() },
            Query { sort: sort(Column::Missing, true), listing: Listing::Tree, ..Query::default() },
            Query { filter: "api/".into(), changes: true, ..Query::default() },
            Query { sort: sort(Column::Excluded, true), listing: Listing::Classes, ..Query::default() },
            Query { off: vec!["unit".into(), "a, b&c".into()], ..Query::default() },
            Query { sort: sort(Column::Lane(3), false), threshold: Some(79.5), ..Query::default() },
            Query { sort: sort(Column::File, false), threshold: Some(0.0), below: true, all: true, ..Query::default() },
            Query {
                choices: Choices {
                    python: Some(PythonVersion::V3_11),
                    no_default_exclusions: true,
                    ..Choices::default()
                },
                ..Query::default()
            },
        ];
        let mut routes = Vec::new();
        for sample in [false, true] {
            for screen in &screens {
                for query in &queries {
                    for (line, last_line, fold) in
                        [(None, None, false), (Some(40), None, true), (Some(40), Some(52), false)]
                    {
                        let (screen, query) = (screen.clone(), query.clone());
                        let link: Rc<str> = if sample || line.is_none() { "" } else { "1eJx-_0" }.into();
                        let src: Rc<str> = if sample || !fold { "" } else { "gh:o/n@0123/a b.zip" }.into();
                        routes.push(Route { sample, link, src, screen, query, line, last_line, fold });
                    }
                }
            }
        }
        routes
    }

    #[test]
    fn every_route_comes_back_from_its_fragment() {
        for route in routes() {
            let text = route.href();
            assert_eq!(Route::parse(&text), route, "{text}");
            assert!(text.bytes().skip(1).all(|byte| byte.is_ascii_graphic() && !b"#()<>\"".contains(&byte)), "{text}");
        }
    }

    #[test]
    fn fragments_are_short_and_readable() {
        assert_eq!(Route::default().href(), "#");
        assert_eq!(Route { sample: true, ..Route::default() }.href(), "#sample");
        let route = Route::parse("#sample/file/backend/app.py?q=api&sort=-miss&L=40");
        assert_eq!(route.screen, Screen::File("backend/app.py".into()));
        assert_eq!(route.line, Some(40));
        assert_eq!(route.href(), "#sample/file/backend/app.py?q=api&sort=-miss&L=40");
    }

    #[test]
    fn lines_are_a_stretch() {
        let route = Route::parse("#/file/a.py?fold&L=7");
        assert_eq!(route.at_lines(52, 40).href(), "#/file/a.py?fold&L=40-52");
        assert_eq!(route.at_lines(40, 52).at_line(41).href(), "#/file/a.py?fold&L=41");
        assert_eq!(route.at(Screen::Report).href(), "#", "a report has no lines and no folds");
    }

    #[test]
    fn nonsense_is_the_report() {
        for text in ["", "#", "#/", "#//", "#/file/", "#?", "#?L=0&min=400&py=2.7&sort=-what&sort=lane0", "#/%"] {
            assert_eq!(Route::parse(text), Route::default(), "{text}");
        }
        for text in ["L=40-40", "L=40-7", "L=40-", "L=40-x"] {
            assert_eq!(Route::parse(&format!("#?{text}")).href(), "#?L=40", "{text}");
        }
        assert_eq!(Route::parse("#?q=100%&q=%zz%4").query.filter, "%zz%4");
    }
}
