//! `manifest`: the manifest printed, written, compared with a file, or two of them compared.

use std::path::Path;

use fingerpost_manifest::{Manifest, diff};

use super::arguments::{ManifestArgs, ManifestCommand};
use super::staged::Staged;
use crate::program::Program;
use crate::terminal::{CommandError, print};

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: ManifestArgs,
) -> Result<(), CommandError> {
    if let Some(ManifestCommand::Diff { old, new, exit_code }) = args.command {
        return compare(&old, &new, exit_code);
    }
    let (json, from, option) = if args.schema {
        (Manifest::schema()?, "from this version", " --schema")
    } else {
        (program()?.manifest.to_json()?, "from the source", "")
    };
    match (args.write, args.check) {
        (Some(file), _) => Staged::new(&file, json.as_bytes())?.replace(),
        (None, Some(file)) => check(&file, &json, from, option),
        (None, None) => {
            print(&json);
            Ok(())
        }
    }
}

/// Fails, with the difference, when a file is not what would be written now.
fn check(file: &Path, json: &str, from: &str, option: &str) -> Result<(), CommandError> {
    let known =
        std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    if known == json {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&*known, json);
    print(&diff.unified_diff().context_radius(2).header("checked in", from).to_string());
    let file = file.display();
    Err(format!("{file} is stale: `cargo run -- manifest{option} --write {file}` refreshes it").into())
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
    let json = std::fs::read(file).map_err(|error| format!("cannot read {place}: {error}"))?;
    Manifest::parse(&json).map_err(|wrong| format!("{place}: {wrong}").into())
}
