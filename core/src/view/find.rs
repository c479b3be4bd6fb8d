//! Going to a file by some letters of its path.

use serde::{Deserialize, Serialize};

/// The files whose path answers to a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The best of them, the very best first.
    pub paths: Vec<String>,
    /// How many there are in all.
    pub n_found: usize,
}

/// So many are told: more than a person reads before typing on.
#[cfg(feature = "engine")]
const TOLD: usize = 50;

/// Finds paths without regard to case: first those whose name begins with `text`, then those whose name has it, then those
/// whose path has it, then those that have its letters in its order. Among alike ones the shorter comes first. Blanks in
/// `text` part words, which all must fit. An empty text finds every path, in its order.
#[cfg(feature = "engine")]
pub fn find<'a>(paths: impl Iterator<Item = &'a str>, text: &str) -> Found {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let rank = |path: &str| {
        let path = path.to_lowercase();
        words.iter().map(|word| worth(&path, word)).try_fold(0, |worst, rank| Some(worst.max(rank?)))
    };
    let mut found: Vec<(u8, &str)> = paths.filter_map(|path| Some((rank(path)?, path))).collect();
    if !words.is_empty() {
        found.sort_by_key(|(rank, path)| (*rank, path.len(), *path));
    }
    let n_found = found.len();
    Found { paths: found.into_iter().take(TOLD).map(|(_, path)| path.to_owned()).collect(), n_found }
}

/// How well a path fits a word, 0 best; `None` if it does not. Both are in lower case.
#[cfg(feature = "engine")]
fn worth(path: &str, word: &str) -> Option<u8> {
    let (_, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
    if name.starts_with(word) {
        return Some(0);
    }
    if name.contains(word) {
        return Some(1);
    }
    if path.contains(word) {
        return Some(2);
    }
    let mut letters = path.chars();
    word.chars().all(|wanted| letters.any(|letter| letter == wanted)).then_some(3)
}

#[cfg(all(test, feature = "engine"))]
mod tests {
    use super::*;

    const PATHS: [&str; 6] = [
        "backend/app/api.py",
        "backend/app/orders/service.py",
        "backend/app/service/__init__.py",
        "backend/app/search_service.py",
        "backend\\Windows\\Service.py",
        "backend/s/e/r/v/i/c/e.py",
    ];

    fn found(text: &str) -> Vec<String> {
        find(PATHS.into_iter(), text).paths
    }

    #[test]
    fn names_come_before_folders_and_folders_before_letters() {
        let best = [
            "backend\\Windows\\Service.py",
            "backend/app/orders/service.py",
            "backend/app/search_service.py",
            "backend/app/service/__init__.py",
            "backend/s/e/r/v/i/c/e.py",
        ];
        assert_eq!(found("SERVICE"), best);
    }

    #[test]
    fn every_word_must_fit_and_letters_keep_their_order() {
        assert_eq!(found("orders serv"), ["backend/app/orders/service.py"]);
        assert_eq!(found("bapi").first().map(String::as_str), Some("backend/app/api.py"));
        assert_eq!(found("ipab"), [""; 0]);
        assert_eq!(found("  "), PATHS);
    }

    #[test]
    fn of_ten_thousand_some_are_told_and_all_are_counted() {
        let paths: Vec<String> = (0..10_000).map(|i| format!("package/module_{i}.py")).collect();
        let found = find(paths.iter().map(String::as_str), "module");
        assert_eq!((found.paths.len(), found.n_found), (TOLD, 10_000));
        assert_eq!(found.paths.first().map(String::as_str), Some("package/module_0.py"));
    }
}
