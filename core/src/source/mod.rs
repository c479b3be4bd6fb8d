//! What coverage.py 7.17.3 tells about a Python source file: its statements, exclusions, possible arcs and exits.
//!
//! ```text
//! text ─▶ (depth) ─▶ parser ─▶ tokens ─▶ statements ─▶ exclude ─▶ arcs
//! ```
//!
//! coverage.py compiles a source and looks at the line tables of its code. Here nothing is compiled: a logical line is a
//! statement if it holds a statement that can be reached and that is not one of the few without code. Everything works
//! on the first line of the logical line, as in coverage.py. The parser is not to be seen outside this folder.

mod adapt;
mod annotations;
mod arcs;
mod code_lines;
mod depth;
mod describe;
mod encodings;
mod exclude;
mod fold;
mod leftover;
mod lines;
mod patterns;
mod reach;
mod record;
mod refusal;
mod regions;
mod requires;
mod scopes;
mod semantic;
mod shallow;
mod spread;
mod statements;
mod text;
mod tokens;
mod tree;
mod version;

use std::collections::BTreeMap;

use ruff_python_parser::{Mode, ParseError, ParseErrorType, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

use self::arcs::{Possible, WithJumps};
use self::describe::Descriptions;
use self::lines::{LineStarts, Multiline};
pub use self::patterns::{Patterns, Rules};
pub use self::regions::{CodeRegion, RegionKind};
pub use self::spread::Exclusions;
use self::spread::Spread;
pub use self::version::PythonChoice;
use crate::line::{LineArc, LineNo};
pub use crate::python::{PythonVersion, UnknownVersion};
use crate::set::Set;

/// A file that is no Python of the chosen version, or that can't be read here. coverage.py says "Couldn't parse".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, as far as it is known.
    pub line: Option<LineNo>,
    /// What is wrong, without the file's name.
    pub message: String,
    /// Whether its encoding is what can't be read here: then it may be Python all the same.
    pub is_of_encoding: bool,
}

impl SyntaxError {
    fn new(line: Option<LineNo>, message: impl Into<String>) -> SyntaxError {
        SyntaxError { line, message: message.into(), is_of_encoding: false }
    }
}

/// The analysis of one source file. With a [`syntax_error`](SourceFile::syntax_error) all sets are empty.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// The decoded text, of which each line ends in `\n`; see [`SourceFile::lines`].
    pub text: String,
    /// Lines with a statement that is not excluded: coverage.py's `statements`.
    pub statements: Set<LineNo>,
    /// coverage.py's `excluded`. Blank lines and the line after the last one can be in it.
    pub excluded: Set<LineNo>,
    /// Lines whose missing branches do not count: `no_branch_lines`.
    pub no_branch: Set<LineNo>,
    /// All lines of docstrings.
    pub docstrings: Set<LineNo>,
    /// The arcs that an execution could take: `arc_possibilities`.
    pub arc_possibilities: Set<LineArc>,
    /// Of those, the branches that count as missing when they were not taken: out of branch lines that are not `no_branch`,
    /// to lines that are not excluded.
    pub branches: Set<LineArc>,
    /// How many arcs leave a line, excluded lines aside. A line with more than one is a branch line.
    pub exit_counts: BTreeMap<LineNo, usize>,
    /// Functions and classes, in the order of the source: `code_regions`.
    pub regions: Vec<CodeRegion>,
    /// Why the file could not be analysed.
    pub syntax_error: Option<SyntaxError>,
    /// What coverage.py ends in when it looks at the arcs of this file, if it does. The sets here are what its rules give.
    pub arc_error: Option<String>,
    /// Patterns of the configuration that took too long on this text; what they would have matched is not in the sets.
    pub pattern_errors: Vec<String>,
    multiline: Multiline,
    spread: Spread,
    with_jumps: WithJumps,
    descriptions: Descriptions,
}

impl SourceFile {
    /// Analyses a source file. It never fails: a file that can't be parsed has a [`SourceFile::syntax_error`].
    pub fn parse(bytes: &[u8], rules: &Rules) -> SourceFile {
        let text = match text::decode(bytes) {
            Ok(text) => text,
            Err(error) => return SourceFile::unparsed(text::decode_lossy(bytes), error),
        };
        match SourceFile::analyse(&text, rules) {
            Ok(source) => SourceFile { text, ..source },
            Err(error) => SourceFile::unparsed(text, error),
        }
    }

    /// The lines of the text, without newlines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text);
        text.split('\n').take(if self.text.is_empty() { 0 } else { usize::MAX })
    }

    /// The first line of the logical line that holds `line`: coverage.py's `first_line`.
    pub fn first_line(&self, line: LineNo) -> LineNo {
        self.multiline.first_line(line)
    }

    /// First and last line of each logical line of several physical ones, in order: coverage.py's multiline map.
    pub fn multiline(&self) -> &[(LineNo, LineNo)] {
        self.multiline.ranges()
    }

    /// Its functions or classes, in the order of their first lines.
    pub fn regions_of(&self, kind: RegionKind) -> Vec<&CodeRegion> {
        let mut regions: Vec<&CodeRegion> = self.regions.iter().filter(|region| region.kind == kind).collect();
        regions.sort_by_key(|region| region.start);
        regions
    }

    /// The last line of the logical line that starts on `first`.
    pub fn last_line(&self, first: LineNo) -> LineNo {
        self.multiline.last_line(first)
    }

    /// Measured lines as lines of statements: coverage.py's `translate_lines`.
    pub fn translate_lines(&self, lines: impl IntoIterator<Item = LineNo>) -> Set<LineNo> {
        lines.into_iter().map(|line| self.first_line(line)).collect()
    }

    /// Measured arcs as arcs between statements, the way back to a `with` on leaving it taken out: coverage.py's
    /// `translate_arcs`.
    pub fn translate_arcs(&self, arcs: impl IntoIterator<Item = LineArc>) -> Set<LineArc> {
        arcs.into_iter()
            .filter_map(|arc| self.with_jumps.fix(arc))
            .map(|arc| first_lines(&self.multiline, arc))
            .collect()
    }

    /// The lines as Python's `str.splitlines` tells them, which takes some rare characters for line ends. coverage.py's reports
    /// count and sum such lines.
    pub fn splitlines(&self) -> impl Iterator<Item = &str> {
        self.lines().flat_map(|line| line.split(ends_line))
    }

    /// How many [`SourceFile::splitlines`] has.
    pub fn count_splitlines(&self) -> usize {
        if self.text.is_empty() {
            return 0;
        }
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text).as_bytes();
        // One byte tells nearly all of them; the others are rare.
        let ends = text.iter().filter(|byte| matches!(byte, b'\n' | 0x0b | 0x1c..=0x1e)).count();
        let is_wide = |c: &char| !c.is_ascii() && ends_line(*c);
        1 + ends + if self.text.is_ascii() { 0 } else { self.text.chars().filter(is_wide).count() }
    }

    /// What an arc does, as in `jump to line 7` or `return from function 'run'`: coverage.py's `arc_description`.
    pub fn arc_description(&self, arc: LineArc) -> String {
        self.descriptions.arc(arc)
    }

    /// A sentence that says why an arc was not taken: coverage.py's `missing_arc_description`. Where several causes come
    /// together, their order is coverage.py's under one of the seeds of Python's hash.
    pub fn missing_arc_description(&self, arc: LineArc) -> String {
        self.descriptions.missing_arc(arc)
    }

    /// Which side of its line a branch is, as in `true side` or `loop body`; empty where nothing of that kind decides.
    pub fn side(&self, arc: LineArc) -> &'static str {
        self.descriptions.side(arc)
    }

    /// Which of the exclusion patterns excluded the lines, and from where. `patterns` are those that it was analysed with.
    pub fn exclusions(&self, patterns: &[String]) -> Exclusions<'_> {
        Exclusions::new(self, patterns)
    }

    fn unparsed(text: String, error: SyntaxError) -> SourceFile {
        SourceFile { text, syntax_error: Some(error), ..SourceFile::default() }
    }

    /// Analyses a text, which is the caller's to add.
    fn analyse(text: &str, rules: &Rules) -> Result<SourceFile, SyntaxError> {
        if text.len() > i32::MAX as usize {
            return Err(SyntaxError::new(None, "a source of more than 2 GB can't be read here"));
        }
        let starts = LineStarts::new(text);
        if text.contains('\0') {
            return Err(SyntaxError::new(None, "source code string cannot contain null bytes"));
        }
        // One byte order mark has been taken away; the parser would take another.
        if text.starts_with('\u{feff}') {
            return Err(SyntaxError::new(Some(1), "invalid non-printable character U+FEFF"));
        }
        depth::check(text)?;
        let options = ParseOptions::from(Mode::Module).with_target_version(version::target(rules.python));
        let parsed = parse_unchecked(&adapt::for_parser(text), options);
        let error = |at: &dyn Ranged, message: String| SyntaxError::new(Some(starts.line(at.start())), message);
        // The parser wants an exception after `raise` even before `;`.
        let is_bare_raise = |error: &&ParseError| {
            let (before, after) = text.split_at(error.location.start().to_usize());
            after.starts_with(';') && error.error == ParseErrorType::ExpectedExpression && ends_in_raise(before)
        };
        if let Some(first) = parsed.errors().iter().find(|error| !is_bare_raise(error)) {
            let (line, message) = refusal::told(text, rules.python, first, &starts);
            return Err(SyntaxError::new(Some(line), message));
        }
        if let Some(first) = parsed.unsupported_syntax_errors().first() {
            return Err(error(first, refusal::of_version(first)));
        }
        let Some(parsed) = parsed.try_into_module() else {
            return Err(SyntaxError::new(None, "this is not a module"));
        };
        let body = parsed.suite();
        if let Some((at, message)) = semantic::first_error(text, body, version::target(rules.python)) {
            return Err(SyntaxError::new(Some(starts.line(at)), message));
        }
        let logical = tokens::logical_lines(&starts, parsed.tokens());
        let multiline = tokens::multiline(&logical);
        let mut pattern_errors = Vec::new();
        let raw = statements::lines_with_code(body, &starts, &multiline, rules.python);
        let exclusion = exclude::Context {
            starts: &starts,
            multiline: &multiline,
            logical: &logical,
            body,
            raw: &raw,
            python: rules.python,
            future_annotations: tree::has_future_annotations(body),
        };
        let matching = rules.exclude.matching(text, &starts, &mut pattern_errors);
        let (excluded, spread) =
            if rules.exclude.is_blank() { Default::default() } else { exclude::excluded(&exclusion, matching) };
        let no_branch = rules.partial.matching(text, &starts, &mut pattern_errors).first_lines(&multiline);
        let docstrings = tree::docstring_lines(body, &starts);

        let ignored = |line: LineNo| excluded.contains(line) || docstrings.contains(line);
        let statements = raw.iter().filter(|&line| !ignored(line)).map(|line| multiline.first_line(line));
        let statements = statements.filter(|&line| !ignored(line)).collect();
        let code = raw.first_lines(&multiline);
        let Possible { arcs, with_jumps, descriptions } = arcs::possible(body, &starts, &multiline, &code);
        let mut exit_counts = BTreeMap::new();
        for arc in &arcs {
            let leads_out = arc.to.as_line().is_some_and(|to| excluded.contains(to));
            if !excluded.contains(arc.from.line()) && !leads_out {
                *exit_counts.entry(arc.from.line()).or_default() += 1;
            }
        }
        let counts = |arc: &LineArc| {
            let is_branch = |line| exit_counts.get(&line).is_some_and(|&exits| exits > 1) && !no_branch.contains(line);
            arc.from.as_line().is_some_and(is_branch) && !arc.to.as_line().is_some_and(|to| excluded.contains(to))
        };
        let branches = arcs.iter().copied().filter(counts).collect();
        Ok(SourceFile {
            text: String::new(),
            statements,
            excluded: excluded.to_set(),
            no_branch: no_branch.to_set(),
            docstrings: docstrings.to_set(),
            arc_possibilities: arcs,
            branches,
            exit_counts,
            regions: regions::regions(body, &starts, &multiline),
            syntax_error: None,
            arc_error: with_jumps.error.clone(),
            pattern_errors,
            multiline,
            spread,
            with_jumps,
            descriptions,
        })
    }
}

/// Whether Python's `str.splitlines` ends a line there, beside newlines.
fn ends_line(c: char) -> bool {
    matches!(c, '\x0b' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the last word is `raise`; line continuations may follow it.
fn ends_in_raise(text: &str) -> bool {
    let Some(before) = text.trim_end_matches([' ', '\t', '\\', '\n']).strip_suffix("raise") else { return false };
    !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Both ends of an arc at the first lines of their logical lines.
fn first_lines(multiline: &Multiline, arc: LineArc) -> LineArc {
    let first = |point: crate::line::Point| point.at(multiline.first_line(point.line()));
    LineArc { from: first(arc.from), to: first(arc.to) }
}
