//! Numbers and names as people read them.

/// A count with a comma between thousands: `13,246`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 file`, `1,249 files`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A number of bytes: `740 kB`.
pub fn bytes(number: f64) -> String {
    match number {
        n if n < 1e3 => format!("{n:.0} B"),
        n if n < 1e6 => format!("{:.0} kB", n / 1e3),
        n => format!("{:.1} MB", n / 1e6),
    }
}

/// Names as a sentence lists them: `unit, heavy and e2e`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A percentage as typed: `80`, `79.5`.
pub fn percent(number: f64) -> String {
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        let texts = [0, 7, 100, 1000, 13_246, 1_000_000].map(count);
        assert_eq!(texts, ["0", "7", "100", "1,000", "13,246", "1,000,000"]);
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(counted(0, "file", "files"), "0 files");
    }

    #[test]
    fn names_are_listed() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["unit"]), "unit");
        assert_eq!(list(&["unit", "heavy", "e2e"]), "unit, heavy and e2e");
    }
}
