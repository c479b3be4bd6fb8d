//! A bound on nesting, checked before the parser runs.
//!
//! The parser, and everything that walks or drops its tree, calls itself once per level. The stack of a browser's worker
//! is small and can't grow, so a source beyond these bounds is refused with words. CPython has bounds of its own: 200
//! brackets, 99 indentations, and some thousand operators in a row, beyond which `coverage report` ends in a traceback.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer::lex};

use super::SyntaxError;
use super::shallow::is_shallow;

/// What the parser enters by calling itself: brackets, of which CPython 3.13 allows 200 (`MAXLEVEL`), and in them `not`,
/// `-x`, `lambda`, `a if b else c`, `**`.
const MAX_NESTED: usize = 200;
/// CPython 3.13's `MAXINDENT`, less one for the outermost level.
const MAX_INDENTS: usize = 99;
/// The depth of the tree of one logical line. The parser builds `a.b.c`, `f()()` and `x + y + z` without calling itself,
/// but they are as deep as they are long. The deepest line known, a generated polynomial of sympy, has 571.
const MAX_DEPTH: usize = 1_000;

/// Refuses a text whose tree would be too deep.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    if is_shallow(text) {
        debug_assert_eq!(check_tokens(text), Ok(()));
        return Ok(());
    }
    check_tokens(text)
}

fn check_tokens(text: &str) -> Result<(), SyntaxError> {
    let mut lexer = lex(text, Mode::Module);
    let mut line = Line::default();
    let (mut indents, mut deepest) = (0usize, 0usize);
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Newline | TokenKind::EndOfFile => deepest = deepest.max(line.end()),
            kind => line.add(kind),
        }
        let too_deep = |what: &str, cap: usize| {
            Err(SyntaxError::new(None, format!("{what} nested more than {cap} deep can't be read here")))
        };
        if indents > MAX_INDENTS {
            return too_deep("blocks", MAX_INDENTS);
        }
        if line.outer.len() + line.prefixes > MAX_NESTED {
            return too_deep("brackets and operators", MAX_NESTED);
        }
        if deepest > MAX_DEPTH {
            return too_deep("an expression", MAX_DEPTH);
        }
        if kind == TokenKind::EndOfFile {
            return Ok(());
        }
    }
}

/// How deep the tree can be at the current token of a logical line: an upper bound, and close.
#[derive(Default)]
struct Line {
    /// Operators that the parser is in, of all levels.
    prefixes: usize,
    /// What is between two brackets, or between `lambda` and its `:`.
    level: Level,
    /// The levels around it, outermost first.
    outer: Vec<Level>,
    /// Whether the last token ended an operand, so that an operator now stands between two.
    after_operand: bool,
}

/// Operators from the loosest to the tightest. An operator ends the operands of all that are tighter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    /// `lambda`, `if` and `else` reach to the next comma.
    ToComma,
    Not,
    /// Comparisons, however many, are one node.
    Compare,
    Or,
    Xor,
    And,
    Shift,
    Add,
    Multiply,
    /// Signs, `await` and `**`.
    Sign,
    /// `.a`, `()`, `[]`.
    Postfix,
}

const KINDS: usize = Binds::Postfix as usize + 1;

#[derive(Clone, Copy, Default)]
struct Level {
    /// How many operators of a kind the current operand is in, and the most that any was in since the last comma.
    counts: [u16; KINDS],
    most: [u16; KINDS],
    /// The deepest bracket since the last comma.
    inner: usize,
    /// The deepest part up to the last comma.
    before: usize,
    is_lambda: bool,
}

impl Level {
    fn depth(&self) -> usize {
        self.before.max(self.most.iter().copied().map(usize::from).sum::<usize>() + self.inner)
    }

    /// The operators that the parser is in.
    fn prefixes(&self) -> usize {
        [Binds::ToComma, Binds::Not, Binds::Sign].into_iter().map(|kind| usize::from(self.counts[kind as usize])).sum()
    }

    /// Ends the operands of operators that bind tighter.
    fn end_tighter(&mut self, kind: Binds) {
        self.counts[kind as usize + 1..].fill(0);
    }

    fn operator(&mut self, kind: Binds) {
        self.end_tighter(kind);
        let count = &mut self.counts[kind as usize];
        // Beyond that, it is too deep anyway.
        *count = count.saturating_add(1);
        self.most[kind as usize] = self.most[kind as usize].max(*count);
    }

    fn comma(&mut self) {
        *self = Level { before: self.depth(), is_lambda: self.is_lambda, ..Level::default() };
    }
}

impl Line {
    /// Ends the logical line; returns how deep it was.
    fn end(&mut self) -> usize {
        while !self.outer.is_empty() {
            self.close();
        }
        let depth = self.level.depth();
        *self = Line { outer: std::mem::take(&mut self.outer), ..Line::default() };
        depth
    }

    fn add(&mut self, kind: TokenKind) {
        use TokenKind as T;
        let after_operand = std::mem::replace(&mut self.after_operand, false);
        match kind {
            T::Lpar | T::Lsqb | T::Lbrace | T::FStringStart | T::TStringStart => self.open(false),
            T::Rpar | T::Rsqb | T::Rbrace | T::FStringEnd | T::TStringEnd => {
                while self.level.is_lambda {
                    self.close();
                }
                self.close();
                self.operator(Binds::Postfix);
                self.after_operand = true;
            }
            T::Lambda => {
                self.operator(Binds::ToComma);
                self.open(true);
            }
            T::Colon if self.level.is_lambda => self.close(),
            T::If | T::Else | T::ColonEqual => self.operator(Binds::ToComma),
            T::Comma | T::Semi => self.change(Level::comma),
            // Their operands are siblings in the tree, however many there are.
            T::And | T::Or | T::Equal | T::Colon | T::FStringMiddle | T::TStringMiddle => {
                self.change(|level| level.end_tighter(Binds::ToComma));
            }
            T::EqEqual | T::NotEqual | T::Less | T::LessEqual | T::Greater | T::GreaterEqual | T::In | T::Is => {
                self.change(|level| level.end_tighter(Binds::Compare));
            }
            // `not in`
            T::Not if after_operand => {}
            T::Not => self.operator(Binds::Not),
            T::Await | T::Tilde | T::DoubleStar => self.operator(Binds::Sign),
            T::Plus | T::Minus | T::Star if !after_operand => self.operator(Binds::Sign),
            T::Vbar => self.operator(Binds::Or),
            T::CircumFlex => self.operator(Binds::Xor),
            T::Amper => self.operator(Binds::And),
            T::LeftShift | T::RightShift => self.operator(Binds::Shift),
            T::Plus | T::Minus => self.operator(Binds::Add),
            T::Star | T::Slash | T::DoubleSlash | T::Percent | T::At => self.operator(Binds::Multiply),
            T::Dot => self.operator(Binds::Postfix),
            kind if kind.is_operator() || kind.is_non_soft_keyword() && !kind.is_singleton() => {}
            _ => self.after_operand = true,
        }
    }

    fn open(&mut self, is_lambda: bool) {
        self.outer.push(self.level);
        self.level = Level { is_lambda, ..Level::default() };
    }

    fn close(&mut self) {
        self.prefixes -= self.level.prefixes();
        let depth = self.level.depth() + 1;
        // Without a level around it, a closing bracket is a syntax error, which the parser tells.
        self.level = self.outer.pop().unwrap_or_default();
        self.level.inner = self.level.inner.max(depth);
    }

    fn operator(&mut self, kind: Binds) {
        self.change(|level| level.operator(kind));
    }

    fn change(&mut self, change: impl FnOnce(&mut Level)) {
        self.prefixes -= self.level.prefixes();
        change(&mut self.level);
        self.prefixes += self.level.prefixes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(text: &str) -> bool {
        check(text).is_ok()
    }

    #[test]
    fn deep_texts_are_refused() {
        assert!(ok(&format!("x = {}{}\n", "(".repeat(200), ")".repeat(200))));
        assert!(!ok(&format!("x = {}{}\n", "(".repeat(201), ")".repeat(201))));
        assert!(!ok(&format!("x = {}{}\n", "f'{".repeat(201), "}'".repeat(201))));
        for (deep, flat) in [("-", "-1,"), ("not ", "not x and "), ("await ", "await x,"), ("x ** ", "x ** y + ")] {
            assert!(ok(&format!("{}x\n", deep.repeat(200))) && !ok(&format!("{}x\n", deep.repeat(201))), "{deep}");
            assert!(ok(&format!("x, {}x\n", flat.repeat(900))), "{flat}");
        }
        for deep in ["lambda: ", "lambda a, b: ", "x if y else ", "x and lambda: ", "(-"] {
            assert!(!ok(&format!("{}x\n", deep.repeat(201))), "{deep}");
        }
        for deep in [".a", "()", "[0]", " + x", " - -x", " | x"] {
            assert!(ok(&format!("x{}\n", deep.repeat(900))) && !ok(&format!("x{}\n", deep.repeat(1_001))), "{deep}");
        }
        let blocks = |depth: usize| (0..depth).map(|at| format!("{}if x:\n", " ".repeat(at))).collect::<String>();
        assert!(ok(&format!("{}{}pass\n", blocks(99), " ".repeat(99))));
        assert!(!ok(&format!("{}{}pass\n", blocks(100), " ".repeat(100))));
    }

    #[test]
    fn long_is_not_deep() {
        assert!(ok(&format!("x = [{}]\n", "-f(a.b) + 1, ".repeat(10_000))));
        assert!(ok(&format!("x = {}\n", "'a' ".repeat(10_000))));
        assert!(ok(&format!("if x: pass\n{}", "elif x: pass\n".repeat(10_000))));
        assert!(ok(&format!("{}x\n", "a.b and ".repeat(10_000))));
        assert!(ok(&format!("f'{}'\n", " {x}".repeat(10_000))));
        assert!(ok(&"x = a.b + c\n".repeat(10_000)));
        assert!(ok(")]}\n:::lambda lambda )\n"));
    }
}
