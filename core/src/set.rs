//! The set that lines, points and arcs are kept in.

use std::ops::Deref;

use serde::Serialize;

use crate::line::{LineArc, LineNo, Point};

/// A set as a sorted slice without repetition. A file's lines are many small values that are built once, compared often and
/// hardly ever changed: one allocation serves them better than a tree, in time and in code size.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Set<T>(Vec<T>);

impl<T: Copy + Ord> Set<T> {
    /// The empty set.
    pub const fn new() -> Set<T> {
        Set(Vec::new())
    }

    /// Whether `value` is in it.
    pub fn contains(&self, value: &T) -> bool {
        self.0.binary_search(value).is_ok()
    }

    /// Puts `value` in.
    pub fn insert(&mut self, value: T) {
        if let Err(at) = self.0.binary_search(&value) {
            self.0.insert(at, value);
        }
    }

    /// Keeps the values for which `keep` says so.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }

    /// The values up to `last`, itself included.
    pub fn up_to(&self, last: &T) -> &[T] {
        self.0.get(..self.0.partition_point(|value| value <= last)).unwrap_or_default()
    }

    /// The values that are not in `other`.
    pub fn difference<'a>(&'a self, other: &'a Set<T>) -> impl Iterator<Item = &'a T> {
        self.0.iter().filter(|value| !other.contains(value))
    }

    /// The values that are in `other`, too.
    pub fn intersection<'a>(&'a self, other: &'a Set<T>) -> impl Iterator<Item = &'a T> {
        self.0.iter().filter(|value| other.contains(value))
    }

    /// Whether the two have nothing in common.
    pub fn is_disjoint(&self, other: &Set<T>) -> bool {
        self.intersection(other).next().is_none()
    }

    /// The values of both.
    #[must_use]
    pub fn union(&self, other: &Set<T>) -> Set<T> {
        let mut union = Vec::with_capacity(self.len() + other.len());
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(&&a), Some(&&b)) = (left.peek(), right.peek()) {
            let next = if a <= b { left.next() } else { right.next() };
            union.extend(next);
            if a == b {
                right.next();
            }
        }
        union.extend(left);
        union.extend(right);
        Set(union)
    }

    fn sort(&mut self) {
        if !self.0.is_sorted_by(|a, b| a < b) {
            self.0.sort_unstable();
            self.0.dedup();
        }
    }
}

impl Set<LineArc> {
    /// The arcs that leave a line, by their targets.
    pub fn leaving(&self, line: LineNo) -> &[LineArc] {
        let start = self.0.partition_point(|arc| arc.from < Point::Line(line));
        let rest = self.0.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|arc| arc.from == Point::Line(line))).unwrap_or_default()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Set<T> {
        Set(Vec::new())
    }
}

impl<T> Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Copy + Ord> From<Vec<T>> for Set<T> {
    fn from(values: Vec<T>) -> Set<T> {
        let mut set = Set(values);
        set.sort();
        set
    }
}

impl<T: Copy + Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Set<T> {
        Set::from(Vec::from_iter(values))
    }
}

impl<T: Copy + Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        self.0.extend(values);
        self.sort();
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Set;
    use crate::line::LineArc;

    #[test]
    fn it_is_sorted_and_holds_each_value_once() {
        let mut set = Set::from(vec![5, 1, 3, 1]);
        assert_eq!(*set, [1, 3, 5]);
        set.extend([2, 3, 9]);
        set.insert(4);
        set.insert(4);
        assert_eq!(*set, [1, 2, 3, 4, 5, 9]);
        set.retain(|value| value % 2 == 1);
        assert_eq!(*set, [1, 3, 5, 9]);
    }

    #[test]
    fn it_answers_as_sets_do() {
        let (a, b) = (Set::from(vec![1, 3, 5]), Set::from(vec![3, 4]));
        assert!(a.contains(&3) && !a.contains(&4));
        assert_eq!(a.up_to(&4), [1, 3]);
        assert_eq!(a.difference(&b).collect::<Vec<_>>(), [&1, &5]);
        assert_eq!(a.intersection(&b).collect::<Vec<_>>(), [&3]);
        assert_eq!(*a.union(&b), [1, 3, 4, 5]);
        assert!(!a.is_disjoint(&b) && a.is_disjoint(&Set::from(vec![2, 4])));
    }

    #[test]
    fn it_tells_what_leaves_a_line() {
        let arcs = Set::from(vec![LineArc::between(2, 9), LineArc::exit(2, 1), LineArc::between(1, 2)]);
        assert_eq!(arcs.leaving(2), [LineArc::exit(2, 1), LineArc::between(2, 9)]);
        assert_eq!(arcs.leaving(3), []);
    }
}
