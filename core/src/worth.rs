//! Which paths are worth reading, by their names alone: in archives, and for the page before it reads a dropped folder.

/// Folders that are never the project's own: of tools, of the version control, of the system.
const IGNORED_FOLDERS: &[&str] = &[
    "__MACOSX",
    ".git",
    ".hg",
    ".idea",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".venv",
    "__pycache__",
    "node_modules",
];

#[rustfmt::skip]
const IGNORED_EXTENSIONS: &[&str] = &[
    // Pictures, fonts, sound, film.
    "avif", "bmp", "eot", "gif", "icns", "ico", "jpeg", "jpg", "mp3", "mp4", "ogg", "otf", "pdf", "png", "psd", "svg", "tif",
    "tiff", "ttf", "wav", "webm", "webp", "woff", "woff2",
    // Pages, and what they are built from.
    "cjs", "css", "htm", "html", "js", "jsx", "less", "map", "md", "mjs", "rst", "sass", "scss", "ts", "tsx", "vue",
    // Other languages.
    "bat", "c", "cc", "cpp", "cs", "go", "h", "hpp", "java", "kt", "php", "ps1", "pxd", "pyi", "pyx", "rb", "rs", "sh", "sql",
    // Programs, libraries and packages.
    "a", "class", "deb", "dll", "dylib", "egg", "exe", "jar", "lib", "o", "pyc", "pyd", "pyo", "rpm", "so", "wasm", "whl",
    // Documents and data of others.
    "csv", "docx", "ipynb", "lock", "mo", "npy", "npz", "parquet", "po", "pptx", "xlsx", "yaml", "yml",
];

/// Whether a file of that path is worth reading at all. `false` in folders that are never the project's own, and for names
/// that say that the file is something else.
///
/// `site-packages` and `dist-packages` are passed over, and so everything in virtual environments, `.tox` and `.nox`: they
/// hold thousands of sources that are not the project's, and coverage.py does not measure them unless told to. Where a lane
/// did measure the project's installed copy there, coverage.py's `[paths]` maps it to the source tree; without it, drop that
/// very `site-packages`: as the outermost folder it is read. (Data files in `.tox` itself are read.)
pub fn can_matter(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    // What follows `.coverage.` is a lane's name, whatever else ends so.
    let of_data = name.starts_with(".coverage");
    let extension = name.rsplit_once('.').filter(|_| !of_data).map(|(_, extension)| extension.to_ascii_lowercase());
    folder_can_matter(folders) && !extension.is_some_and(|extension| IGNORED_EXTENSIONS.contains(&extension.as_str()))
}

/// Whether anything in the folder of that path is worth reading.
pub fn folder_can_matter(path: &str) -> bool {
    !path.split('/').enumerate().any(|(i, folder)| {
        IGNORED_FOLDERS.contains(&folder) || (i > 0 && matches!(folder, "site-packages" | "dist-packages"))
    })
}
