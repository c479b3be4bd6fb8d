//! The project root: what relative paths are relative to. The browser has no current directory, so it is given as text.
//!
//! The *canonical form* of a path: inside the root it is relative to it, with `/` (`backend/app/x.py`); any other path is
//! left as it is.

/// The directory that stands for coverage.py's current directory.
#[derive(Clone, Debug)]
pub struct Root {
    /// Without a slash at its end; empty for `/`.
    path: String,
    windows: bool,
    /// Follows symbolic links, where there is a file system.
    real: Option<fn(&str) -> String>,
}

impl Root {
    /// The root at an absolute path: `/home/runner/srv/r/r`, or for a program that runs on Windows `C:\work\r`. Anything
    /// else is taken from `/` on.
    ///
    /// With a root like `/…` everything is as coverage.py has it on Linux, where `C:\x` is a name like any other.
    pub fn new(path: &str) -> Root {
        let root = Root { path: String::new(), windows: is_windows(path), real: None };
        let path = root.absolute(path);
        Root { path: path.trim_end_matches(['/', '\\']).to_owned(), ..root }
    }

    /// The same root where there is a file system: `real` gives the path that symbolic links lead to, for an absolute path.
    #[must_use]
    pub fn with_links(mut self, real: fn(&str) -> String) -> Root {
        self.real = Some(real);
        self
    }

    /// The root, without a slash at its end unless it is all there is.
    pub fn path(&self) -> &str {
        if self.path.is_empty() { "/" } else { &self.path }
    }

    /// Whether paths are those of Windows.
    pub fn is_windows(&self) -> bool {
        self.windows
    }

    /// The separator of the root's system.
    pub fn separator(&self) -> char {
        if self.windows { '\\' } else { '/' }
    }

    /// The absolute path without `.`, `..` and doubled slashes, links followed (coverage.py's `abs_file`).
    pub fn absolute(&self, path: &str) -> String {
        let path = self.normalized(path);
        self.real.map_or_else(|| path.clone(), |real| real(&path))
    }

    fn normalized(&self, path: &str) -> String {
        let separators: &[char] = if self.windows { &['/', '\\'] } else { &['/'] };
        let is_absolute = path.starts_with('/') || self.windows && (is_windows(path) || path.starts_with('\\'));
        let base = if is_absolute { "" } else { &self.path };
        let mut parts: Vec<&str> = Vec::new();
        for part in base.split(separators).chain(path.split(separators)) {
            match part {
                "" | "." => {}
                ".." => _ = parts.pop_if(|part| !(self.windows && part.ends_with(':'))),
                _ => parts.push(part),
            }
        }
        let joined = parts.join(if self.windows { "\\" } else { "/" });
        match (self.windows, parts.first()) {
            (true, Some(drive)) if drive.ends_with(':') && parts.len() > 1 => joined,
            (true, Some(drive)) if drive.ends_with(':') => joined + "\\",
            (true, _) if path.starts_with("\\\\") || !is_absolute => format!("\\\\{joined}"),
            (true, _) => format!("\\{joined}"),
            (false, _) => format!("/{joined}"),
        }
    }

    /// The canonical form: relative to the root, with `/`, if the path starts with the root (coverage.py's
    /// `relative_filename`). Nothing else is changed.
    pub fn canonical(&self, path: &str) -> String {
        if !self.windows {
            let inside = path.strip_prefix(&self.path).and_then(|rest| rest.strip_prefix('/'));
            return inside.unwrap_or(path).to_owned();
        }
        let mut rest = path.chars();
        let inside = self.path.chars().all(|c| rest.next().is_some_and(|other| fold(c) == fold(other)));
        match rest.next() {
            Some('/' | '\\') if inside => rest.as_str().replace('\\', "/"),
            _ => path.to_owned(),
        }
    }
}

/// Whether a path is absolute on any system (coverage.py's `isabs_anywhere`, by CPython 3.13's rules).
pub fn is_absolute_anywhere(path: &str) -> bool {
    path.starts_with('/') || is_windows(path)
}

/// The first slash or backslash of a path (coverage.py's `sep`).
pub(super) fn separator_in(path: &str) -> Option<char> {
    path.chars().find(|c| matches!(c, '/' | '\\'))
}

/// Whether a path is absolute on Windows: a drive and a slash, or a share.
fn is_windows(path: &str) -> bool {
    let is_slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    let mut chars = path.chars();
    let first = chars.next();
    let second = chars.next();
    second == Some(':') && is_slash(chars.next()) || is_slash(first) && is_slash(second)
}

fn fold(c: char) -> char {
    match c {
        '/' => '\\',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_inside_the_root_become_relative() {
        let root = Root::new("/srv/r/r/");
        for (path, expected) in [
            ("/srv/r/r/a/x.py", "a/x.py"),
            ("/srv/r/rr/a/x.py", "/srv/r/rr/a/x.py"),
            ("/srv/r/r", "/srv/r/r"),
            ("a/x.py", "a/x.py"),
            ("C:\\work\\x.py", "C:\\work\\x.py"),
        ] {
            assert_eq!(root.canonical(path), expected);
        }
        assert_eq!(root.absolute("./a//b/../x.py"), "/srv/r/r/a/x.py");
        assert_eq!(root.absolute("../../../../x.py"), "/x.py");
        assert_eq!(Root::new("").absolute("x.py"), "/x.py");
        assert_eq!(Root::new("/").canonical("/x.py"), "x.py");
    }

    #[test]
    fn a_root_on_windows_ignores_case_and_kind_of_slash() {
        let root = Root::new("D:\\a\\Repo\\");
        for (path, expected) in [
            ("D:\\a\\Repo\\src\\x.py", "src/x.py"),
            ("d:/A/repo/src/x.py", "src/x.py"),
            ("D:\\a\\Repository\\x.py", "D:\\a\\Repository\\x.py"),
            ("/home/x.py", "/home/x.py"),
        ] {
            assert_eq!(root.canonical(path), expected);
        }
        for (path, expected) in [
            ("src/./x.py", "D:\\a\\Repo\\src\\x.py"),
            ("..\\x.py", "D:\\a\\x.py"),
            ("C:\\..\\x.py", "C:\\x.py"),
            ("C:\\", "C:\\"),
            ("\\\\host\\share\\x.py", "\\\\host\\share\\x.py"),
        ] {
            assert_eq!(root.absolute(path), expected);
        }
    }
}
