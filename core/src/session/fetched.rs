//! What was fetched after a yes: the text of a file, and what the tested commit holds.

use std::sync::Arc;

use super::Session;
use super::assemble::default_rules;
use super::tree::Tree;
use crate::error::{Code, Problem};
use crate::input::remote::Commit;
use crate::link::distinct;
use crate::numbers::{Numbers, Threshold, Verdict, display_covered};
use crate::reason::Reason;
use crate::source::SourceFile;
use crate::view::{self, Choices, Query};
use crate::{gate, repr};

/// What the answer to [`Commit::tree`] is called.
pub const TREE: &str = "the commit";

/// What was fetched.
#[derive(Debug)]
pub(super) enum Taken {
    /// The text of the file of the report with that path.
    Text(String, Vec<u8>),
    /// What the tested commit holds.
    Tree(Tree),
}

impl Session {
    /// The commit that was tested, if it is known and at GitHub.
    pub fn commit(&self) -> Option<Commit> {
        let (coverage, bundle) = (&self.assembled.coverage, &self.inputs.bundle);
        // A bundle tells it best; but not of another repository than the link's.
        let of_link = self.linked.as_ref().map(|payload| &payload.provenance);
        let is_links = |of: &str| of_link.is_none_or(|link| ["", of].contains(&&*link.repository));
        let of_bundle = (self.has_report() && is_links(&bundle.repository))
            .then(|| (&*bundle.repository, &*bundle.tested, &bundle.folder));
        let of_link = of_link.map(|link| (&*link.repository, &*link.head, &link.folder));
        let of_data = coverage.repository.as_deref().zip(coverage.commit.as_deref());
        let of_data = of_data.map(|(repository, sha)| (repository, sha, &coverage.folder));
        let known = [of_bundle, of_link, of_data].into_iter().flatten();
        known.into_iter().find_map(|(repository, sha, folder)| Commit::new(repository, sha)?.below(folder))
    }

    /// Takes the text of a file of the report, by its path there. Whether it counts with the next addition.
    pub fn take_text(&mut self, path: &str, text: Vec<u8>) -> bool {
        self.inputs.forget([path.to_owned()]);
        if self.linked().is_some() {
            self.texts.insert(path.to_owned(), Arc::new(SourceFile::parse(&text, &default_rules())));
            return false;
        }
        self.taken = Some(Taken::Text(path.to_owned(), text));
        true
    }

    /// Takes what GitHub's API tells of the tested commit: see [`Commit::tree`]. Whether with the next addition the sources are
    /// compared with it: else it told nothing, which becomes a problem.
    pub fn take_tree(&mut self, commit: &Commit, answer: &[u8]) -> bool {
        self.inputs.forget([TREE.to_owned()]);
        let tree = Tree::of_commit(commit, answer);
        let is_whole = tree.is_ok();
        match tree {
            Ok(tree) => self.taken = Some(Taken::Tree(tree)),
            Err(error) => self.add_problem(Problem::of(TREE, error)),
        }
        is_whole
    }

    /// Keeps what was wrong with something before it came here.
    pub fn add_problem(&mut self, problem: Problem) {
        self.inputs.add_problems(vec![problem]);
    }

    /// In words, how this report differs from the link's, of which it has just the data: by other settings, thresholds or sources.
    pub(super) fn differs_in_numbers(&self) -> Option<String> {
        let payload = self.linked.as_ref().filter(|_| self.linked().is_none() && self.choices == Choices::default())?;
        if self.differs_from_link().is_some() {
            return None;
        }
        let coverage = &self.assembled.coverage;
        let covered = coverage.files.iter().filter_map(|file| file.result.as_ref().ok());
        let own: Numbers = covered.map(|covered| covered.union.numbers).sum();
        let (threshold, _) = view::threshold(coverage, &Query::default());
        let told = |numbers: &Numbers, threshold: Threshold, reasons: &[Reason]| {
            let verdict = match gate::verdict(numbers, threshold, reasons) {
                Verdict::Pass => "PASS",
                Verdict::Fail => "FAIL",
                Verdict::Incomplete => "INCOMPLETE",
            };
            let percent = display_covered(numbers.pc_covered(), threshold.precision.max(2));
            format!(
                "{verdict}, {percent} % and a gate of {} %",
                repr::float(threshold.fail_under).trim_end_matches(".0")
            )
        };
        let (own_words, of_link) =
            (told(&own, threshold, &coverage.reasons), told(&payload.union(), payload.threshold, &payload.reasons));
        (own_words != of_link || own != payload.union())
            .then(|| format!("The link tells {of_link}; the same data with what is here comes to {own_words}."))
    }

    /// What is wrong if a link told of data, and this is other data. As long as there is none, nothing is.
    pub fn differs_from_link(&self) -> Option<Problem> {
        let payload = self.linked.as_ref().filter(|_| self.has_report())?;
        let (told, here) =
            (payload.digests(), distinct(self.digests().into_iter().map(|(_, digest)| digest).collect()));
        let cause = format!(
            "It holds {} data files, and {} of them are among the {} that the link tells of by their SHA-256.",
            here.len(),
            here.iter().filter(|digest| told.binary_search(digest).is_ok()).count(),
            told.len()
        );
        (!told.is_empty() && told != here).then(|| Problem::new(Code::BundleOther, "the bundle of the link", cause))
    }
}
