//! Payloads of any shape, by a seed.

use covscope_core::link::{
    Branch, Changed, Covered, DataFile, Detail, File, Lane, Part, Patch, Payload, Provenance, Span, Table,
};
use covscope_core::numbers::{Numbers, Threshold};
use covscope_core::reason::{Absence, Reason, Trouble, Unknown};
use covscope_core::share::Share;

/// Numbers that look like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn text(&mut self) -> String {
        let parts = ["", "unit", "heavy", "a b", "ü/ß", "\0", "\n", "backend", "/", "0123abcd", "ABCD", "€.py", "😀"];
        (0..self.below(4)).map(|_| parts[self.below(parts.len())]).collect()
    }

    fn texts(&mut self) -> Vec<String> {
        (0..self.below(4)).map(|_| self.text()).collect()
    }

    fn numbers(&mut self, n_files: usize) -> Numbers {
        let most = [1, 10, 200, 5_000][self.below(4)];
        Numbers {
            n_files,
            n_statements: self.below(most),
            n_excluded: self.below(most),
            n_missing: self.below(most),
            n_branches: self.below(most),
            n_partial_branches: self.below(most),
            n_missing_branches: self.below(most),
        }
    }

    fn spans(&mut self) -> Vec<Span> {
        let count = [0, 1, 7][self.below(3)];
        let mut least = 0;
        let span = |_| {
            let first = least + self.below(300) as u32;
            let last = first + self.below(40) as u32;
            least = last + 2;
            Span { first, last }
        };
        (0..count).map(span).collect()
    }

    fn branches(&mut self) -> Vec<Branch> {
        let count = [0, 1, 9][self.below(3)];
        let line = |chance: &mut Chance| chance.below(3_000) as u32;
        let branch = |_| Branch { from: line(self), to: (self.below(4) > 0).then(|| line(self)) };
        let mut branches: Vec<Branch> = (0..count).map(branch).collect();
        branches.sort();
        branches.dedup();
        branches
    }

    fn part(&mut self, n_files: usize) -> Part {
        Part {
            numbers: self.numbers(n_files),
            is_estimated: self.flag(),
            missing: self.spans(),
            missing_branches: self.branches(),
        }
    }

    fn covered(&mut self, n_lanes: usize) -> Covered {
        let n_files = if self.below(9) == 0 { self.below(400) } else { 1 };
        let mut shares: Vec<Share> = Vec::new();
        for _ in 0..self.below(5) {
            let lanes: Vec<usize> = (0..n_lanes).filter(|_| self.flag()).collect();
            if !shares.iter().any(|share| share.lanes == lanes) {
                shares.push(Share { lanes, lines: self.below(90), branches: 1 + self.below(90) });
            }
        }
        shares.sort_by(|a, b| a.lanes.cmp(&b.lanes));
        Covered { union: self.part(n_files), lanes: (0..n_lanes).map(|_| self.part(n_files)).collect(), shares }
    }

    fn reason(&mut self) -> Reason {
        let absence = [Absence::Missing, Absence::Skipped, Absence::SwitchedOff][self.below(3)];
        let trouble = [Trouble::NoSource, Trouble::Syntax, Trouble::Plugin, Trouble::Stale][self.below(4)];
        match self.below(8) {
            0 => Reason::Lanes(absence, self.texts()),
            1 => Reason::OnlyLane(self.text()),
            2 => Reason::DataUnusable(self.text()),
            3 => Reason::Files(trouble, self.below(9_999)),
            4 => Reason::NothingToCount,
            5 => Reason::Settings(self.text()),
            6 => Reason::Pattern,
            _ => Reason::PathsApart,
        }
    }

    fn file(&mut self, n_lanes: usize, is_changed: bool) -> File {
        let result = match self.below(9) {
            0 => Err(Unknown::NoSource),
            1 => Err(Unknown::Syntax(self.text())),
            2 => Err(Unknown::Plugin(self.text())),
            _ => Ok(self.covered(n_lanes)),
        };
        let mut numbers = self.numbers(1);
        numbers.n_excluded = 0;
        let changed = (is_changed && self.flag()).then(|| Changed { lines: self.spans(), numbers });
        File { path: format!("{}{}", self.text(), self.text()), result, changed }
    }
}

/// The payload of a seed, with all detail.
pub(crate) fn payload(seed: u64) -> Payload {
    let chance = &mut Chance((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let file = |chance: &mut Chance| DataFile { name: chance.text(), digest: chance.text() };
    let lane = |chance: &mut Chance| {
        let n_files = chance.below(3);
        Lane { name: chance.text(), on: chance.flag(), files: (0..n_files).map(|_| file(chance)).collect() }
    };
    let n_lanes = [0, 1, 2, 2, 5, 70][chance.below(6)];
    let fractions = [0.0, 80.0, 79.5, 100.0, 1e-9, 33.3, f64::MAX, -0.0];
    let patch = chance.flag().then(|| Patch { fail_under: chance.flag().then(|| fractions[chance.below(8)]) });
    let n_files = [0, 1, 3, 30][chance.below(4)];
    Payload {
        provenance: Provenance {
            repository: chance.text(),
            pull_request: chance.below(usize::MAX) as u64,
            head: chance.text(),
            base: chance.text(),
            run: chance.below(usize::MAX) as u64,
            folder: ["", "a/", "services/o r/"][chance.below(3)].to_owned(),
        },
        lanes: (0..n_lanes).map(|_| lane(chance)).collect(),
        expected: chance.texts(),
        skipped: chance.texts(),
        threshold: Threshold { fail_under: fractions[chance.below(8)], precision: chance.below(16) },
        threshold_from: chance.text(),
        reasons: (0..chance.below(4)).map(|_| chance.reason()).collect(),
        has_branches: chance.flag(),
        table: Table { skip_covered: chance.flag(), skip_empty: chance.flag(), sort: chance.text() },
        patch,
        detail: Detail::All,
        files: (0..n_files).map(|_| chance.file(n_lanes, patch.is_some())).collect(),
    }
}
