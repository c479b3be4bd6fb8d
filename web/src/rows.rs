//! The table's rows on their way to the page. They are as long as the report is large, and few of them are ever drawn: so each
//! stands behind the response with its length before it, and the page reads those that it draws.

use std::borrow::Cow;
use std::rc::Rc;

use covscope_core::view::{Row, Rows};

use crate::packed;

/// Bytes of a row's length.
const LENGTH: usize = 4;

/// Writes rows behind what is written already.
pub fn write(rows: &dyn Rows, mut bytes: Vec<u8>) -> Vec<u8> {
    for row in (0..rows.len()).filter_map(|at| rows.get(at)) {
        let start = bytes.len();
        bytes.extend([0; LENGTH]);
        bytes = packed::append(&*row, bytes);
        // No row has 4 GB.
        let length = (bytes.len() - start - LENGTH) as u32;
        bytes.iter_mut().skip(start).zip(length.to_le_bytes()).for_each(|(byte, of_length)| *byte = of_length);
    }
    bytes
}

/// Rows as they were written.
#[derive(Debug)]
pub struct Written {
    bytes: Vec<u8>,
    /// Where each begins and ends.
    places: Vec<(usize, usize)>,
}

impl Written {
    /// Those that stand in `bytes`.
    pub fn new(bytes: Vec<u8>) -> Written {
        let (mut places, mut start) = (Vec::new(), LENGTH);
        while let Some(length) = bytes.get(start - LENGTH..).and_then(|rest| rest.first_chunk()) {
            let end = start + u32::from_le_bytes(*length) as usize;
            places.push((start, end));
            start = end + LENGTH;
        }
        Written { bytes, places }
    }

    fn bytes(&self, at: usize) -> Option<&[u8]> {
        let (start, end) = *self.places.get(at)?;
        self.bytes.get(start..end)
    }
}

impl Rows for Written {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn get(&self, at: usize) -> Option<Rc<Row>> {
        self.bytes(at).map(packed::read)
    }

    fn path(&self, at: usize) -> Option<Cow<'_, str>> {
        // It is the first of a row's fields.
        self.bytes(at).map(packed::first_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_one_by_one() {
        let row = |path: &str, depth| Rc::new(Row { path: path.to_owned(), depth, ..Row::default() });
        let rows = vec![row("", 0), row(&"ä/".repeat(200), 3), row("b.py", 1)];
        let written = Written::new(write(&rows, Vec::new()));
        assert_eq!(written.len(), 3);
        for at in 0..4 {
            assert_eq!((written.get(at), written.path(at)), (Rows::get(&rows, at), rows.path(at)));
        }
        assert_eq!(Written::new(Vec::new()).len(), 0);
    }
}
