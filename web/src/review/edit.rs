//! Changes of path rules, as a person makes them one by one.

use covscope_core::view::PathRule;

/// A place in the rules: the rule, and in it the result (0) or a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub rule: usize,
    pub path: usize,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// Another result or pattern.
    Write(At, String),
    /// A new pattern behind the others of a rule.
    AddPattern(usize),
    /// No longer that pattern.
    RemovePattern(At),
    /// That pattern before the one above it.
    RaisePattern(At),
    /// A new rule behind the others.
    AddRule,
    /// No longer that rule.
    RemoveRule(usize),
    /// That rule before the one above it.
    RaiseRule(usize),
}

impl Edit {
    /// Makes the change; a place that is not there changes nothing.
    pub(super) fn apply(self, rules: &mut Vec<PathRule>) {
        let mut paths_of = |rule: usize, change: &dyn Fn(&mut Vec<String>)| {
            if let Some(rule) = rules.get_mut(rule) {
                change(&mut rule.paths);
            }
        };
        match self {
            Edit::Write(at, text) => paths_of(at.rule, &|paths| {
                if let Some(path) = paths.get_mut(at.path) {
                    path.clone_from(&text);
                }
            }),
            Edit::AddPattern(rule) => paths_of(rule, &|paths| paths.push(String::new())),
            Edit::RemovePattern(at) => paths_of(at.rule, &|paths| {
                if at.path > 0 && at.path < paths.len() {
                    paths.remove(at.path);
                }
            }),
            // The result is no pattern: nothing is raised above it.
            Edit::RaisePattern(at) => paths_of(at.rule, &|paths| {
                if at.path > 1 && at.path < paths.len() {
                    paths.swap(at.path, at.path - 1);
                }
            }),
            Edit::AddRule => {
                let free =
                    (1..).map(|number| if number == 1 { "source".to_owned() } else { format!("source{number}") });
                let name =
                    free.into_iter().find(|name| !rules.iter().any(|rule| rule.name == *name)).unwrap_or_default();
                rules.push(PathRule { name, paths: vec![String::new(), String::new()] });
            }
            Edit::RemoveRule(rule) if rule < rules.len() => _ = rules.remove(rule),
            Edit::RaiseRule(rule) if rule > 0 && rule < rules.len() => rules.swap(rule, rule - 1),
            Edit::RemoveRule(_) | Edit::RaiseRule(_) => {}
        }
    }

    /// Whether it is one letter of a longer change.
    pub(super) fn is_typing(&self) -> bool {
        matches!(self, Edit::Write(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<PathRule> {
        let rule = |name: &str, paths: &[&str]| PathRule {
            name: name.to_owned(),
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
        };
        vec![rule("source", &["backend", "/a", "/b"]), rule("lib", &["lib", "/c"])]
    }

    #[track_caller]
    fn check(edit: Edit, expected: &[&[&str]]) {
        let mut rules = rules();
        edit.apply(&mut rules);
        let paths: Vec<Vec<&str>> = rules.iter().map(|rule| rule.paths.iter().map(String::as_str).collect()).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn each_change_does_one_thing() {
        let at = |rule, path| At { rule, path };
        check(Edit::Write(at(1, 1), "/x".to_owned()), &[&["backend", "/a", "/b"], &["lib", "/x"]]);
        check(Edit::AddPattern(1), &[&["backend", "/a", "/b"], &["lib", "/c", ""]]);
        check(Edit::RemovePattern(at(0, 1)), &[&["backend", "/b"], &["lib", "/c"]]);
        check(Edit::RaisePattern(at(0, 2)), &[&["backend", "/b", "/a"], &["lib", "/c"]]);
        check(Edit::AddRule, &[&["backend", "/a", "/b"], &["lib", "/c"], &["", ""]]);
        check(Edit::RemoveRule(0), &[&["lib", "/c"]]);
        check(Edit::RaiseRule(1), &[&["lib", "/c"], &["backend", "/a", "/b"]]);
    }

    #[test]
    fn a_place_that_is_not_there_changes_nothing() {
        let at = |rule, path| At { rule, path };
        for edit in [
            Edit::Write(at(0, 9), String::new()),
            Edit::AddPattern(9),
            Edit::RemovePattern(at(0, 0)),
            Edit::RemovePattern(at(0, 9)),
            Edit::RaisePattern(at(0, 1)),
            Edit::RemoveRule(9),
            Edit::RaiseRule(0),
        ] {
            let mut changed = rules();
            edit.clone().apply(&mut changed);
            assert_eq!(changed, rules(), "{edit:?}");
        }
    }

    #[test]
    fn new_rules_have_names_of_their_own() {
        let mut rules = rules();
        Edit::AddRule.apply(&mut rules);
        Edit::AddRule.apply(&mut rules);
        assert_eq!((rules[2].name.as_str(), rules[3].name.as_str()), ("source2", "source3"));
    }
}
