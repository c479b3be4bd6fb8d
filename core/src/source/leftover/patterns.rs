//! The constants of `case`s and their patterns.

use ruff_python_ast::{MatchCase, Pattern, PatternMatchSequence, Singleton};
use ruff_text_size::Ranged;

use super::Consts;
use crate::source::fold::{Const, fold};

impl<'a> Consts<'a, '_> {
    pub(super) fn cases(&mut self, cases: &'a [MatchCase], live: bool) {
        for case in cases {
            let live = live && !self.dead.contains(&case.start());
            self.pattern(&case.pattern, live);
            if let Some(guard) = &case.guard {
                self.test(guard, live);
            }
            self.body(&case.body, live);
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern, live: bool) {
        match pattern {
            Pattern::MatchValue(node) => match fold(&node.value) {
                Some(value) => self.value(&value, live),
                None => self.expression(&node.value, live),
            },
            // `is None` is an instruction of its own.
            Pattern::MatchSingleton(node) => match node.value {
                Singleton::None => self.none(false),
                Singleton::True => self.value(&Const::Bool(true), live),
                Singleton::False => self.value(&Const::Bool(false), live),
            },
            Pattern::MatchSequence(node) => self.sequence(node, live),
            Pattern::MatchMapping(node) => {
                if !node.keys.is_empty() {
                    self.length(node.keys.len(), live);
                    self.tuple(node.keys.iter().collect(), live);
                    self.none(false);
                } else if node.rest.is_some() {
                    self.tuple(Vec::new(), live);
                    self.none(false);
                }
                node.patterns.iter().for_each(|inner| self.pattern(inner, live));
            }
            Pattern::MatchClass(node) => {
                self.expression(&node.cls, live);
                self.strings(node.arguments.keywords.iter().map(|keyword| keyword.attr.to_string()), live);
                self.none(false);
                node.arguments.patterns.iter().for_each(|inner| self.pattern(inner, live));
                node.arguments.keywords.iter().for_each(|keyword| self.pattern(&keyword.pattern, live));
            }
            Pattern::MatchOr(node) => node.patterns.iter().for_each(|inner| self.pattern(inner, live)),
            Pattern::MatchAs(node) => node.pattern.iter().for_each(|inner| self.pattern(inner, live)),
            Pattern::MatchStar(_) => {}
        }
    }

    fn sequence(&mut self, node: &'a PatternMatchSequence, live: bool) {
        let size = node.patterns.len();
        let is_wildcard = |pattern: &Pattern| match pattern {
            Pattern::MatchAs(node) => node.name.is_none(),
            Pattern::MatchStar(node) => node.name.is_none(),
            _ => false,
        };
        let star = node.patterns.iter().position(Pattern::is_match_star);
        match star {
            None => self.length(size, live),
            Some(_) if size > 1 => self.length(size - 1, live),
            Some(_) => {}
        }
        if node.patterns.iter().all(is_wildcard) {
            return;
        }
        match star {
            // The items are taken by their numbers.
            Some(star) if node.patterns.get(star).is_some_and(is_wildcard) => {
                for (at, inner) in node.patterns.iter().enumerate().filter(|(_, inner)| !is_wildcard(inner)) {
                    self.length(if at < star { at } else { size - at }, live);
                    self.pattern(inner, live);
                }
            }
            _ => node.patterns.iter().for_each(|inner| self.pattern(inner, live)),
        }
    }

    fn length(&mut self, length: usize, live: bool) {
        self.value(&Const::Int(i128::try_from(length).unwrap_or(0)), live);
    }
}
