//! `manifest`: the manifest printed, written, compared with a file, or two of them compared.

use std::path::Path;

use fingerpost_manifest::{Manifest, diff};

use super::arguments::{ManifestArgs, ManifestCommand};
use super::document::Document;
use super::manifest_file;
use crate::program::Program;
use crate::terminal::{CommandError, print};

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: ManifestArgs,
) -> Result<(), CommandError> {
    if let Some(ManifestCommand::Diff { old, new, exit_code }) = args.command {
        return compare(&old, &new, exit_code);
    }
    let document = if args.schema {
        let (what, command) = ("from this version", "manifest --schema");
        Document { text: Manifest::schema()?, from: what, command }
    } else {
        let text = program()?.manifest.to_json()?;
        Document { text, from: "from the source", command: "manifest" }
    };
    document.give(&args.file)
}

fn compare(old: &Path, new: &Path, exit_code: bool) -> Result<(), CommandError> {
    let changes = diff::changes(&read(old)?, &read(new)?);
    print(&diff::report(&changes));
    let stops = changes.iter().filter(|change| change.stops).count();
    if exit_code && stops > 0 {
        let (changes, widen) =
            if stops == 1 { ("change breaks", "widens") } else { ("changes break", "widen") };
        return Err(format!("{stops} {changes} the API for its callers or {widen} what it permits").into());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Manifest, CommandError> {
    let place = file.display();
    Manifest::parse(&manifest_file::read(file)?).map_err(|wrong| format!("{place}: {wrong}").into())
}
