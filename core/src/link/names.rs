//! Paths, each by what it shares with the one before it: how many folders, and the text behind them.

use super::bytes::{Reader, Writer};

impl Writer {
    /// Paths, without how many they are. Where their texts begin.
    pub(super) fn paths<'a>(&mut self, paths: impl Iterator<Item = &'a str> + Clone) -> usize {
        let before = std::iter::once("").chain(paths.clone());
        let shared: Vec<&str> = before.zip(paths.clone()).map(|(before, path)| shared(before, path)).collect();
        shared.iter().for_each(|folders| self.count(folders.matches('/').count()));
        let texts = self.0.len();
        shared.iter().zip(paths).for_each(|(folders, path)| self.text(path.strip_prefix(folders).unwrap_or(path)));
        texts
    }
}

impl Reader<'_> {
    /// So many paths.
    pub(super) fn paths(&mut self, count: usize) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        for n_folders in self.numbers(count) {
            let before = paths.last().map_or("", String::as_str);
            let slashes = before.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(at, _)| at + 1);
            let end = std::iter::once(0).chain(slashes).nth(usize::try_from(n_folders).unwrap_or(usize::MAX));
            let Some(folders) = end.and_then(|end| before.get(..end)).filter(|folders| self.works_out(folders.len()))
            else {
                self.damaged("A path in it shares folders that are not there.");
                break;
            };
            let path = [folders, &self.text()].concat();
            paths.push(path);
        }
        paths
    }
}

/// The folders that two paths begin with, with a slash at their end.
fn shared<'a>(before: &str, path: &'a str) -> &'a str {
    let same = before.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
    let end = same.enumerate().filter(|(_, (byte, _))| *byte == b'/').last().map_or(0, |(at, _)| at + 1);
    path.get(..end).unwrap_or_default()
}
