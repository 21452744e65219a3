//! `--binary`: from which executable the functions are started, and the manifest that is meant.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use fingerpost_manifest::Manifest;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use super::arguments::BinaryArgs;
use super::manifest_file::{self, LIMIT, within_limit};
use crate::functions::{Child, Executable};
use crate::program::Program;
use crate::terminal::CommandError;

/// How long an executable may take to print its manifest.
const PATIENCE: Duration = Duration::from_secs(10);

/// The executable that is asked for, or this one, and its manifest.
///
/// # Errors
///
/// One sentence: there is no such executable, or it has no manifest that can be used.
pub(super) async fn open(
    args: &BinaryArgs,
    program: impl Fn() -> Result<Program, CommandError>,
) -> Result<(Manifest, Executable), CommandError> {
    let Some(binary) = &args.binary else {
        return Ok((program()?.manifest, Executable::own()?));
    };
    let executable = Executable::at(binary)?;
    let (source, json) = match &args.manifest {
        Some(file) => (file.display().to_string(), manifest_file::read(file)?),
        None => (format!("what `{} manifest` printed", binary.display()), ask(&executable, binary).await?),
    };
    let manifest = Manifest::parse(&json).map_err(|wrong| format!("{source} is not a manifest: {wrong}"))?;
    Ok((manifest, executable))
}

/// What the executable's own `manifest` prints. It may say the rest on stderr.
async fn ask(executable: &Executable, binary: &Path) -> Result<Vec<u8>, String> {
    let mut command = executable.command();
    command.arg("manifest").stdout(Stdio::piped()).stderr(Stdio::inherit());
    // With this variable it would be a function.
    command.env_remove("AWS_LAMBDA_RUNTIME_API");
    let mut child = Child::start(executable, command).await?;
    let answered = timeout(PATIENCE, answer(&mut child)).await;
    child.end().await;
    let answered = answered.unwrap_or_else(|_| Err(format!("did not end within {} s", PATIENCE.as_secs())));
    answered
        .map_err(|what| format!("`{} manifest` {what}; `--manifest` names a file instead", binary.display()))
}

async fn answer(child: &mut Child) -> Result<Vec<u8>, String> {
    let mut json = Vec::new();
    if let Some(stdout) = child.stdout() {
        let read = stdout.take(LIMIT + 1).read_to_end(&mut json).await;
        read.map_err(|error| format!("cannot be read: {error}"))?;
    }
    let json = within_limit(json).ok_or_else(|| format!("printed more than {LIMIT} bytes"))?;
    let status = child.ended().await?;
    if status.success() { Ok(json) } else { Err(format!("failed, {status}")) }
}
