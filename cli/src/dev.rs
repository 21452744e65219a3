//! `dev`: the API of the project, run by `cargo run -- serve`, with `--watch` where that has it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use crate::arguments::DevArgs;
use crate::project::Project;

pub(crate) fn run(args: &DevArgs) -> Result<(), String> {
    let project = Project::find()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let run = |options: &[&str]| {
        let mut command = Command::new(&cargo);
        command.current_dir(&project.folder).arg("run").args(options).args(["--", "serve"]);
        command
    };
    let mut help = run(&["--quiet"]);
    let help = help.arg("--help").stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let help = help.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !help.status.success() {
        return Err("the project cannot be run: `cargo run -- serve --help` failed".to_owned());
    }
    let watches = String::from_utf8_lossy(&help.stdout).contains("--watch");
    let mut serve = run(&[]);
    serve.args(watches.then_some("--watch")).args(&args.options);
    // From here on this process is cargo: signals reach it, and its exit code is the answer.
    Err(format!("cannot run cargo: {}", serve.exec()))
}
