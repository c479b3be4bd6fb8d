//! What Python's `re` says about a pattern that it refuses, to the letter (CPython 3.13, patterns of text without flags).
//!
//! The pattern is read as Python's parser reads it, and nothing is made of it but the widths that look-behinds ask for.

use std::collections::HashMap;

use crate::repr::repr;

/// Why Python refuses a regular expression: `nothing to repeat at position 0`.
pub fn refusal(pattern: &str) -> Option<String> {
    let mut reader = Reader {
        text: pattern.chars().collect(),
        at: 0,
        groups: vec![None],
        names: HashMap::new(),
        behind: None,
        conditions: Vec::new(),
        verbose: false,
    };
    reader.check().err().map(|wrong| wrong.told(pattern))
}

/// The first thing wrong, and where (in characters).
struct Wrong {
    what: String,
    at: Option<usize>,
}

type Result<T> = std::result::Result<T, Wrong>;

impl Wrong {
    fn told(self, pattern: &str) -> String {
        let Some(at) = self.at else { return self.what };
        let told = format!("{} at position {at}", self.what);
        if !pattern.contains('\n') {
            return told;
        }
        let before: String = pattern.chars().take(at).collect();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{told} (line {}, column {column})", before.matches('\n').count() + 1)
    }
}

/// How many characters something matches, at least and at most.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Width(u64, u64);

const ONE: Width = Width(1, 1);
const NONE: Width = Width(0, 0);

impl Width {
    fn then(self, next: Width) -> Width {
        Width(self.0.saturating_add(next.0), self.1.saturating_add(next.1))
    }

    fn or(self, other: Width) -> Width {
        Width(self.0.min(other.0), self.1.max(other.1))
    }
}

/// What a quantifier would apply to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Plain(Width),
    /// `^`, `\b` and the like.
    Place,
    Repeated(Width),
}

/// One character of a set, or several.
#[derive(Clone, Copy)]
enum Member {
    One(u32),
    Several,
}

const FLAGS: &str = "iLmsxau";

struct Reader {
    text: Vec<char>,
    /// Where the next token starts.
    at: usize,
    /// The widths of the groups, once they are closed; the first is the whole pattern.
    groups: Vec<Option<Width>>,
    names: HashMap<String, usize>,
    /// In a look-behind, the number of groups before it.
    behind: Option<usize>,
    /// Groups that conditions ask for, and where.
    conditions: Vec<(usize, usize)>,
    verbose: bool,
}

impl Reader {
    fn check(&mut self) -> Result<()> {
        // Python looks one token ahead, so a lone backslash at the end is what it sees first, when it gets there.
        self.alternatives(0, false)?;
        if self.next()?.is_some() {
            return Err(self.wrong("unbalanced parenthesis", 0));
        }
        let unknown = self.conditions.iter().find(|(group, _)| *group >= self.groups.len());
        match unknown {
            Some((group, at)) => Err(Wrong { what: format!("invalid group reference {group}"), at: Some(*at) }),
            None => Ok(()),
        }
    }

    /// The next token: a character, or a backslash with what follows it.
    fn next(&self) -> Result<Option<String>> {
        match self.text.get(self.at..).unwrap_or_default() {
            [] => Ok(None),
            ['\\'] => Err(Wrong { what: "bad escape (end of pattern)".to_owned(), at: Some(self.text.len() - 1) }),
            ['\\', c, ..] => Ok(Some(format!("\\{c}"))),
            [c, ..] => Ok(Some(c.to_string())),
        }
    }

    fn get(&mut self) -> Result<Option<String>> {
        let token = self.next()?;
        self.at += token.as_ref().map_or(0, |token| token.chars().count());
        // A lone backslash behind it is noticed at once.
        self.next()?;
        Ok(token)
    }

    fn eat(&mut self, wanted: &str) -> Result<bool> {
        let found = self.next()?.as_deref() == Some(wanted);
        if found {
            self.get()?;
        }
        Ok(found)
    }

    fn wrong(&self, what: impl Into<String>, offset: usize) -> Wrong {
        Wrong { what: what.into(), at: Some(self.at.saturating_sub(offset)) }
    }

    /// As many of these characters as there are, up to `most`.
    fn run_of(&mut self, most: usize, fits: impl Fn(char) -> bool) -> Result<String> {
        let mut run = String::new();
        while run.chars().count() < most
            && let Some(c) = self.text.get(self.at).copied().filter(|c| fits(*c))
        {
            self.get()?;
            run.push(c);
        }
        Ok(run)
    }

    fn until(&mut self, end: &str, name: &str) -> Result<String> {
        let mut found = String::new();
        loop {
            match self.get()? {
                None if found.is_empty() => return Err(self.wrong(format!("missing {name}"), 0)),
                None => {
                    let what = format!("missing {end}, unterminated name");
                    return Err(self.wrong(what, found.chars().count()));
                }
                Some(token) if token == end && found.is_empty() => {
                    return Err(self.wrong(format!("missing {name}"), 1));
                }
                Some(token) if token == end => return Ok(found),
                Some(token) => found.push_str(&token),
            }
        }
    }

    fn check_name(&self, name: &str) -> Result<()> {
        let starts = name.starts_with(|c: char| c == '_' || c.is_alphabetic());
        if starts && name.chars().all(|c| c == '_' || c.is_alphanumeric()) {
            return Ok(());
        }
        Err(self.wrong(format!("bad character in group name {}", repr(name)), name.chars().count() + 1))
    }

    /// Sequences separated by `|`.
    fn alternatives(&mut self, nested: usize, verbose: bool) -> Result<Width> {
        let mut verbose = verbose;
        let mut width = self.sequence(nested + 1, verbose, nested == 0)?;
        while self.eat("|")? {
            if nested == 0 {
                verbose = self.verbose;
            }
            width = width.or(self.sequence(nested + 1, verbose, false)?);
        }
        Ok(width)
    }

    fn sequence(&mut self, nested: usize, verbose: bool, first: bool) -> Result<Width> {
        let mut verbose = verbose;
        let mut items: Vec<Item> = Vec::new();
        while let Some(this) = self.next()?.filter(|token| token != "|" && token != ")") {
            self.get()?;
            if verbose && this.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')) {
                continue;
            }
            if verbose && this == "#" {
                while self.get()?.is_some_and(|token| token != "\n") {}
                continue;
            }
            match this.as_str() {
                "[" => {
                    self.set()?;
                    items.push(Item::Plain(ONE));
                }
                "*" | "+" | "?" | "{" => match self.quantifier(&this, items.last().copied())? {
                    Some(repeated) => {
                        items.pop();
                        items.push(repeated);
                    }
                    None => items.push(Item::Plain(ONE)),
                },
                "(" => match self.group(nested, verbose, first && items.is_empty())? {
                    Some(item) => items.push(item),
                    // A comment, or flags.
                    None => verbose |= nested == 1 && self.verbose,
                },
                "^" | "$" => items.push(Item::Place),
                escape if escape.starts_with('\\') => items.push(self.escape(escape)?),
                _ => items.push(Item::Plain(ONE)),
            }
        }
        let width = |item: Item| match item {
            Item::Plain(width) | Item::Repeated(width) => width,
            Item::Place => NONE,
        };
        Ok(items.into_iter().map(width).fold(NONE, Width::then))
    }

    /// The repeated item; `None` for a brace that is no quantifier.
    fn quantifier(&mut self, this: &str, item: Option<Item>) -> Result<Option<Item>> {
        let here = self.at;
        let (mut least, mut most) = match this {
            "?" => (0, 1),
            "*" => (0, u64::MAX),
            "+" => (1, u64::MAX),
            _ => (0, u64::MAX),
        };
        if this == "{" {
            if self.next()?.as_deref() == Some("}") {
                return Ok(None);
            }
            let low = self.run_of(usize::MAX, |c| c.is_ascii_digit())?;
            let high = if self.eat(",")? { self.run_of(usize::MAX, |c| c.is_ascii_digit())? } else { low.clone() };
            if !self.eat("}")? {
                self.at = here;
                return Ok(None);
            }
            least = low.parse().unwrap_or(0);
            most = high.parse().unwrap_or(u64::MAX);
            if most < least {
                return Err(self.wrong("min repeat greater than max repeat", self.at - here));
            }
        }
        let offset = self.at - here + 1;
        let Width(low, high) = match item {
            None | Some(Item::Place) => return Err(self.wrong("nothing to repeat", offset)),
            Some(Item::Repeated(_)) => return Err(self.wrong("multiple repeat", offset)),
            Some(Item::Plain(width)) => width,
        };
        if !self.eat("?")? {
            self.eat("+")?;
        }
        Ok(Some(Item::Repeated(Width(low.saturating_mul(least), high.saturating_mul(most)))))
    }

    fn set(&mut self) -> Result<()> {
        let here = self.at - 1;
        self.eat("^")?;
        let mut is_empty = true;
        loop {
            let Some(this) = self.get()? else {
                return Err(self.wrong("unterminated character set", self.at - here));
            };
            if this == "]" && !is_empty {
                return Ok(());
            }
            is_empty = false;
            let low = self.member(&this)?;
            if !self.eat("-")? {
                continue;
            }
            let Some(that) = self.get()? else {
                return Err(self.wrong("unterminated character set", self.at - here));
            };
            if that == "]" {
                return Ok(());
            }
            match (low, self.member(&that)?) {
                (Member::One(low), Member::One(high)) if low <= high => {}
                _ => {
                    let length = this.chars().count() + 1 + that.chars().count();
                    return Err(self.wrong(format!("bad character range {this}-{that}"), length));
                }
            }
        }
    }

    fn member(&mut self, token: &str) -> Result<Member> {
        let Some(c) = token.strip_prefix('\\').and_then(|rest| rest.chars().next()) else {
            return Ok(Member::One(token.chars().next().map_or(0, u32::from)));
        };
        Ok(Member::One(match c {
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => return Ok(Member::Several),
            'x' | 'u' | 'U' | 'N' => self.code(token, c)?,
            '0'..='7' => {
                let escape = format!("{token}{}", self.run_of(2, |c| matches!(c, '0'..='7'))?);
                self.octal(&escape)?
            }
            '8' | '9' => return Err(self.bad(token)),
            c if c.is_ascii_alphabetic() => return Err(self.bad(token)),
            c => u32::from(c),
        }))
    }

    fn escape(&mut self, token: &str) -> Result<Item> {
        let c = token.chars().nth(1).unwrap_or_default();
        match c {
            'A' | 'b' | 'B' | 'Z' => return Ok(Item::Place),
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'a' | 'f' | 'n' | 'r' | 't' | 'v' => {}
            'x' | 'u' | 'U' | 'N' => _ = self.code(token, c)?,
            '0' => _ = self.run_of(2, |c| matches!(c, '0'..='7'))?,
            '1'..='9' => return self.number(token),
            c if c.is_ascii_alphabetic() => return Err(self.bad(token)),
            _ => {}
        }
        Ok(Item::Plain(ONE))
    }

    /// A reference to a group, or three octal digits.
    fn number(&mut self, token: &str) -> Result<Item> {
        let is_octal = |c: char| matches!(c, '0'..='7');
        let mut escape = format!("{token}{}", self.run_of(1, |c| c.is_ascii_digit())?);
        let two_octal = escape.len() == 3 && escape.chars().skip(1).all(is_octal);
        if two_octal && self.text.get(self.at).copied().is_some_and(is_octal) {
            escape += &self.run_of(1, is_octal)?;
            self.octal(&escape)?;
            return Ok(Item::Plain(ONE));
        }
        let group: usize = escape.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        if group >= self.groups.len() {
            return Err(self.wrong(format!("invalid group reference {group}"), escape.len() - 1));
        }
        self.reference(group, escape.len())
    }

    fn reference(&self, group: usize, length: usize) -> Result<Item> {
        let Some(width) = self.groups.get(group).copied().flatten() else {
            return Err(self.wrong("cannot refer to an open group", length));
        };
        self.check_behind(group)?;
        Ok(Item::Plain(width))
    }

    fn check_behind(&self, group: usize) -> Result<()> {
        let Some(before) = self.behind else { return Ok(()) };
        if self.groups.get(group).copied().flatten().is_none() {
            return Err(self.wrong("cannot refer to an open group", 0));
        }
        if group >= before {
            return Err(self.wrong("cannot refer to group defined in the same lookbehind subpattern", 0));
        }
        Ok(())
    }

    fn code(&mut self, token: &str, kind: char) -> Result<u32> {
        if kind == 'N' {
            if !self.eat("{")? {
                return Err(self.wrong("missing {", 0));
            }
            let name = self.until("}", "character name")?;
            // Which names there are is not known here, but what they are made of.
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
            if !name.chars().all(fits) || !name.contains(|c: char| c.is_ascii_alphabetic()) {
                let what = format!("undefined character name {}", repr(&name));
                return Err(self.wrong(what, name.chars().count() + r"\N{}".len()));
            }
            return Ok(0);
        }
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            _ => 8,
        };
        let escape = format!("{token}{}", self.run_of(digits, |c| c.is_ascii_hexdigit())?);
        if escape.len() != digits + 2 {
            return Err(self.wrong(format!("incomplete escape {escape}"), escape.chars().count()));
        }
        let code = escape.get(2..).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        code.filter(|code| *code <= 0x10_ffff).ok_or_else(|| self.bad(&escape))
    }

    fn octal(&self, escape: &str) -> Result<u32> {
        let code = escape.get(1..).and_then(|digits| u32::from_str_radix(digits, 8).ok()).unwrap_or_default();
        if code > 0o377 {
            let what = format!("octal escape value {escape} outside of range 0-0o377");
            return Err(self.wrong(what, escape.len()));
        }
        Ok(code)
    }

    fn bad(&self, escape: &str) -> Wrong {
        self.wrong(format!("bad escape {escape}"), escape.chars().count())
    }

    /// What follows a parenthesis; `None` for a comment and for flags. `first`: nothing is before it.
    fn group(&mut self, nested: usize, verbose: bool, first: bool) -> Result<Option<Item>> {
        let start = self.at - 1;
        let (mut captures, mut name, mut verbose) = (true, None, verbose);
        if self.eat("?")? {
            let kind = self.option()?;
            match kind.as_str() {
                "P" if self.eat("<")? => {
                    let found = self.until(">", "group name")?;
                    self.check_name(&found)?;
                    name = Some(found);
                }
                "P" if self.eat("=")? => return self.named_reference().map(Some),
                "P" => {
                    let c = self.option()?;
                    return Err(self.wrong(format!("unknown extension ?P{c}"), c.chars().count() + 2));
                }
                ":" | ">" => captures = false,
                "#" => return self.comment(start).map(|()| None),
                "=" | "!" | "<" => return self.look(&kind, start, nested, verbose).map(Some),
                "(" => return self.condition(start, nested, verbose).map(Some),
                flag if flag == "-" || FLAGS.contains(flag) => match self.flags(flag)? {
                    Some((on, off)) => {
                        captures = false;
                        verbose = (verbose || on.contains('x')) && !off.contains('x');
                    }
                    None if !first => {
                        return Err(self.wrong("global flags not at the start of the expression", self.at - start));
                    }
                    None => return Ok(None),
                },
                other => {
                    return Err(self.wrong(format!("unknown extension ?{other}"), other.chars().count() + 1));
                }
            }
        }
        let number = self.groups.len();
        if captures {
            if let Some(name) = &name
                && let Some(known) = self.names.get(name)
            {
                let what = format!("redefinition of group name {} as group {number}; was group {known}", repr(name));
                return Err(self.wrong(what, name.chars().count() + 1));
            }
            self.groups.push(None);
            self.names.extend(name.map(|name| (name, number)));
        }
        let width = self.alternatives(nested + 1, verbose)?;
        self.close(start)?;
        if captures && let Some(group) = self.groups.get_mut(number) {
            *group = Some(width);
        }
        Ok(Some(Item::Plain(width)))
    }

    fn option(&mut self) -> Result<String> {
        let found = self.get()?;
        found.ok_or_else(|| self.wrong("unexpected end of pattern", 0))
    }

    fn close(&mut self, start: usize) -> Result<()> {
        if self.eat(")")? {
            return Ok(());
        }
        Err(self.wrong("missing ), unterminated subpattern", self.at - start))
    }

    fn named_reference(&mut self) -> Result<Item> {
        let name = self.until(")", "group name")?;
        self.check_name(&name)?;
        let length = name.chars().count() + 1;
        match self.names.get(&name) {
            Some(group) => self.reference(*group, length),
            None => Err(self.wrong(format!("unknown group name {}", repr(&name)), length)),
        }
    }

    fn comment(&mut self, start: usize) -> Result<()> {
        loop {
            if self.next()?.is_none() {
                return Err(self.wrong("missing ), unterminated comment", self.at - start));
            }
            if self.get()?.as_deref() == Some(")") {
                return Ok(());
            }
        }
    }

    fn look(&mut self, kind: &str, start: usize, nested: usize, verbose: bool) -> Result<Item> {
        let outer = self.behind;
        if kind == "<" {
            let c = self.option()?;
            if c != "=" && c != "!" {
                return Err(self.wrong(format!("unknown extension ?<{c}"), c.chars().count() + 2));
            }
            self.behind = outer.or(Some(self.groups.len()));
        }
        let Width(least, most) = self.alternatives(nested + 1, verbose)?;
        self.behind = outer;
        self.close(start)?;
        if kind == "<" && least != most {
            return Err(Wrong { what: "look-behind requires fixed-width pattern".to_owned(), at: None });
        }
        Ok(Item::Plain(NONE))
    }

    fn condition(&mut self, start: usize, nested: usize, verbose: bool) -> Result<Item> {
        let name = self.until(")", "group name")?;
        let length = name.chars().count() + 1;
        let group = if name.bytes().all(|byte| byte.is_ascii_digit()) {
            let group: usize = name.parse().unwrap_or(usize::MAX);
            if group == 0 {
                return Err(self.wrong("bad group number", length));
            }
            self.conditions.push((group, self.at - length));
            group
        } else {
            self.check_name(&name)?;
            let known = self.names.get(&name).copied();
            known.ok_or_else(|| self.wrong(format!("unknown group name {}", repr(&name)), length))?
        };
        self.check_behind(group)?;
        let mut width = self.sequence(nested + 1, verbose, false)?;
        if self.eat("|")? {
            width = width.or(self.sequence(nested + 1, verbose, false)?);
            if self.next()?.as_deref() == Some("|") {
                return Err(self.wrong("conditional backref with more than two branches", 0));
            }
        } else {
            width = width.or(NONE);
        }
        self.close(start)?;
        Ok(Item::Plain(width))
    }

    /// Flags on and off for a group; `None` for those of the whole pattern.
    fn flags(&mut self, first: &str) -> Result<Option<(String, String)>> {
        let (mut on, mut off) = (String::new(), String::new());
        let mut flag = first.to_owned();
        while flag != "-" {
            if flag == "L" {
                return Err(self.wrong("bad inline flags: cannot use 'L' flag with a str pattern", 0));
            }
            on += &flag;
            if on.contains('a') && on.contains('u') {
                return Err(self.wrong("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0));
            }
            flag = self.flag("missing -, : or )", ")-:")?;
            if flag == ")" {
                self.verbose |= on.contains('x');
                return Ok(None);
            }
            if flag == ":" {
                return Ok(Some((on, off)));
            }
        }
        flag = self.flag("missing flag", "")?;
        while flag != ":" {
            if matches!(flag.as_str(), "a" | "u" | "L") {
                return Err(self.wrong("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0));
            }
            off += &flag;
            flag = self.flag("missing :", ":")?;
        }
        if on.chars().any(|flag| off.contains(flag)) {
            return Err(self.wrong("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((on, off)))
    }

    /// The next flag, or one of `ends`.
    fn flag(&mut self, missing: &str, ends: &str) -> Result<String> {
        let Some(flag) = self.get()? else { return Err(self.wrong(missing, 0)) };
        if ends.contains(&flag) || FLAGS.contains(&flag) {
            return Ok(flag);
        }
        let what = if flag.chars().all(char::is_alphabetic) { "unknown flag" } else { missing };
        Err(self.wrong(what, flag.chars().count()))
    }
}
