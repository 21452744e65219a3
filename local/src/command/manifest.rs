//! `manifest`: the manifest printed, written, compared with a file, or two of them compared.

use std::path::Path;
use std::time::Duration;

use fingerpost_manifest::{Manifest, diff};
use similar::TextDiff;

use super::arguments::{ManifestArgs, ManifestCommand};
use super::manifest_file;
use super::staged::Staged;
use crate::program::Program;
use crate::terminal::{CommandError, print, print_lines};

/// How long the shortest difference is looked for; after that, any will do.
const PATIENCE: Duration = Duration::from_secs(2);

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
    let known = manifest_file::read(file)?;
    if known == json.as_bytes() {
        return Ok(());
    }
    let known = String::from_utf8_lossy(&known);
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(&*known, json);
    print_lines(&diff.unified_diff().context_radius(2).header("checked in", from).to_string());
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
    Manifest::parse(&manifest_file::read(file)?).map_err(|wrong| format!("{place}: {wrong}").into())
}
