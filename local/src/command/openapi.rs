//! `openapi`: the OpenAPI document printed, written or compared with a file.

use fingerpost_manifest::openapi;

use super::arguments::FileArgs;
use super::document::Document;
use crate::program::Program;
use crate::terminal::CommandError;

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: &FileArgs,
) -> Result<(), CommandError> {
    let Program { manifest, descriptions, .. } = program()?;
    let text = openapi::document(&manifest, &descriptions).to_json()?;
    Document { text, from: "from the source", command: "openapi" }.give(args)
}
