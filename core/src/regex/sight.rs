//! What a pattern sees at a place of a text.

use memchr::memchr;

use super::tree::{At, Case, ENDLESS, One};
use super::unicode::{is_word, lower};

/// A text. Its places are counted in bytes.
#[derive(Clone, Copy)]
pub(super) struct Sight<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
}

impl<'t> Sight<'t> {
    pub(super) fn new(text: &'t str) -> Sight<'t> {
        Sight { text, bytes: text.as_bytes() }
    }

    /// The bytes from there on.
    pub(super) fn rest(&self, at: usize) -> &'t [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The end of such a character here.
    #[inline]
    pub(super) fn one(&self, one: &One, at: usize) -> Option<usize> {
        let byte = *self.bytes.get(at)?;
        if byte.is_ascii() {
            let fits = match one {
                One::Char(c) => u32::from(*c) == u32::from(byte),
                One::Any => byte != b'\n',
                One::All => true,
                One::Of(set) => set.contains_ascii(byte),
            };
            return fits.then_some(at + 1);
        }
        let c = self.char_at(at)?;
        one.contains(c).then_some(at + c.len_utf8())
    }

    /// The end of a run of such characters, of `most` at most.
    pub(super) fn run_end(&self, one: &One, start: usize, most: u32) -> usize {
        match one {
            One::Any if most == ENDLESS => memchr(b'\n', self.rest(start)).map_or(self.bytes.len(), |at| start + at),
            One::All if most == ENDLESS => self.bytes.len(),
            one => {
                let (mut at, mut count) = (start, 0);
                while (count < most || most == ENDLESS)
                    && let Some(next) = self.one(one, at)
                {
                    at = next;
                    count += 1;
                }
                at
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// Where the character before begins.
    pub(super) fn char_before(&self, at: usize) -> usize {
        (0..at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }

    /// That many characters before.
    pub(super) fn before(&self, at: usize, characters: u32) -> Option<usize> {
        let mut at = at;
        for _ in 0..characters {
            if at == 0 {
                return None;
            }
            at = self.char_before(at);
        }
        Some(at)
    }

    /// Whether a line starts there.
    pub(super) fn is_line_start(&self, at: usize) -> bool {
        at == 0 || self.bytes.get(at - 1) == Some(&b'\n')
    }

    pub(super) fn is_at(&self, place: At, at: usize) -> bool {
        match place {
            At::TextStart => at == 0,
            At::LineStart => self.is_line_start(at),
            At::TextEnd => at == self.bytes.len(),
            At::LineEnd => self.bytes.get(at).is_none_or(|byte| *byte == b'\n'),
            At::LastLineEnd => matches!(self.rest(at), [] | b"\n"),
            At::Boundary { wanted, ascii } => {
                let is_word = |c: Option<char>| c.is_some_and(|c| is_word(c, ascii));
                let before = self.text.get(..at).and_then(|before| before.chars().next_back());
                // Before 3.14, there is neither in an empty text.
                !self.bytes.is_empty() && (is_word(before) != is_word(self.char_at(at))) == wanted
            }
        }
    }

    /// The end of what stands elsewhere in the text, if it stands here too.
    pub(super) fn again(&self, (start, end): (usize, usize), at: usize, case: Case) -> Option<usize> {
        let text = self.text.get(start..end)?;
        let rest = self.text.get(at..)?;
        let ascii = match case {
            Case::Exact => return rest.starts_with(text).then_some(at + text.len()),
            case => case == Case::IgnoreAscii,
        };
        let mut others = rest.chars();
        let same = text.chars().all(|c| others.next().is_some_and(|other| lower(c, ascii) == lower(other, ascii)));
        same.then_some(self.text.len() - others.as_str().len())
    }
}
