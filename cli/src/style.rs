//! How wide the source of a project is, so that what is written into it stays as it is when rustfmt comes.

use std::fs;
use std::path::Path;

use toml_edit::DocumentMut;

/// The widths that rustfmt goes by, in columns.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// A line's.
    pub(crate) line: usize,
    /// That of a call's arguments in one line.
    pub(crate) call: usize,
    /// That of an attribute's arguments in one line.
    pub(crate) attribute: usize,
}

impl Style {
    /// What the nearest `rustfmt.toml` says, and rustfmt's own where it does not.
    pub(crate) fn of(folder: &Path) -> Self {
        let names = ["rustfmt.toml", ".rustfmt.toml"];
        let mut files = folder.ancestors().flat_map(|folder| names.map(|name| folder.join(name)));
        let settings =
            files.find(|file| file.is_file()).and_then(|file| read_toml(&file).ok()).unwrap_or_default();
        let line = settings.get("max_width").and_then(|width| usize::try_from(width.as_integer()?).ok());
        let line = line.unwrap_or(100);
        if settings.get("use_small_heuristics").and_then(|which| which.as_str()) == Some("Max") {
            return Self { line, call: line, attribute: line };
        }
        // In tenths: the widths grow with a line of more than a hundred.
        let ratio = ((line + 5) / 10).max(10);
        Self { line, call: 6 * ratio, attribute: 7 * ratio }
    }
}

pub(crate) fn read_toml(file: &Path) -> Result<DocumentMut, String> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    text.parse().map_err(|error: toml_edit::TomlError| format!("{shown} is not TOML: {}", error.message()))
}
