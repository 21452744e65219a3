//! `manifest`: the manifest printed, written, compared with a file, or two APIs compared by their manifests and
//! OpenAPI documents.

use std::path::Path;

use fingerpost_manifest::Manifest;
use fingerpost_manifest::diff::{self, Change, OpenApi};

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
    let changes = changes(&Side::read(old)?, &Side::read(new)?)?;
    print(&diff::report(&changes));
    let stops = changes.iter().filter(|change| change.stops).count();
    if exit_code && stops > 0 {
        let (changes, widen) =
            if stops == 1 { ("change breaks", "widens") } else { ("changes break", "widen") };
        return Err(format!("{stops} {changes} the API for its callers or {widen} what it permits").into());
    }
    Ok(())
}

/// What is known of an API at one of the two times.
#[derive(Default)]
struct Side {
    shown: String,
    manifest: Option<Manifest>,
    document: Option<OpenApi>,
}

/// The files of a folder that are compared.
const FILES: [&str; 2] = ["manifest.json", "openapi.json"];

impl Side {
    /// Reads a manifest, an OpenAPI document, or both of a folder.
    fn read(path: &Path) -> Result<Self, String> {
        let mut side = Self { shown: path.display().to_string(), ..Self::default() };
        if !path.is_dir() {
            side.add(path)?;
            return Ok(side);
        }
        let files: Vec<_> = FILES.iter().map(|name| path.join(name)).filter(|file| file.exists()).collect();
        if files.is_empty() {
            let [manifest, document] = FILES;
            return Err(format!("{} has neither {manifest} nor {document}", side.shown));
        }
        files.iter().try_for_each(|file| side.add(file))?;
        Ok(side)
    }

    /// Adds what is in a file, which says by itself what it is.
    fn add(&mut self, file: &Path) -> Result<(), String> {
        let json = manifest_file::read(file)?;
        let said = |wrong| format!("{}: {wrong}", file.display());
        if OpenApi::is_one(&json) {
            self.document = Some(OpenApi::parse(&json).map_err(said)?);
        } else {
            self.manifest = Some(Manifest::parse(&json).map_err(said)?);
        }
        Ok(())
    }

    fn what(&self) -> &'static str {
        match (&self.manifest, &self.document) {
            (Some(_), Some(_)) => "a manifest and an OpenAPI document",
            (None, Some(_)) => "an OpenAPI document",
            _ => "a manifest",
        }
    }
}

/// What changed, of what there is on both sides.
fn changes(old: &Side, new: &Side) -> Result<Vec<Change>, String> {
    if old.what() != new.what() {
        let (old, new) = ((&old.shown, old.what()), (&new.shown, new.what()));
        return Err(format!("{} is {} and {} is {}; both must be of one kind", old.0, old.1, new.0, new.1));
    }
    let manifests = old.manifest.as_ref().zip(new.manifest.as_ref());
    let mut changes = manifests.map_or_else(Vec::new, |(old, new)| diff::changes(old, new));
    if let Some((was, is)) = old.document.as_ref().zip(new.document.as_ref()) {
        let compared = diff::documents(was, is, manifests);
        let failed = |wrong| format!("{} and {} cannot be compared: {wrong}", old.shown, new.shown);
        changes.extend(compared.map_err(failed)?);
    }
    Ok(changes)
}
