//! Python's regular expressions (`re`, of a `str`) in the dialect of the regex engine used here.
//!
//! The whole pattern is read, as Python reads it, and written anew: what the two spell alike may still mean different
//! things (`\Z`, `\s`, `\w`, `[[]`, `{,3}`, verbose mode). Python's errors stay errors.

use std::collections::HashMap;

use super::unicode;

/// The same pattern for `fancy_regex`, with `MULTILINE`; or what is wrong with it.
pub(super) fn translate(pattern: &str) -> Result<String> {
    let translated = Translator::new(pattern, false).run()?;
    // Groups need numbers only if something refers to them; without, the engine is much faster.
    let translated = if translated.refers { Translator::new(pattern, true).run()? } else { translated };
    Ok(format!("(?m){}", translated.out))
}

/// `\b` and `\B` after `(?a)`.
const ASCII_BOUNDARY: &str = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
const ASCII_NO_BOUNDARY: &str = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

/// `(?imsxa)`: what holds at the current character.
#[derive(Clone, Copy)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    dot_all: bool,
    multiline: bool,
    verbose: bool,
    pub(super) ascii: bool,
}

/// Reads a pattern once, writing it anew.
pub(super) struct Translator<'p> {
    pub(super) rest: std::iter::Peekable<std::str::Chars<'p>>,
    pub(super) out: String,
    captures: bool,
    /// Whether a group is referred to.
    refers: bool,
    pub(super) flags: Flags,
    /// How many groups have been opened, and which of them are still open.
    groups: usize,
    open: Vec<usize>,
    names: HashMap<String, usize>,
    /// The highest group that a condition asks for.
    condition: usize,
}

/// What a quantifier would apply to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    /// It starts there in the output.
    Item(usize),
    /// As [`Last::Item`], but it takes no character.
    Assertion(usize),
    Repeated,
}

/// With what is wrong with the pattern.
pub(super) type Result<T> = std::result::Result<T, String>;

impl<'p> Translator<'p> {
    fn new(pattern: &'p str, captures: bool) -> Translator<'p> {
        let flags = Flags { ignore_case: false, dot_all: false, multiline: true, verbose: false, ascii: false };
        Translator {
            rest: pattern.chars().peekable(),
            out: String::new(),
            captures,
            refers: false,
            flags,
            groups: 0,
            open: Vec::new(),
            names: HashMap::new(),
            condition: 0,
        }
    }

    fn run(mut self) -> Result<Translator<'p>> {
        self.global_flags()?;
        self.alternatives(0)?;
        match self.rest.next() {
            None if self.condition > self.groups => Err(format!("invalid group reference {}", self.condition)),
            None => Ok(self),
            Some(_) => Err("unbalanced parenthesis".to_owned()),
        }
    }

    /// `(?i)` and the like, which must come first.
    fn global_flags(&mut self) -> Result<()> {
        loop {
            let mut ahead = self.rest.clone();
            if !(ahead.next() == Some('(') && ahead.next() == Some('?')) {
                return Ok(());
            }
            let letters: String = std::iter::from_fn(|| ahead.next_if(char::is_ascii_alphabetic)).collect();
            // `(?P` is no flag.
            if letters.is_empty() || letters.contains('P') || ahead.next() != Some(')') {
                return Ok(());
            }
            compatible(&letters)?;
            for letter in letters.chars() {
                self.set_flag(letter, true)?;
            }
            self.rest = ahead;
        }
    }

    fn set_flag(&mut self, letter: char, on: bool) -> Result<()> {
        match letter {
            'i' => self.flags.ignore_case = on,
            's' => self.flags.dot_all = on,
            'm' => self.flags.multiline = on,
            'x' => self.flags.verbose = on,
            'a' if on => self.flags.ascii = true,
            'u' if on => self.flags.ascii = false,
            'L' => return Err("the flag L is for bytes".to_owned()),
            _ => return Err(format!("unknown flag {letter:?}")),
        }
        Ok(())
    }

    /// Returns whether any of them can take a character.
    fn alternatives(&mut self, depth: usize) -> Result<bool> {
        if depth > 100 {
            return Err("groups nested more than 100 deep".to_owned());
        }
        let mut takes = self.sequence(depth)?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.out.push('|');
            takes |= self.sequence(depth)?;
        }
        Ok(takes)
    }

    /// What a condition chooses from.
    fn branches(&mut self, depth: usize) -> Result<bool> {
        let mut takes = self.sequence(depth)?;
        if self.rest.next_if_eq(&'|').is_some() {
            self.out.push('|');
            takes |= self.sequence(depth)?;
        }
        match self.rest.peek() {
            Some('|') => Err("conditional backref with more than two branches".to_owned()),
            _ => Ok(takes),
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<bool> {
        let mut takes = false;
        let mut last = Last::Nothing;
        while let Some(&c) = self.rest.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            self.rest.next();
            if self.flags.verbose && (c.is_ascii_whitespace() || c == '\x0b') {
                continue;
            }
            let start = self.out.len();
            last = match c {
                '#' if self.flags.verbose => {
                    while self.rest.next_if(|&c| c != '\n').is_some() {}
                    last
                }
                '.' => {
                    self.out.push_str(if self.flags.dot_all { "(?s:.)" } else { "." });
                    Last::Item(start)
                }
                '^' => {
                    self.out.push_str(if self.flags.multiline { "^" } else { r"\A" });
                    Last::Nothing
                }
                '$' => {
                    self.out.push_str(if self.flags.multiline { "$" } else { r"(?=\n?\z)" });
                    Last::Nothing
                }
                '*' | '+' | '?' => self.quantifier(&c.to_string(), last)?,
                '{' => match self.counts() {
                    Some(counts) => self.quantifier(&counts?, last)?,
                    None => self.literal_item('{'),
                },
                '[' => {
                    self.class()?;
                    Last::Item(start)
                }
                '(' => self.group(depth, last)?,
                '\\' => self.escape()?,
                c => self.literal_item(c),
            };
            takes |= matches!(last, Last::Item(_));
        }
        Ok(takes)
    }

    fn literal_item(&mut self, c: char) -> Last {
        let start = self.out.len();
        self.literal(c);
        Last::Item(start)
    }

    fn literal(&mut self, c: char) {
        if self.flags.ignore_case {
            self.out.push_str(&format!("[{}]", unicode::range_of_any_case(c, c, self.flags.ascii)));
            return;
        }
        if r"\.+*?()|[]{}^$".contains(c) {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    /// `{2}`, `{2,}`, `{,3}` or `{2,3}` after its `{`; otherwise the `{` is a literal.
    fn counts(&mut self) -> Option<Result<String>> {
        let mut ahead = self.rest.clone();
        if ahead.peek() == Some(&'}') {
            return None;
        }
        let digits = |ahead: &mut std::iter::Peekable<std::str::Chars<'p>>| {
            std::iter::from_fn(|| ahead.next_if(char::is_ascii_digit)).collect::<String>()
        };
        let low = digits(&mut ahead);
        let high = ahead.next_if_eq(&',').map(|_| digits(&mut ahead));
        ahead.next_if_eq(&'}')?;
        self.rest = ahead;
        let low = if low.is_empty() { "0".to_owned() } else { low };
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| "the repetition number is too large".to_owned());
        let checked = || {
            let least = number(&low)?;
            match &high {
                None => Ok(format!("{{{low}}}")),
                Some(high) if high.is_empty() => Ok(format!("{{{low},}}")),
                Some(high) if number(high)? < least => Err("min repeat greater than max repeat".to_owned()),
                Some(high) => Ok(format!("{{{low},{high}}}")),
            }
        };
        Some(checked())
    }

    fn quantifier(&mut self, quantifier: &str, last: Last) -> Result<Last> {
        let start = match last {
            Last::Nothing => return Err("nothing to repeat".to_owned()),
            Last::Repeated => return Err("multiple repeat".to_owned()),
            Last::Item(start) => start,
            // Which is once or never; the engine repeats only what takes a character.
            Last::Assertion(start) => {
                let is_lazy = self.rest.next_if_eq(&'?').is_some();
                let is_possessive = !is_lazy && self.rest.next_if_eq(&'+').is_some();
                if quantifier.starts_with(['*', '?']) || quantifier.starts_with("{0") {
                    self.out.insert_str(
                        start,
                        if is_lazy {
                            "(?:|"
                        } else if is_possessive {
                            "(?>"
                        } else {
                            "(?:"
                        },
                    );
                    self.out.push_str(if is_lazy { ")" } else { "|)" });
                }
                return Ok(Last::Repeated);
            }
        };
        self.out.push_str(quantifier);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        } else if self.rest.next_if_eq(&'+').is_some() {
            self.out.insert_str(start, "(?>");
            self.out.push(')');
        }
        Ok(Last::Repeated)
    }

    /// What follows a `(`.
    fn group(&mut self, depth: usize, last: Last) -> Result<Last> {
        let start = self.out.len();
        let flags = self.flags;
        let (mut looks_around, mut is_condition) = (false, false);
        let mut number = None;
        if self.rest.next_if_eq(&'?').is_none() {
            number = Some(self.open_group());
        } else {
            match self.rest.next().ok_or("unexpected end of pattern")? {
                ':' => self.out.push_str("(?:"),
                '=' => looks_around = self.look("(?="),
                '!' => looks_around = self.look("(?!"),
                '>' => self.out.push_str("(?>"),
                '<' => match self.rest.next() {
                    Some('=') => looks_around = self.look("(?<="),
                    Some('!') => looks_around = self.look("(?<!"),
                    _ => return Err("unknown extension ?<".to_owned()),
                },
                '#' => {
                    return match self.rest.by_ref().any(|c| c == ')') {
                        true => Ok(last),
                        false => Err("missing ), unterminated comment".to_owned()),
                    };
                }
                'P' => match self.rest.next() {
                    Some('<') => {
                        let name = self.name('>', false)?;
                        let group = self.open_group();
                        if self.names.insert(name.clone(), group).is_some() {
                            return Err(format!("redefinition of group name {name:?}"));
                        }
                        number = Some(group);
                    }
                    Some('=') => {
                        let name = self.name(')', false)?;
                        let group = *self.names.get(&name).ok_or_else(|| format!("unknown group name {name:?}"))?;
                        return self.reference(group);
                    }
                    _ => return Err("unknown extension ?P".to_owned()),
                },
                '(' => {
                    let name = self.name(')', true)?;
                    let known = name.parse().ok().or_else(|| self.names.get(&name).copied());
                    let group =
                        known.filter(|&group| group > 0).ok_or_else(|| format!("unknown group name {name:?}"))?;
                    self.refers = true;
                    self.condition = self.condition.max(group);
                    is_condition = true;
                    self.out.push_str(&if self.captures { format!("(?({group})") } else { "(?:".to_owned() });
                }
                letter => self.scoped_flags(letter)?,
            }
        }
        let takes = if is_condition { self.branches(depth + 1)? } else { self.alternatives(depth + 1)? };
        let takes = takes && !looks_around;
        if self.rest.next().is_none() {
            return Err("missing ), unterminated subpattern".to_owned());
        }
        self.out.push(')');
        self.open.retain(|&group| Some(group) != number);
        self.flags = flags;
        Ok(if takes { Last::Item(start) } else { Last::Assertion(start) })
    }

    /// The start of a group that takes nothing, whatever is in it.
    fn look(&mut self, start: &str) -> bool {
        self.out.push_str(start);
        true
    }

    fn open_group(&mut self) -> usize {
        self.groups += 1;
        self.open.push(self.groups);
        self.out.push_str(if self.captures { "(" } else { "(?:" });
        self.groups
    }

    fn name(&mut self, end: char, may_be_number: bool) -> Result<String> {
        let name: String = std::iter::from_fn(|| self.rest.next_if(|&c| c != end)).collect();
        if self.rest.next().is_none() || name.is_empty() {
            return Err("missing group name".to_owned());
        }
        let is_number = name.chars().all(|c| c.is_ascii_digit());
        let starts_well = !name.starts_with(char::is_numeric) || (may_be_number && is_number);
        if !starts_well || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(format!("bad character in group name {name:?}"));
        }
        Ok(name)
    }

    /// `(?i-s:`: the flags hold inside this group.
    fn scoped_flags(&mut self, first: char) -> Result<()> {
        let (mut turned_on, mut turned_off) = (String::new(), None::<String>);
        let mut next = Some(first);
        while let Some(letter) = next {
            match letter {
                ':' => {
                    if turned_off.as_deref() == Some("") {
                        return Err("missing flag".to_owned());
                    }
                    if turned_off.is_some_and(|off| off.chars().any(|letter| turned_on.contains(letter))) {
                        return Err("bad inline flags: flag turned on and off".to_owned());
                    }
                    compatible(&turned_on)?;
                    self.out.push_str("(?:");
                    return Ok(());
                }
                ')' => return Err("global flags not at the start of the expression".to_owned()),
                '-' if turned_off.is_none() => turned_off = Some(String::new()),
                letter if letter.is_ascii_alphabetic() => {
                    self.set_flag(letter, turned_off.is_none())?;
                    turned_off.as_mut().unwrap_or(&mut turned_on).push(letter);
                }
                letter => return Err(format!("unknown extension ?{letter}")),
            }
            next = self.rest.next();
        }
        Err("missing :".to_owned())
    }

    fn reference(&mut self, group: usize) -> Result<Last> {
        if group > self.groups {
            return Err(format!("invalid group reference {group}"));
        }
        if self.open.contains(&group) {
            return Err("cannot refer to an open group".to_owned());
        }
        self.refers = true;
        let start = self.out.len();
        let flags = if self.flags.ignore_case { "i" } else { "" };
        self.out.push_str(&if self.captures { format!("(?{flags}:\\{group})") } else { "(?:)".to_owned() });
        Ok(Last::Item(start))
    }

    /// What follows a `\` outside brackets.
    fn escape(&mut self) -> Result<Last> {
        let start = self.out.len();
        let c = *self.rest.peek().ok_or("bad escape (end of pattern)")?;
        if let Some(category) = self.category(c) {
            self.rest.next();
            self.out.push_str(&format!("[{category}]"));
            return Ok(Last::Item(start));
        }
        let assertion = match c {
            'A' => r"\A",
            'Z' | 'z' => r"\z",
            'b' if self.flags.ascii => ASCII_BOUNDARY,
            'B' if self.flags.ascii => ASCII_NO_BOUNDARY,
            'b' => r"\b",
            'B' => r"\B",
            '1'..='9' => return self.number(),
            _ => {
                let c = self.character()?;
                return Ok(self.literal_item(c));
            }
        };
        self.rest.next();
        self.out.push_str(assertion);
        Ok(Last::Nothing)
    }

    /// A reference to a group, or three octal digits.
    fn number(&mut self) -> Result<Last> {
        let mut digits: String = self.rest.by_ref().take(1).collect();
        digits.extend(self.rest.next_if(char::is_ascii_digit));
        let octal = |text: &str| text.chars().all(|c| c.is_digit(8));
        if digits.len() == 2
            && octal(&digits)
            && let Some(third) = self.rest.next_if(|c| c.is_digit(8))
        {
            digits.push(third);
            let code = u32::from_str_radix(&digits, 8).ok().filter(|&code| code <= 0o377);
            return match code.and_then(char::from_u32) {
                Some(c) => Ok(self.literal_item(c)),
                None => Err(format!("octal escape value \\{digits} outside of range 0-0o377")),
            };
        }
        let group = digits.parse().map_err(|_| format!("invalid group reference {digits}"))?;
        self.reference(group)
    }
}

/// Whether flags can be turned on together.
fn compatible(letters: &str) -> Result<()> {
    if letters.contains('a') && letters.contains('u') {
        return Err("bad inline flags: flags 'a', 'u' and 'L' are incompatible".to_owned());
    }
    Ok(())
}

#[cfg(test)]
#[path = "translate_tests.rs"]
mod tests;
