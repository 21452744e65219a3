//! `--binary`: from which executable the functions are started, and the manifest that is meant.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use fingerpost_manifest::Manifest;
use fingerpost_manifest::description::Descriptions;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use super::arguments::BinaryArgs;
use super::manifest_file::{self, LIMIT, within_limit};
use crate::environment::{Given, Reads};
use crate::functions::{Child, Executable};
use crate::program::{Program, Reader};
use crate::terminal::CommandError;

/// How long an executable may take to print its manifest.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// An executable with routes, and what is known of it.
pub(super) struct Opened {
    pub(super) manifest: Manifest,
    pub(super) executable: Executable,
    /// What the routes take and give, which this executable alone can say of itself.
    pub(super) descriptions: Option<Descriptions>,
    /// What reads the settings of its functions, likewise.
    pub(super) readers: BTreeMap<String, Vec<Reader>>,
}

/// The executable that is asked for, or this one.
///
/// # Errors
///
/// One sentence: there is no such executable, or it has no manifest that can be used.
pub(super) async fn open(
    args: &BinaryArgs,
    given: &Given,
    program: impl Fn() -> Result<Program, CommandError>,
) -> Result<Opened, CommandError> {
    let Some(binary) = &args.binary else {
        let Program { manifest, descriptions, readers } = program()?;
        let executable = Executable::own()?;
        return Ok(Opened { manifest, executable, descriptions: Some(descriptions), readers });
    };
    let executable = Executable::at(binary)?;
    let (source, json) = match &args.manifest {
        Some(file) => (file.display().to_string(), manifest_file::read(file)?),
        None => {
            (format!("what `{} manifest` printed", binary.display()), ask(&executable, given, binary).await?)
        }
    };
    let manifest = Manifest::parse(&json).map_err(|wrong| format!("{source} is not a manifest: {wrong}"))?;
    Ok(Opened { manifest, executable, descriptions: None, readers: BTreeMap::new() })
}

/// What the executable's own `manifest` prints. It may say the rest on stderr. Of the shell's variables it
/// has those that its functions have.
async fn ask(executable: &Executable, given: &Given, binary: &Path) -> Result<Vec<u8>, CommandError> {
    let mut command = executable.command();
    command.arg("manifest").stdout(Stdio::piped()).stderr(Stdio::inherit());
    command.env_clear().envs(given.around(Vec::new(), Reads::default())?);
    let mut child = Child::start(executable, command).await?;
    let answered = timeout(TIME_LIMIT, answer(&mut child)).await;
    child.end().await;
    let answered = answered.unwrap_or_else(|_| Err(format!("did not end within {} s", TIME_LIMIT.as_secs())));
    answered.map_err(|what| {
        format!("`{} manifest` {what}; `--manifest` names a file instead", binary.display()).into()
    })
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
