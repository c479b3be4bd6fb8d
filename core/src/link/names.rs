//! Paths, each by what it shares with the one before it: how many folders, and the text behind them.

use super::bytes::{Reader, Writer, damaged};
use crate::error::Result;

impl Writer {
    /// Paths, without how many they are.
    pub(super) fn paths<'a>(&mut self, paths: impl Iterator<Item = &'a str> + Clone) {
        let before = std::iter::once("").chain(paths.clone());
        let shared: Vec<&str> = before.zip(paths.clone()).map(|(before, path)| shared(before, path)).collect();
        shared.iter().for_each(|folders| self.count(folders.matches('/').count()));
        shared.iter().zip(paths).for_each(|(folders, path)| self.text(path.strip_prefix(folders).unwrap_or(path)));
    }
}

impl Reader<'_> {
    /// So many paths.
    pub(super) fn paths(&mut self, count: usize) -> Result<Vec<String>> {
        let shared: Vec<usize> = (0..count).map(|_| self.count()).collect::<Result<_>>()?;
        let mut paths: Vec<String> = Vec::new();
        for n_folders in shared {
            let before = paths.last().map_or("", String::as_str);
            let folders = match n_folders.checked_sub(1) {
                None => "",
                Some(last) => {
                    let end = before.match_indices('/').nth(last).map(|(at, _)| at + 1);
                    let folders = end.and_then(|end| before.get(..end));
                    folders.ok_or_else(|| damaged("A path in it shares folders that are not there."))?
                }
            };
            self.work_out(folders.len())?;
            let path = format!("{folders}{}", self.text()?);
            paths.push(path);
        }
        Ok(paths)
    }
}

/// The folders that two paths begin with, with a slash at their end.
fn shared<'a>(before: &str, path: &'a str) -> &'a str {
    let same = before.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
    let end = same.enumerate().filter(|(_, (byte, _))| *byte == b'/').last().map_or(0, |(at, _)| at + 1);
    path.get(..end).unwrap_or_default()
}
