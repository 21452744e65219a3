//! What the command line takes, as `--help` shows it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Annotated Rust functions as a serverless HTTP API on AWS: makes a project, adds to it, runs it.
#[derive(Parser)]
#[command(name = "cargo-fingerpost", bin_name = "cargo fingerpost", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make a project: an API with a table, four routes and a test, ready to run and to deploy
    New(NewArgs),
    /// Add a route or a table to the project that this is called in
    Add {
        #[command(subcommand)]
        what: Add,
    },
    /// Run the API of the project by `serve --watch`: a change of a source builds it and restarts it
    Dev(DevArgs),
}

#[derive(Args)]
pub(crate) struct NewArgs {
    /// The name of the project, of its crate and of its API: lowercase ASCII letters, digits, `_` and `-`
    #[arg(allow_hyphen_values = true)]
    pub(crate) name: String,
    /// The folder to make, which must not be there yet; it has the project's name otherwise
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,
    /// Use the crates and the npm package of this checkout of Fingerpost instead of published ones
    #[arg(long, value_name = "CHECKOUT")]
    pub(crate) source: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum Add {
    /// Add a function that answers a method and a path
    Route(RouteArgs),
    /// Add a struct whose values are the items of a table
    Table(TableArgs),
}

#[derive(Args)]
pub(crate) struct RouteArgs {
    /// The method, in capitals, such as `GET`; `ANY` is every method that no other route answers
    pub(crate) method: String,
    /// The path as `#[route]` takes it, such as "/orders/<id>?<limit>"
    pub(crate) path: String,
    /// The name of the function and of the route, instead of one that is made of the method and the path
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct TableArgs {
    /// The name of the table, such as `Orders`
    pub(crate) name: String,
    /// The field that is the partition key, a text
    #[arg(long, value_name = "FIELD")]
    pub(crate) key: String,
    /// The field that is the sort key, a text; the table has none otherwise
    #[arg(long, value_name = "FIELD")]
    pub(crate) sort_key: Option<String>,
}

#[derive(Args)]
pub(crate) struct DevArgs {
    /// What `cargo run -- serve --watch` takes, such as `--port 4000`; its own `--help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTION")]
    pub(crate) options: Vec<OsString>,
}

/// The arguments of this process. Cargo calls `cargo-fingerpost fingerpost new …` for `cargo fingerpost new …`.
pub(crate) fn given() -> Vec<OsString> {
    let mut given: Vec<_> = std::env::args_os().collect();
    if given.get(1).is_some_and(|first| first == "fingerpost") {
        given.remove(1);
    }
    given
}
