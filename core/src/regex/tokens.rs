//! A pattern as Python's parser takes it: token by token, and what is wrong where.

use std::fmt;

/// The first thing wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) what: String,
    /// Where, in characters. What Python finds while it compiles has no place.
    pub(super) at: Option<usize>,
    /// Whether Python refuses it, with these words; otherwise only we do.
    pub(super) by_python: bool,
}

impl Wrong {
    /// What only we refuse.
    pub(super) fn here(what: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), at: None, by_python: false }
    }

    /// The message, as Python writes it.
    pub(super) fn told(&self, pattern: &str) -> String {
        let Some(at) = self.at else { return self.what.clone() };
        let told = format!("{} at position {at}", self.what);
        if !pattern.contains('\n') {
            return told;
        }
        let before: String = pattern.chars().take(at).collect();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{told} (line {}, column {column})", before.matches('\n').count() + 1)
    }
}

pub(super) type Result<T> = std::result::Result<T, Wrong>;

/// A character, or a backslash with the character after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Plain(char),
    Escaped(char),
}

impl Token {
    /// In characters.
    pub(super) fn len(self) -> usize {
        match self {
            Token::Plain(_) => 1,
            Token::Escaped(_) => 2,
        }
    }

    /// Whether it is one of these characters, not escaped.
    pub(super) fn is_one_of(self, characters: &str) -> bool {
        matches!(self, Token::Plain(c) if characters.contains(c))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Plain(c) => write!(out, "{c}"),
            Token::Escaped(c) => write!(out, "\\{c}"),
        }
    }
}

/// Goes through a pattern. Python looks one token ahead, so it sees a lone backslash at the end as soon as it gets there.
pub(super) struct Tokens {
    text: Vec<char>,
    /// Where the next token starts.
    at: usize,
}

impl Tokens {
    pub(super) fn new(pattern: &str) -> Tokens {
        Tokens { text: pattern.chars().collect(), at: 0 }
    }

    pub(super) fn tell(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn peek(&self) -> Result<Option<Token>> {
        match self.text.get(self.at..).unwrap_or_default() {
            [] => Ok(None),
            ['\\'] => Err(Wrong {
                what: "bad escape (end of pattern)".to_owned(),
                at: Some(self.text.len() - 1),
                by_python: true,
            }),
            ['\\', c, ..] => Ok(Some(Token::Escaped(*c))),
            [c, ..] => Ok(Some(Token::Plain(*c))),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Token>> {
        let token = self.peek()?;
        self.at += token.map_or(0, Token::len);
        self.peek()?;
        Ok(token)
    }

    /// The next token of a construct that can't end here.
    pub(super) fn needed(&mut self) -> Result<Token> {
        self.next()?.ok_or_else(|| self.wrong("unexpected end of pattern", 0))
    }

    /// Whether the next token is this character; then it is taken.
    pub(super) fn eat(&mut self, wanted: char) -> Result<bool> {
        let found = self.peek()? == Some(Token::Plain(wanted));
        if found {
            self.next()?;
        }
        Ok(found)
    }

    /// As many of these characters as there are, up to `most`.
    pub(super) fn run_of(&mut self, most: usize, fits: impl Fn(char) -> bool) -> Result<String> {
        let mut run = String::new();
        for _ in 0..most {
            let Some(c) = self.text.get(self.at).copied().filter(|c| fits(*c)) else { break };
            self.next()?;
            run.push(c);
        }
        Ok(run)
    }

    /// What is before `end`, which is taken too; `name` says what that is.
    pub(super) fn until(&mut self, end: char, name: &str) -> Result<String> {
        let mut found = String::new();
        loop {
            match self.next()? {
                None if found.is_empty() => return Err(self.wrong(format!("missing {name}"), 0)),
                None => return Err(self.wrong(format!("missing {end}, unterminated name"), found.chars().count())),
                Some(token) if token == Token::Plain(end) => {
                    return if found.is_empty() { Err(self.wrong(format!("missing {name}"), 1)) } else { Ok(found) };
                }
                Some(token) => found += &token.to_string(),
            }
        }
    }

    /// What Python says is wrong `offset` characters before the next token.
    pub(super) fn wrong(&self, what: impl Into<String>, offset: usize) -> Wrong {
        Wrong { what: what.into(), at: Some(self.at.saturating_sub(offset)), by_python: true }
    }
}
