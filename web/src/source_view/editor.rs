//! Links that open a line in the person's own editor.

use covscope_core::line::LineNo;
use covscope_core::view::File;

use crate::route::encode;
use crate::shared::storage;

/// Editors and what their links look like: `{path}` is the whole path, `{file}` the one in the project, `{project}` the name of the
/// project's folder.
pub(super) const EDITORS: [(&str, &str); 3] = [
    ("VS Code", "vscode://file{path}:{line}"),
    ("Cursor", "cursor://file{path}:{line}"),
    ("PyCharm", "jetbrains://pycharm/navigate/reference?project={project}&path={file}:{line}"),
];

/// The settings: the link's pattern, and the project's folder on this computer.
pub(super) const PATTERN: &str = "editor";
pub(super) const ROOT: &str = "root";

/// The pattern in force.
pub(super) fn pattern() -> String {
    storage::get(PATTERN).unwrap_or_else(|| EDITORS.first().map_or("", |(_, pattern)| pattern).to_owned())
}

/// The project's folder: the one the person typed, else the one where a lane measured the file.
pub(super) fn root(file: &File) -> String {
    storage::get(ROOT).or_else(|| measured_root(file)).unwrap_or_default()
}

fn measured_root(file: &File) -> Option<String> {
    let root = |(_, path): &(usize, String)| {
        path.strip_suffix(&file.row.path).filter(|root| is_absolute(root)).map(str::to_owned)
    };
    file.measured_as.iter().find_map(root)
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.get(1..3).is_some_and(|drive| drive == ":\\" || drive == ":/")
}

/// The link to a line of a file; `None` when the folder is not known, or the pattern is none of a link into an editor.
pub(super) fn link(pattern: &str, root: &str, file: &str, line: LineNo) -> Option<String> {
    let scheme = pattern.split_once("://")?.0.to_ascii_lowercase();
    let is_plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if scheme.is_empty() || !is_plain || ["javascript", "data", "blob"].contains(&scheme.as_str()) {
        return None;
    }
    let root = root.trim().trim_end_matches(['/', '\\']);
    let path = if is_absolute(file) { file.to_owned() } else { format!("{root}/{file}") }.replace('\\', "/");
    if !is_absolute(&path) || (root.is_empty() && !is_absolute(file)) {
        return None;
    }
    let path = if path.starts_with('/') { path } else { format!("/{path}") };
    let project = root.rsplit(['/', '\\']).next().unwrap_or_default();
    let parts = [("{path}", encode(&path)), ("{file}", encode(file)), ("{project}", encode(project))];
    let with_parts = parts.iter().fold(pattern.to_owned(), |link, (name, part)| link.replace(name, part));
    Some(with_parts.replace("{line}", &line.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_has_its_own_links() {
        let links = EDITORS.map(|(_, pattern)| link(pattern, "/home/me/my app/", "a/b#1.py", 40).unwrap_or_default());
        assert_eq!(
            links,
            [
                "vscode://file/home/me/my%20app/a/b%231.py:40",
                "cursor://file/home/me/my%20app/a/b%231.py:40",
                "jetbrains://pycharm/navigate/reference?project=my%20app&path=a/b%231.py:40",
            ]
        );
        let own = |root, file| link("idea://open?file={path}&line={line}", root, file, 7);
        assert_eq!(own("C:\\src\\", "a.py").as_deref(), Some("idea://open?file=/C:/src/a.py&line=7"));
        assert_eq!(own("", "/abs/a.py").as_deref(), Some("idea://open?file=/abs/a.py&line=7"));
    }

    #[test]
    fn no_folder_or_no_link_of_an_editor_is_no_link() {
        for root in ["", "  ", "relative/folder", "/"] {
            assert_eq!(link("vscode://file{path}:{line}", root, "a.py", 1), None, "{root:?}");
        }
        for pattern in
            ["", "{path}", "://x", "javascript://%0aalert(1)", "JavaScript://x", "java script://x", "data://x"]
        {
            assert_eq!(link(pattern, "/root", "a.py", 1), None, "{pattern}");
        }
    }
}
