//! A text that must not grow longer than its place allows: tables end early, by whole rows, and say so.

/// What stays free for the words about rows that are left out, and the end of the text.
const RESERVED: usize = 2_048;

/// The text so far.
pub(super) struct Page {
    text: String,
    /// The most bytes. Where characters are counted there are no more of them.
    most: usize,
    /// What stays free.
    reserved: usize,
}

impl Page {
    /// An empty one, in which there is to be room for addresses of that length.
    pub(super) fn new(most: usize, addresses: usize) -> Page {
        Page { text: String::new(), most, reserved: RESERVED + addresses }
    }

    /// The addresses stand there.
    pub(super) fn has_addresses(&mut self) {
        self.reserved = RESERVED;
    }

    /// A paragraph, which is always there.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str("\n\n");
    }

    /// Lines under a head, as many as there is room for. `what` they are is said of those left out.
    pub(super) fn lines(&mut self, head: &str, lines: &[String], what: &str) {
        if lines.is_empty() {
            return;
        }
        self.text.push_str(head);
        let mut n_shown = 0;
        for line in lines {
            if self.text.len() + line.len() + 1 + self.reserved > self.most {
                break;
            }
            self.text.push_str(line);
            self.text.push('\n');
            n_shown += 1;
        }
        self.text.push('\n');
        let n_more = lines.len() - n_shown;
        if n_more > 0 {
            self.paragraph(&format!(
                "**{n_more} more {what} are not shown: a text here holds {} characters.**",
                self.most
            ));
        }
    }

    pub(super) fn end(self) -> String {
        self.text.trim_end().to_owned() + "\n"
    }
}
