//! The diff that is looked at: the last one that was dropped, or the patches of its series.

use std::rc::Rc;

/// What makes it, in its order: by their numbers the patches of one series, or one diff that is of none.
#[derive(Clone, Debug, Default)]
pub(super) struct Diffs(Vec<(u64, String, Rc<[u8]>)>);

impl Diffs {
    /// Takes one more, by its name: beside the other patches of its series, else in place of what was there.
    pub(super) fn add(&mut self, input: String, bytes: Rc<[u8]>) {
        let own = place(&input);
        let (number, series) = own.map_or((0, None), |(series, number)| (number, Some(series)));
        let known = self.0.first().and_then(|(_, name, _)| place(name));
        if series.is_none() || known.map(|(series, _)| series) != series {
            self.0.clear();
        }
        // Patches come in their order as a rule: then this is at the end.
        match self.0.binary_search_by_key(&number, |(number, ..)| *number) {
            Err(at) => self.0.insert(at, (number, input, bytes)),
            Ok(at) => match self.0.get_mut(at) {
                Some((_, known, old)) if *known == input => *old = bytes,
                _ => self.0 = vec![(number, input, bytes)],
            },
        }
    }

    /// Its name, in words; `None` without one.
    pub(super) fn name(&self) -> Option<String> {
        match self.0.as_slice() {
            [] => None,
            [(_, only, _)] => Some(only.clone()),
            [(_, first, _), .., (_, last, _)] => Some(format!("{} patches from {first} to {last}", self.0.len())),
        }
    }

    /// All of it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for (.., bytes) in &self.0 {
            if !all.is_empty() && !all.ends_with(b"\n") {
                all.push(b'\n');
            }
            let is_first = all.is_empty();
            all.extend_from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| !is_first).unwrap_or(bytes));
        }
        all
    }
}

/// The series of a patch, and its number there, by what `git format-patch` calls it: `0001-fix.patch`, `v2-0001-fix.patch`.
fn place(name: &str) -> Option<(&str, u64)> {
    let file = name.rfind(['/', ' ']).map_or(0, |at| at + 1);
    let (folder, file) = name.split_at_checked(file)?;
    let version = file.split_once('-').map_or("", |(version, _)| version);
    let is_version = version.strip_prefix('v').is_some_and(|number| number.parse::<u64>().is_ok());
    let start = if is_version { version.len() + 1 } else { 0 };
    let number = file.get(start..)?.split_once('-')?.0.parse().ok()?;
    name.get(..folder.len() + start).map(|series| (series, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(names: &[&str]) -> Option<String> {
        let mut diffs = Diffs::default();
        names.iter().for_each(|name| diffs.add((*name).to_owned(), name.as_bytes().into()));
        diffs.name().map(|name| format!("{name}: {}", String::from_utf8_lossy(&diffs.bytes()).replace('\n', " ")))
    }

    #[test]
    fn the_last_diff_counts_and_patches_of_a_series_are_one() {
        let told = |names: &[&str]| after(names).unwrap_or_default();
        assert_eq!(after(&[]), None);
        assert_eq!(told(&["a.diff", "b.diff"]), "b.diff: b.diff");
        assert_eq!(
            told(&["a.diff", "0002-b.patch", "0010-c.patch", "0001-a.patch"]),
            "3 patches from 0001-a.patch to 0010-c.patch: 0001-a.patch 0002-b.patch 0010-c.patch"
        );
        assert_eq!(told(&["0001-a.patch", "0002-b.patch", "0001-other.patch"]), "0001-other.patch: 0001-other.patch");
        assert_eq!(told(&["0001-a.patch", "v2-0002-b.patch"]), "v2-0002-b.patch: v2-0002-b.patch");
        assert_eq!(told(&["x/0001-a.patch", "y/0002-b.patch"]), "y/0002-b.patch: y/0002-b.patch");
        assert_eq!(told(&["0001-a.patch", "0001-a.patch"]), "0001-a.patch: 0001-a.patch");
    }

    #[test]
    fn a_long_series_is_in_order() {
        let mut diffs = Diffs::default();
        for number in (1..=49_000).chain((49_001..=50_000).rev()) {
            diffs.add(format!("{number:04}-x.patch"), format!("{number}\n").as_bytes().into());
        }
        assert_eq!(diffs.name().as_deref(), Some("50000 patches from 0001-x.patch to 50000-x.patch"));
        assert!(diffs.bytes().starts_with(b"1\n2\n3\n"));
    }
}
