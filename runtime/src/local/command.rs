//! The command line. Answers go to stdout; progress, logs and errors to stderr. The exit
//! code is 0, 1 when it did not work, 2 when it was called wrongly.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use super::dynamodb::Data;
use super::environment::Given;
use super::{diff, host, invoke, routes, serve};
use crate::api::Api;
use crate::manifest::Manifest;
use crate::route::Route;

/// The API on this machine: API Gateway, Lambda and DynamoDB, local.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

/// What the long help of `invoke` says below its options.
const INVOKE: &str = r#"The smallest event, in which `body`, `headers`, `pathParameters` and `rawQueryString` may be left out:

  {"version":"2.0","requestContext":{"http":{"method":"GET"}},"rawPath":"/","body":"{}"}

The exit code is 0 when the function answered, whatever its status, 1 when it did not, and 2 when it was
called wrongly."#;

#[derive(Subcommand)]
enum Command {
    /// Run the API (what happens without a command, too)
    Serve(Serve),
    /// List the routes
    Routes {
        /// Print a ready curl line for each
        #[arg(long)]
        curl: bool,
    },
    /// Print the manifest, from which CDK builds the infrastructure
    #[command(args_conflicts_with_subcommands = true)]
    Manifest {
        #[command(subcommand)]
        command: Option<ManifestCommand>,
        /// Write it to a file instead
        #[arg(long, value_name = "FILE", conflicts_with = "check")]
        write: Option<PathBuf>,
        /// Exit with 1 and a diff when the file is stale
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
    },
    /// Give one event to a route's function and print its answer
    #[command(after_long_help = INVOKE)]
    Invoke {
        /// The route's name
        route: String,
        /// A Lambda event as JSON; `-` is standard input
        #[arg(long, value_name = "FILE")]
        event: PathBuf,
        #[command(flatten)]
        storage: Storage,
        #[command(flatten)]
        environment: Environment,
    },
}

#[derive(Subcommand)]
enum ManifestCommand {
    /// Say what changed between two manifests: for callers, security, operations
    ///
    /// A manifest does not have query parameters and bodies: those changes are not told.
    Diff {
        /// The manifest as it was
        old: PathBuf,
        /// The manifest as it is
        new: PathBuf,
        /// Exit with 1 when the API breaks for its callers or permissions widen
        #[arg(long)]
        exit_code: bool,
    },
}

#[derive(Args)]
pub(super) struct Serve {
    /// The API's port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    pub(super) port: u16,
    /// Take requests for this host, too, as a tunnel sends them; may be given again
    #[arg(long, value_name = "NAME", value_parser = host::name)]
    pub(super) allow_host: Vec<String>,
    #[command(flatten)]
    pub(super) storage: Storage,
    #[command(flatten)]
    pub(super) environment: Environment,
}

#[derive(Args)]
pub(super) struct Environment {
    /// Pass a variable of the shell on to the functions, or set one; `.env` is read too
    ///
    /// `.env` in the folder that this runs in is read at the start: lines of `NAME=value`. A value with
    /// spaces takes single quotes around it, and nothing in it is expanded. `--env` wins over it.
    #[arg(long, value_name = "NAME[=VALUE]")]
    env: Vec<String>,
}

impl Environment {
    pub(super) fn given(&self) -> Result<Given, Failed> {
        Given::read(&self.env)
    }
}

#[derive(Args)]
pub(super) struct Storage {
    /// The file that keeps the data between runs
    #[arg(long, value_name = "FILE", default_value = ".fingerpost/local.db")]
    data: PathBuf,
    /// Keep no data
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
}

impl Storage {
    pub(super) fn data(&self) -> Data {
        if self.in_memory { Data::Memory } else { Data::File(self.data.clone()) }
    }
}

/// A failed command: one sentence, and the exit code.
pub(super) struct Failed {
    pub(super) sentence: String,
    pub(super) code: u8,
}

impl From<String> for Failed {
    fn from(sentence: String) -> Self {
        Self { sentence, code: 1 }
    }
}

/// Runs the command that this process was called with.
pub(crate) fn run(api: &Api) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout, complaints to stderr: clap knows which. Where
            // neither can be written, nobody is there to be told.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let result = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(options) => serve::run(api, &options),
        Command::Routes { curl } => routes::run(api, curl),
        Command::Manifest { command: Some(ManifestCommand::Diff { old, new, exit_code }), .. } => {
            diff::run(&old, &new, exit_code)
        }
        Command::Manifest { command: None, write, check } => manifest(api, write, check),
        Command::Invoke { route, event, storage, environment } => {
            environment.given().and_then(|given| invoke::run(api, &route, &event, &storage.data(), &given))
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            super::say(format_args!("error: {}", failed.sentence));
            ExitCode::from(failed.code)
        }
    }
}

fn manifest(api: &Api, write: Option<PathBuf>, check: Option<PathBuf>) -> Result<(), Failed> {
    let json = Manifest::of(api, &Route::by_name())?.to_json()?;
    if let Some(file) = write {
        let written = write_whole(&file, &json);
        return written.map_err(|error| format!("cannot write {}: {error}", file.display()).into());
    }
    let Some(file) = check else {
        print(&json);
        return Ok(());
    };
    let known =
        std::fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    if known == json {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&known, &json);
    print(&diff.unified_diff().context_radius(2).header("checked in", "from the source").to_string());
    let file = file.display();
    Err(format!("{file} is stale: `cargo run -- manifest --write {file}` refreshes it").into())
}

/// Writes beside the file and renames, so that no reader and no crash sees half of it.
fn write_whole(file: &std::path::Path, text: &str) -> std::io::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, file)
}

/// Prints what a function answered; to a terminal with escapes for what it would act on.
pub(super) fn print_answer(text: &str) {
    use std::io::IsTerminal as _;
    if !std::io::stdout().is_terminal() {
        return print(&format!("{text}\n"));
    }
    for line in text.split('\n') {
        let mut escaped = String::new();
        crate::log::escape(line, &mut escaped);
        print(&(escaped + "\n"));
    }
}

/// Prints an answer; a reader that has gone away (`| head`) is not an error.
pub(super) fn print(text: &str) {
    use std::io::Write as _;
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// An async runtime for the commands that need one.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("no async runtime: {error}").into())
}
