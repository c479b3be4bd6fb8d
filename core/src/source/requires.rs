//! `requires-python`: which Pythons a project allows (PEP 440's version specifiers, as far as they tell minor versions apart).

/// Whether some release of Python `major.minor` is allowed. What is no specifier allows everything, as an installer that
/// could not read it would not have come this far.
pub(super) fn allows(requires: &str, major: u32, minor: u32) -> bool {
    let clauses: Vec<_> = requires.split(',').filter_map(Clause::parse).collect();
    // Patch releases stay far below this; one beyond all named stands for the others.
    (0..100).any(|patch| clauses.iter().all(|clause| clause.allows([major, minor, patch])))
}

struct Clause<'a> {
    operator: &'a str,
    /// As many numbers as are written.
    numbers: Vec<u32>,
    /// It ends in `.*`.
    is_prefix: bool,
}

impl<'a> Clause<'a> {
    fn parse(text: &'a str) -> Option<Clause<'a>> {
        let text = text.trim();
        let operator = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"].into_iter().find(|op| text.starts_with(op))?;
        let version = text.get(operator.len()..)?.trim().trim_start_matches('v');
        let is_prefix = version.ends_with(".*");
        // A suffix such as `rc1` or `.dev0` tells no minor versions apart.
        let numbers = version.trim_end_matches(".*").split('.').map_while(|part| part.parse().ok()).collect();
        Some(Clause { operator, numbers, is_prefix })
    }

    fn allows(&self, release: [u32; 3]) -> bool {
        let written = self.numbers.len().min(3);
        let starts = |count: usize| self.numbers.iter().zip(&release).take(count).all(|(a, b)| a == b);
        let mut version = [0; 3];
        version.iter_mut().zip(&self.numbers).for_each(|(to, from)| *to = *from);
        match self.operator {
            "==" | "===" if self.is_prefix => starts(written),
            "!=" if self.is_prefix => !starts(written),
            "==" | "===" => release == version,
            "!=" => release != version,
            "<=" => release <= version,
            ">=" => release >= version,
            "<" => release < version,
            ">" => release > version,
            _ => release >= version && starts(written.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn specifiers_allow_what_pip_would() {
        for (requires, first, last) in [
            (">=3.11", 11, 15),
            (">=3.9,<3.14", 11, 13),
            ("<3.13", 11, 12),
            ("<=3.13", 11, 13),
            ("<=3.13.4", 11, 13),
            (">3.12", 12, 15),
            (">=3.12.3", 12, 15),
            ("~=3.12", 12, 15),
            ("~=3.12.1", 12, 12),
            ("==3.12.*", 12, 12),
            ("==3.12.7", 12, 12),
            (">=3.11, !=3.15.*", 11, 14),
            (">=3", 11, 15),
            ("", 11, 15),
            ("three", 11, 15),
            (">=3.8,<4.0", 11, 15),
            (">=3.13.0rc1", 13, 15),
        ] {
            let allowed: Vec<_> = (11..=15).filter(|&minor| allows(requires, 3, minor)).collect();
            assert_eq!(allowed, (first..=last).collect::<Vec<_>>(), "{requires}");
        }
        assert!(!allows("<3.11", 3, 11) && allows("<3.11", 3, 10));
    }
}
