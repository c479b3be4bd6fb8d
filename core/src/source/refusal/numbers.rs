//! Numbers as CPython's tokenizer reads them, and why it refuses one.

/// How many bytes a number at the start of a text has.
///
/// # Errors
/// What CPython says about it.
pub(super) fn number(text: &str) -> Result<usize, String> {
    let mut number = Number { text, at: 0 };
    number.read()?;
    Ok(number.at)
}

struct Number<'t> {
    text: &'t str,
    at: usize,
}

impl Number<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn take(&mut self, is: impl Fn(char) -> bool) -> bool {
        let found = self.peek().is_some_and(is);
        self.at += usize::from(found);
        found
    }

    fn read(&mut self) -> Result<(), String> {
        if self.take(|c| c == '0') {
            for (letters, radix, kind) in [("xX", 16, "hexadecimal"), ("oO", 8, "octal"), ("bB", 2, "binary")] {
                if self.take(|c| letters.contains(c)) {
                    return self.digits_of(radix, kind);
                }
            }
            return self.after_zero();
        }
        if self.peek() != Some('.') {
            self.decimal()?;
        }
        self.fraction()
    }

    fn digits_of(&mut self, radix: u32, kind: &str) -> Result<(), String> {
        loop {
            self.take(|c| c == '_');
            if !self.peek().is_some_and(|c| c.is_digit(radix)) {
                return Err(match self.peek() {
                    Some(c) if c.is_ascii_digit() => format!("invalid digit '{c}' in {kind} literal"),
                    _ => format!("invalid {kind} literal"),
                });
            }
            while self.take(|c| c.is_digit(radix)) {}
            if self.peek() != Some('_') {
                break;
            }
        }
        match self.peek() {
            Some(c) if c.is_ascii_digit() => Err(format!("invalid digit '{c}' in {kind} literal")),
            _ => self.end(kind),
        }
    }

    fn after_zero(&mut self) -> Result<(), String> {
        let mut nonzero = false;
        loop {
            if self.take(|c| c == '_') && !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                return Err("invalid decimal literal".to_owned());
            }
            if !self.take(|c| c == '0') {
                break;
            }
        }
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            nonzero = true;
            self.decimal()?;
        }
        match self.peek() {
            Some('.' | 'e' | 'E' | 'j' | 'J') => self.fraction(),
            _ if nonzero => {
                Err("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
                    .to_owned())
            }
            _ => self.end("decimal"),
        }
    }

    fn decimal(&mut self) -> Result<(), String> {
        loop {
            while self.take(|c| c.is_ascii_digit()) {}
            if !self.take(|c| c == '_') {
                return Ok(());
            }
            if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                return Err("invalid decimal literal".to_owned());
            }
        }
    }

    fn fraction(&mut self) -> Result<(), String> {
        if self.take(|c| c == '.') && self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.decimal()?;
        }
        let before = self.at;
        if self.take(|c| matches!(c, 'e' | 'E')) {
            let signed = self.take(|c| matches!(c, '+' | '-'));
            if self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.decimal()?;
            } else if signed {
                return Err("invalid decimal literal".to_owned());
            } else {
                self.at = before;
                return self.end("decimal");
            }
        }
        if self.take(|c| matches!(c, 'j' | 'J')) {
            return self.end("imaginary");
        }
        self.end("decimal")
    }

    /// A keyword may follow at once, as in `1if x else y`; other names may not.
    fn end(&self, kind: &str) -> Result<(), String> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let follows = ["and", "else", "for", "if", "in", "is", "not", "or"].iter().any(|word| rest.starts_with(word));
        match self.peek() {
            Some(c) if !follows && (c.is_alphanumeric() || c == '_' || !c.is_ascii()) => {
                Err(format!("invalid {kind} literal"))
            }
            _ => Ok(()),
        }
    }
}
