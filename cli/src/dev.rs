//! `dev`: the API of the project, run by `cargo run -- serve --watch`.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::arguments::DevArgs;
use crate::project::Project;

pub(crate) fn run(args: &DevArgs) -> Result<(), String> {
    let project = Project::find()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut serve = Command::new(&cargo);
    serve.current_dir(&project.folder).args(["run", "--", "serve", "--watch"]).args(&args.options);
    // From here on this process is cargo: signals reach it, and its exit code is the answer.
    Err(format!("cannot run cargo: {}", serve.exec()))
}
