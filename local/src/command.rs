//! The command line. Answers go to stdout; progress, logs and errors to stderr. The exit
//! code is 0, 1 when it did not work, 2 when it was called wrongly.

mod architecture;
mod arguments;
mod binary;
mod build;
mod document;
mod invoke;
mod manifest;
mod manifest_file;
mod openapi;
mod project;
mod routes;
mod runtime;
mod serve;
mod sources;
mod staged;
mod token;
mod token_values;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use self::arguments::{Cli, Command};
use crate::program::Program;
use crate::server::handover;
use crate::terminal::{CommandError, say};

/// Runs the command that this process was called with. The program says what it is when a command asks.
pub fn run(program: impl Fn() -> Result<Program, String>) -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout, complaints to stderr: clap knows which. Where
            // neither can be written, nobody is there to be told.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let program = || program().map_err(CommandError::from);
    let result = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        // Of the two processes of `--watch`, the one that serves was handed its listener.
        Command::Serve(args) if args.watch && !handover::is_replaced() => watch::run(&args),
        Command::Serve(args) => serve::run(program, &args),
        Command::Routes(args) => program().and_then(|program| routes::run(&program, args.form())),
        Command::Manifest(args) => manifest::run(program, args),
        Command::Openapi(args) => openapi::run(program, &args),
        Command::Invoke(args) => invoke::run(program, &args),
        Command::Token(args) => token::run(program, &args),
        Command::Build(args) => build::run(program, &args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("error: {}", error.sentence));
            ExitCode::from(error.code)
        }
    }
}
