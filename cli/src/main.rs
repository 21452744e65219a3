//! `cargo fingerpost`: makes a project, adds routes and tables to it, and runs it.
//!
//! Answers go to stdout, and one sentence of what is wrong to stderr. The exit code is 0, 1 when it did not
//! work, and 2 when it was called wrongly.

mod add;
mod arguments;
mod dev;
mod new;
mod project;
mod style;
mod terminal;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use self::arguments::{Add, Cli, Command};
use self::terminal::say;

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(arguments::given()) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout, complaints to stderr: clap knows which.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let result = match cli.command {
        Command::New(args) => new::run(&args),
        Command::Add { what: Add::Route(args) } => add::route(&args),
        Command::Add { what: Add::Table(args) } => add::table(&args),
        Command::Dev(args) => dev::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say(format_args!("error: {sentence}"));
            ExitCode::FAILURE
        }
    }
}
