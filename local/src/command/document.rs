//! A text that is made of the source: printed, written to a file, or held against the file that is there.

use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::arguments::FileArgs;
use super::manifest_file;
use super::staged::Staged;
use crate::terminal::{CommandError, print, print_lines};

/// How long the shortest difference is looked for; after that, any will do.
const PATIENCE: Duration = Duration::from_secs(2);

/// A text, and where it comes from.
pub(super) struct Document<'a> {
    pub(super) text: String,
    /// `from the source`.
    pub(super) from: &'a str,
    /// What `--write` is an option of.
    pub(super) command: &'a str,
}

impl Document<'_> {
    /// Does with it what the arguments say.
    pub(super) fn give(&self, args: &FileArgs) -> Result<(), CommandError> {
        match (&args.write, &args.check) {
            (Some(file), _) => Staged::new(file, self.text.as_bytes())?.replace(),
            (None, Some(file)) => self.check(file),
            (None, None) => {
                print(&self.text);
                Ok(())
            }
        }
    }

    /// Fails, with the difference, when a file is not what would be written now.
    fn check(&self, file: &Path) -> Result<(), CommandError> {
        let known = manifest_file::read(file)?;
        if known == self.text.as_bytes() {
            return Ok(());
        }
        let known = String::from_utf8_lossy(&known);
        let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(&*known, &*self.text);
        print_lines(&diff.unified_diff().context_radius(2).header("checked in", self.from).to_string());
        let (file, command) = (file.display(), self.command);
        Err(format!("{file} is stale: `cargo run -- {command} --write {file}` refreshes it").into())
    }
}
