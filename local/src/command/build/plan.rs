//! What is built, with all its options, as data: `--dry-run` prints it, the build runs it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::json;

use super::profile;
use crate::command::architecture::{Architecture, VARIABLE};
use crate::command::project::Project;

/// Who compiles.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Compiler {
    /// With this machine's own linker and glibc.
    Cargo,
    /// With zig, for another processor or an older glibc.
    CargoLambda,
}

/// One call of cargo.
pub(super) struct Plan {
    arguments: Vec<OsString>,
    /// The value of `CARGO_ENCODED_RUSTFLAGS`.
    flags: OsString,
    /// Where the executable is when it has worked.
    pub(super) executable: PathBuf,
}

impl Plan {
    pub(super) fn new(
        project: &Project,
        architecture: Architecture,
        compiler: Compiler,
    ) -> Result<Self, String> {
        let target = architecture.target();
        let built = project.target_directory.join(target);
        let manifest = project.root.join("Cargo.toml");
        let mut arguments: Vec<OsString> = match compiler {
            Compiler::Cargo => vec!["build".into()],
            // In a folder of its own: it moves what it has built, and is not to move it into use.
            Compiler::CargoLambda => {
                vec![
                    "lambda".into(),
                    "build".into(),
                    "--lambda-dir".into(),
                    built.join("cargo-lambda").into(),
                ]
            }
        };
        arguments.extend(["--manifest-path".into(), manifest.into()]);
        arguments.extend(project.selection().into_iter().map(OsString::from));
        let options = ["--bin", &project.binary, "--target", target, "--profile", profile::NAME];
        arguments.extend(options.map(OsString::from));
        for setting in profile::settings(project)? {
            arguments.extend(["--config".into(), setting.into()]);
        }
        let executable = match compiler {
            Compiler::Cargo => built.join(profile::NAME).join(&project.binary),
            Compiler::CargoLambda => built.join("cargo-lambda").join(&project.binary).join("bootstrap"),
        };
        Ok(Self { arguments, flags: flags(project, architecture), executable })
    }

    /// The plan with the compiler that can do it here.
    pub(super) fn choose(project: &Project, architecture: Architecture) -> Result<(Self, Compiler), String> {
        let host = project.host()?;
        let compiler = if host == architecture.target() {
            Compiler::Cargo
        } else if project.has_command("lambda") {
            Compiler::CargoLambda
        } else {
            let name = architecture.name();
            let other = architecture.other();
            let or = if host == other.target() {
                format!(", or set {VARIABLE}={}", other.name())
            } else {
                String::new()
            };
            return Err(format!(
                "this machine cannot build for {name} by itself: install cargo-lambda (https://cargo-lambda.info){or}"
            ));
        };
        Ok((Self::new(project, architecture, compiler)?, compiler))
    }

    /// Builds; what cargo says, on either stream, goes to stderr.
    pub(super) fn run(&self, project: &Project) -> Result<(), String> {
        let mut command = project.cargo();
        command.args(&self.arguments).env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", &self.flags);
        let status = command.stdin(Stdio::null()).stdout(std::io::stderr()).status();
        let status = status.map_err(|error| format!("cannot run cargo: {error}"))?;
        if status.success() {
            return Ok(());
        }
        Err(format!("cargo could not build `{}`, so nothing was replaced", project.package))
    }

    pub(super) fn to_json(&self) -> String {
        let arguments: Vec<_> = self.arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let environment = json!({ "CARGO_ENCODED_RUSTFLAGS": self.flags.to_string_lossy() });
        let executable = self.executable.to_string_lossy();
        let plan = json!({ "arguments": arguments, "environment": environment, "executable": executable });
        format!("{plan:#}\n")
    }
}

/// The compiler's flags. The same source gives the same bytes wherever it stands: no path of this machine
/// is in them. The executable has a fixed address, as Go's have: a cold start then relocates nothing, and
/// the file is 240 KB smaller. And what is marked `#[inline]` is copied to its callers up to half of LLVM's
/// usual size, which is 325: 70 KB less.
fn flags(project: &Project, architecture: Architecture) -> OsString {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let mut flags = vec![remap(&project.root, ".")];
    flags.extend(cargo_home.map(|home| remap(&home, "cargo")));
    flags.push(format!("-Ctarget-cpu={}", architecture.processor()).into());
    flags.extend(["-Crelocation-model=static", "-Cllvm-args=-inlinehint-threshold=150"].map(OsString::from));
    // What is given stands last, and so wins.
    if let Some(given) = std::env::var_os("CARGO_ENCODED_RUSTFLAGS") {
        flags.push(given);
    } else if let Ok(given) = std::env::var("RUSTFLAGS") {
        flags.extend(given.split_whitespace().map(OsString::from));
    }
    flags.retain(|flag| !flag.is_empty());
    // Encoded, so that a path may have spaces.
    flags.join("\x1f".as_ref())
}

fn remap(path: &std::path::Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(path);
    flag.push("=");
    flag.push(to);
    flag
}
