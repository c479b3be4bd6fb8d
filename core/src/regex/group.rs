//! What stands in parentheses.

use super::parse::{Parser, Part, Width};
use super::tokens::{Result, Token, Wrong};
use super::tree::{Flags, Node};
use crate::repr::repr;

const FLAGS: &str = "iLmsxau";

/// As many groups as Python can have, and one more.
const MOST_GROUPS: u64 = 1 << 30;

/// What kind of group it is.
enum Opened {
    Plain,
    Atomic,
    Captures(Option<String>),
    Flagged(Flags),
}

impl Parser {
    /// After a parenthesis; `None` for a comment and for flags of the whole pattern, which may stand here if it is `first`.
    pub(super) fn group(&mut self, depth: usize, first: bool) -> Result<Option<Part>> {
        let start = self.tokens.tell() - 1;
        let mut opened = Opened::Captures(None);
        if self.tokens.eat('?')? {
            opened = match self.tokens.needed()? {
                Token::Plain('P') if self.tokens.eat('<')? => {
                    let name = self.tokens.until('>', "group name")?;
                    self.check_name(&name)?;
                    Opened::Captures(Some(name))
                }
                Token::Plain('P') if self.tokens.eat('=')? => return self.named_reference().map(Some),
                Token::Plain('P') => {
                    let token = self.tokens.needed()?;
                    return Err(self.wrong(format!("unknown extension ?P{token}"), token.len() + 2));
                }
                Token::Plain(':') => Opened::Plain,
                Token::Plain('>') => Opened::Atomic,
                Token::Plain('#') => return self.comment(start).map(|()| None),
                Token::Plain(kind @ ('=' | '!' | '<')) => return self.look(kind, start, depth).map(Some),
                Token::Plain('(') => return self.condition(start, depth).map(Some),
                Token::Plain(flag) if flag == '-' || FLAGS.contains(flag) => match self.flags(flag)? {
                    (flags, false) => Opened::Flagged(flags),
                    (flags, true) if first => {
                        self.flags = flags;
                        return Ok(None);
                    }
                    _ => {
                        let length = self.tokens.tell() - start;
                        return Err(self.wrong("global flags not at the start of the expression", length));
                    }
                },
                token => return Err(self.wrong(format!("unknown extension ?{token}"), token.len() + 1)),
            }
        }
        self.contents(opened, start, depth).map(Some)
    }

    fn contents(&mut self, opened: Opened, start: usize, depth: usize) -> Result<Part> {
        let outer = self.flags;
        let number = self.groups.len();
        match &opened {
            Opened::Captures(name) => {
                if let Some(name) = name
                    && let Some(known) = self.names.insert(name.clone(), number as u32)
                {
                    let what =
                        format!("redefinition of group name {} as group {number}; was group {known}", repr(name));
                    return Err(self.wrong(what, name.chars().count() + 1));
                }
                self.groups.push(None);
            }
            Opened::Flagged(flags) => self.flags = *flags,
            Opened::Plain | Opened::Atomic => {}
        }
        let part = self.alternatives(depth + 1)?;
        self.flags = outer;
        self.close(start)?;
        let node = match opened {
            Opened::Plain | Opened::Flagged(_) => part.node,
            Opened::Atomic => Node::Atomic(Box::new(part.node)),
            Opened::Captures(_) => {
                if let Some(group) = self.groups.get_mut(number) {
                    *group = Some(part.width);
                }
                Node::Group(number as u32, Box::new(part.node))
            }
        };
        Ok(Part::plain(node, part.width))
    }

    fn close(&mut self, start: usize) -> Result<()> {
        if self.tokens.eat(')')? {
            return Ok(());
        }
        Err(self.wrong("missing ), unterminated subpattern", self.tokens.tell() - start))
    }

    fn check_name(&self, name: &str) -> Result<()> {
        let starts = name.starts_with(|c: char| c == '_' || c.is_alphabetic());
        if starts && name.chars().all(|c| c == '_' || c.is_alphanumeric()) {
            return Ok(());
        }
        Err(self.wrong(format!("bad character in group name {}", repr(name)), name.chars().count() + 1))
    }

    fn known(&self, name: &str) -> Result<u32> {
        let unknown = || self.wrong(format!("unknown group name {}", repr(name)), name.chars().count() + 1);
        self.names.get(name).copied().ok_or_else(unknown)
    }

    fn named_reference(&mut self) -> Result<Part> {
        let name = self.tokens.until(')', "group name")?;
        self.check_name(&name)?;
        let group = self.known(&name)?;
        self.reference(group, name.chars().count() + 1)
    }

    fn comment(&mut self, start: usize) -> Result<()> {
        loop {
            if self.tokens.peek()?.is_none() {
                return Err(self.wrong("missing ), unterminated comment", self.tokens.tell() - start));
            }
            if self.tokens.next()? == Some(Token::Plain(')')) {
                return Ok(());
            }
        }
    }

    /// `(?=`, `(?!`, `(?<=` or `(?<!`, after its second or third character.
    fn look(&mut self, kind: char, start: usize, depth: usize) -> Result<Part> {
        let outer = self.behind;
        let mut wanted = kind == '=';
        if kind == '<' {
            let token = self.tokens.needed()?;
            if !token.is_one_of("=!") {
                return Err(self.wrong(format!("unknown extension ?<{token}"), token.len() + 2));
            }
            wanted = token == Token::Plain('=');
            self.behind = outer.or(Some(self.groups.len()));
        }
        let Part { node, width: Width(least, most), .. } = self.alternatives(depth + 1)?;
        self.behind = outer;
        self.close(start)?;
        let mut back = 0;
        if kind == '<' {
            back = u32::try_from(least).unwrap_or_default();
            let late = |what: &str| Wrong { what: what.to_owned(), at: None, by_python: true };
            if least > u32::MAX.into() {
                self.wrong_late(start, late("looks too much behind"));
            } else if least != most {
                self.wrong_late(start, late("look-behind requires fixed-width pattern"));
            }
        }
        Ok(Part::plain(Node::Look { node: Box::new(node), back, wanted }, Width::NONE))
    }

    fn condition(&mut self, start: usize, depth: usize) -> Result<Part> {
        let name = self.tokens.until(')', "group name")?;
        let length = name.chars().count() + 1;
        let group = if name.bytes().all(|byte| byte.is_ascii_digit()) {
            let group = name.parse().unwrap_or(u64::MAX);
            if group == 0 {
                return Err(self.wrong("bad group number", length));
            }
            if group >= MOST_GROUPS {
                let number = name.trim_start_matches('0');
                return Err(self.wrong(format!("invalid group reference {number}"), length));
            }
            self.conditions.push((group, self.tokens.tell() - length));
            group
        } else {
            self.check_name(&name)?;
            self.known(&name)?.into()
        };
        self.check_behind(group)?;
        let yes = self.sequence(depth + 1, false)?;
        let mut no = Part::plain(Node::Sequence(Vec::new()), Width::NONE);
        if self.tokens.eat('|')? {
            no = self.sequence(depth + 1, false)?;
            if self.tokens.peek()? == Some(Token::Plain('|')) {
                return Err(self.wrong("conditional backref with more than two branches", 0));
            }
        }
        self.close(start)?;
        let group = u32::try_from(group).unwrap_or(u32::MAX);
        Ok(Part::plain(Node::Condition(group, Box::new([yes.node, no.node])), yes.width.or(no.width)))
    }

    /// The flags that hold with those read here, and whether for the whole pattern.
    fn flags(&mut self, first: char) -> Result<(Flags, bool)> {
        let (mut on, mut off) = (String::new(), String::new());
        let mut flag = first;
        while flag != '-' {
            if flag == 'L' {
                return Err(self.wrong("bad inline flags: cannot use 'L' flag with a str pattern", 0));
            }
            on.push(flag);
            if on.contains('a') && on.contains('u') {
                return Err(self.wrong("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0));
            }
            flag = self.flag("missing -, : or )", ")-:")?;
            if flag == ')' {
                self.alphabets.extend(on.chars().filter(|flag| matches!(flag, 'a' | 'u')));
                if self.alphabets.contains('a') && self.alphabets.contains('u') {
                    self.wrong_late(0, Wrong::here("ASCII and UNICODE flags are incompatible"));
                }
            }
            if flag == ')' || flag == ':' {
                return Ok((self.flags_with(&on, ""), flag == ')'));
            }
        }
        flag = self.flag("missing flag", "")?;
        while flag != ':' {
            if matches!(flag, 'a' | 'u' | 'L') {
                return Err(self.wrong("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0));
            }
            off.push(flag);
            flag = self.flag("missing :", ":")?;
        }
        if on.chars().any(|flag| off.contains(flag)) {
            return Err(self.wrong("bad inline flags: flag turned on and off", 1));
        }
        Ok((self.flags_with(&on, &off), false))
    }

    fn flags_with(&self, on: &str, off: &str) -> Flags {
        let mut flags = self.flags;
        on.chars().for_each(|flag| flags.set(flag, true));
        off.chars().for_each(|flag| flags.set(flag, false));
        flags
    }

    /// The next flag, or one of `ends`.
    fn flag(&mut self, missing: &str, ends: &str) -> Result<char> {
        let Some(token) = self.tokens.next()? else { return Err(self.wrong(missing, 0)) };
        match token {
            Token::Plain(c) if ends.contains(c) || FLAGS.contains(c) => Ok(c),
            Token::Plain(c) if c.is_alphabetic() => Err(self.wrong("unknown flag", 1)),
            _ => Err(self.wrong(missing, token.len())),
        }
    }
}
