//! What the command line takes, as `--help` shows it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use serde_json::Value;

use super::architecture::Architecture;
use super::routes::Form;
use super::token_values as token;
use crate::dynamodb::Storage;
use crate::environment::Given;
use crate::gateway::PORT;
use crate::server::host;
use crate::terminal::CommandError;

/// The API on this machine: API Gateway, Lambda and DynamoDB, local.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) serve: ServeArgs,
}

/// Where the data is kept, where no other file is named.
const DATA: &str = ".fingerpost/local.db";

/// What the long help of `invoke` says below its options.
const INVOKE: &str = r#"The smallest event, in which `body`, `headers`, `pathParameters` and `rawQueryString` may be left out:

  {"version":"2.0","requestContext":{"http":{"method":"GET"}},"rawPath":"/","body":"{}"}

The exit code is 0 when the function answered, whatever its status, 1 when it did not, and 2 when it was
called wrongly."#;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the API (what happens without a command, too)
    Serve(ServeArgs),
    /// List the routes
    Routes(RoutesArgs),
    /// Print the manifest, from which CDK builds the infrastructure
    Manifest(ManifestArgs),
    /// Print the OpenAPI 3.1 document, which says what the API takes and gives
    Openapi(FileArgs),
    /// Build the deployable `bootstrap` of this project, and refresh its manifest
    Build(BuildArgs),
    /// Give one event to a route's function and print its answer
    #[command(after_long_help = INVOKE)]
    Invoke(InvokeArgs),
    /// Print a token that the local gateway takes for this API
    Token(TokenArgs),
}

#[derive(Args)]
pub(crate) struct RoutesArgs {
    /// Print a ready curl line for each
    #[arg(long)]
    curl: bool,
    /// Print all that is known of each: its parameters, body and answers with their schemas, its grants
    #[arg(long, conflicts_with = "curl")]
    json: bool,
}

impl RoutesArgs {
    pub(crate) fn form(&self) -> Form {
        match (self.curl, self.json) {
            (true, _) => Form::Curl,
            (_, true) => Form::Json,
            (false, false) => Form::Table,
        }
    }
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ManifestArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ManifestCommand>,
    #[command(flatten)]
    pub(crate) file: FileArgs,
    /// Print, write or check the JSON Schema of manifests instead
    #[arg(long)]
    pub(crate) schema: bool,
}

#[derive(Args)]
pub(crate) struct FileArgs {
    /// Write it to a file instead
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) write: Option<PathBuf>,
    /// Exit with 1 and a diff when the file is stale
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum ManifestCommand {
    /// Say what changed of an API: for callers, security, operations
    ///
    /// OLD and NEW are two manifests, two OpenAPI 3.1 documents, or two folders that hold `manifest.json`,
    /// `openapi.json` or both. A manifest tells of routes, parameters, permissions and tables; a document tells
    /// of the bodies and answers, too. A line that begins with `!` breaks callers or widens permissions.
    Diff {
        /// The manifest, the document or the folder as it was
        old: PathBuf,
        /// The same as it is now
        new: PathBuf,
        /// Exit with 1 when the API breaks for its callers or permissions widen
        #[arg(long)]
        exit_code: bool,
    },
}

#[derive(Args)]
pub(crate) struct BuildArgs {
    /// The processor to build for [default: `FINGERPOST_ARCHITECTURE`, or arm64]
    #[arg(long, value_name = "ARCHITECTURE")]
    pub(crate) arch: Option<Architecture>,
    /// The folder of the `bootstrap` [default: target/lambda/<api>]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The manifest to refresh [default: infra/manifest.json of the package or of its workspace]
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
    /// Print cargo's arguments and environment as JSON instead
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct ServeArgs {
    /// The API's port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = PORT, value_name = "PORT")]
    pub(crate) port: u16,
    /// Take requests for this host, too, as a tunnel sends them; may be given again
    #[arg(long, value_name = "NAME", value_parser = host::name)]
    pub(crate) allow_host: Vec<String>,
    /// Build and restart when a source changes, on the same port with the same options
    ///
    /// Sources are those of the package and of the packages that it has by path, their `Cargo.toml`, `Cargo.lock` and
    /// `.env`. The API goes on while cargo builds, and when the build fails.
    #[arg(long, conflicts_with = "binary")]
    pub(crate) watch: bool,
    /// An option of cargo that the build takes, too, such as `--features=extra`; may be given again
    ///
    /// The package, its profile and its target are those that run.
    #[arg(long, value_name = "OPTION", requires = "watch", allow_hyphen_values = true)]
    pub(crate) cargo: Vec<OsString>,
    #[command(flatten)]
    pub(crate) binary: BinaryArgs,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
    #[command(flatten)]
    pub(crate) environment: EnvironmentArgs,
}

#[derive(Args)]
pub(crate) struct InvokeArgs {
    /// The route's name
    pub(crate) route: String,
    /// A Lambda event as JSON; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) event: PathBuf,
    #[command(flatten)]
    pub(crate) binary: BinaryArgs,
    #[command(flatten)]
    pub(crate) storage: StorageArgs,
    #[command(flatten)]
    pub(crate) environment: EnvironmentArgs,
}

#[derive(Args)]
pub(crate) struct TokenArgs {
    /// Who the caller is
    #[arg(long, value_name = "NAME")]
    pub(crate) sub: String,
    /// A scope that the caller has; may be given again
    #[arg(long, value_name = "SCOPE", value_parser = token::scope)]
    pub(crate) scope: Vec<String>,
    /// A claim, whose value is JSON or else a text; may be given again, and wins over what is there
    #[arg(long, value_name = "NAME=VALUE", value_parser = token::claim)]
    pub(crate) claim: Vec<(String, Value)>,
    /// When it expires, from now; `-1h` makes one that has expired
    #[arg(long, value_name = "TIME", default_value = "1h", allow_hyphen_values = true, value_parser = token::duration)]
    pub(crate) expires: i64,
    /// The authorizer that it is for, where there are several
    #[arg(long, value_name = "NAME")]
    pub(crate) authorizer: Option<String>,
    /// Print an option of curl instead
    #[arg(long)]
    pub(crate) as_header: bool,
    /// The file that `serve` keeps the data in, beside which the local issuer's key is
    #[arg(long, value_name = "FILE", default_value = DATA)]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) binary: BinaryArgs,
}

#[derive(Args)]
pub(crate) struct BinaryArgs {
    /// Take the functions from another executable, such as a release build or a script
    ///
    /// Any executable that speaks Lambda's Runtime API will do. It is asked for its manifest by
    /// `PATH manifest`, unless `--manifest` names one.
    #[arg(long, value_name = "PATH")]
    pub(crate) binary: Option<PathBuf>,
    /// The manifest of that executable
    #[arg(long, value_name = "FILE", requires = "binary")]
    pub(crate) manifest: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct EnvironmentArgs {
    /// Pass a variable of the shell on to every function, or set one; settings come of `.env` and the shell
    ///
    /// A function gets the settings that its route reads, by the shell's variables of these names and by
    /// `.env` in the folder that this runs in: lines of `NAME=value`. A value with spaces takes single quotes around
    /// it, and nothing in it is expanded. The shell wins over `.env`, and `--env` wins over both. What `--env` gives,
    /// every function gets, whether its route reads it or not.
    #[arg(long, value_name = "NAME[=VALUE]")]
    env: Vec<String>,
}

impl EnvironmentArgs {
    pub(crate) fn given(&self) -> Result<Given, CommandError> {
        Given::read(&self.env)
    }
}

#[derive(Args)]
pub(crate) struct StorageArgs {
    /// The file that keeps the data between runs
    #[arg(long, value_name = "FILE", default_value = DATA)]
    data: PathBuf,
    /// Keep no data
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
}

impl StorageArgs {
    pub(crate) fn storage(&self) -> Storage {
        if self.in_memory { Storage::Memory } else { Storage::File(self.data.clone()) }
    }
}
