//! The way from miss to miss.

use covscope_core::line::LineNo;
use covscope_core::view::Miss;

/// The miss after (or before) a line; from the last on to the first, and the other way round.
pub(super) fn next<'a>(
    mut misses: impl DoubleEndedIterator<Item = &'a Miss> + Clone,
    here: Option<LineNo>,
    forward: bool,
) -> Option<&'a Miss> {
    let here = here.unwrap_or(0);
    let mut all = misses.clone();
    if forward {
        misses.find(|miss| miss.first > here).or_else(|| all.next())
    } else {
        misses.rfind(|miss| miss.first < here).or_else(|| all.next_back())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_and_previous_go_round() {
        let miss = |first| Miss { first, last: first, is_partial: false, says: String::new() };
        let misses = [2, 7, 9].map(miss);
        let next = |here, forward| next(misses.iter(), here, forward).map(|miss| miss.first);
        assert_eq!(next(None, true), Some(2));
        assert_eq!(next(Some(2), true), Some(7));
        assert_eq!(next(Some(9), true), Some(2));
        assert_eq!(next(Some(8), false), Some(7));
        assert_eq!(next(None, false), Some(9));
        assert_eq!(super::next([].iter(), Some(3), true), None);
    }
}
