//! Structured logs on stderr, which Lambda sends to `CloudWatch`: each event of `tracing` becomes a line.
//!
//! A line is a JSON object (`log/json.rs`), or text where `AWS_LAMBDA_LOG_FORMAT` is `text` (`log/text.rs`).
//! `RUST_LOG` or `AWS_LAMBDA_LOG_LEVEL` says which levels are written; without them it is `info`.

mod json;
#[cfg(feature = "local")]
pub(crate) mod kept;
mod line;
mod subscriber;
mod text;

use std::env;
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;

use tracing::Level;
use tracing_subscriber::filter::Targets;

pub(crate) use line::Line;
use subscriber::Lines;

/// Whether lines are text. Until [`init`] sets it, requests are not logged.
static TEXT: OnceLock<bool> = OnceLock::new();

/// Logs a request.
///
/// The line does not go through `tracing`: every request has one and its fields are known, so it is written
/// at once.
pub(crate) fn request(line: &Line<'_>) {
    let enabled = tracing::enabled!(target: "fingerpost::request", Level::INFO);
    let Some(text) = TEXT.get().filter(|_| enabled) else { return };
    write(&if *text { text::request(line) } else { json::request(line) });
}

/// Writes a line to stderr. A closed stderr must not fail a request, so an error is ignored.
fn write(line: &str) {
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Starts the log of this process: the levels and the form of the lines, and a line for every panic.
pub(crate) fn init() {
    let text = env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("text"));
    TEXT.get_or_init(|| text);
    let (levels, ignored) = levels(|variable| env::var(variable).ok());
    let lines = Lines { levels, render: if text { text::event } else { json::event }, write };
    // A second `init`, from a test, finds the first one's subscriber: that is fine.
    let _ = tracing::subscriber::set_global_default(lines);
    panic::set_hook(Box::new(log_panic));
    for Ignored { variable, value, accepted } in ignored {
        tracing::warn!("{variable} is ignored: cannot parse `{value}`; expected {accepted}");
    }
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let message = panic.payload_as_str().unwrap_or("no message");
    tracing::error!(place, message, "panic");
}

/// A variable that is ignored because its value does not parse.
struct Ignored {
    variable: &'static str,
    value: String,
    accepted: &'static str,
}

/// The levels to write: those of `RUST_LOG` if it parses, otherwise of `AWS_LAMBDA_LOG_LEVEL`, otherwise
/// `info`. It also returns the variables that do not parse.
fn levels(set: impl Fn(&str) -> Option<String>) -> (Targets, Vec<Ignored>) {
    let mut ignored = Vec::new();
    let mut read = |variable, accepted, parse: &dyn Fn(&str) -> Option<Targets>| {
        let value = set(variable).filter(|value| !value.is_empty())?;
        let read = parse(&value);
        if read.is_none() {
            ignored.push(Ignored { variable, value, accepted });
        }
        read
    };
    let level = read("AWS_LAMBDA_LOG_LEVEL", "TRACE, DEBUG, INFO, WARN, ERROR or FATAL", &|level| {
        let level = if level == "FATAL" { Level::ERROR } else { level.parse().ok()? };
        Some(Targets::new().with_default(level))
    });
    let by_target = read("RUST_LOG", "`info` or `info,my_crate=debug`", &|levels| levels.parse().ok());
    let levels = by_target.or(level).unwrap_or_else(|| Targets::new().with_default(Level::INFO));
    (levels, ignored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(level: &str, by_target: &str, expected: &str, ignored: &[&str]) {
        let set = |name: &str| Some(if name == "RUST_LOG" { by_target } else { level }.to_owned());
        let (levels, found) = levels(set);
        assert_eq!(levels, expected.parse().expect("levels"));
        assert_eq!(found.iter().map(|ignored| ignored.variable).collect::<Vec<_>>(), ignored);
    }

    #[test]
    fn levels_are_of_targets_or_of_everything() {
        check("", "", "info", &[]);
        check("WARN", "", "warn", &[]);
        check("FATAL", "", "error", &[]);
        check("WARN", "info,shop=debug", "info,shop=debug", &[]);
    }

    #[test]
    fn levels_that_cannot_be_read_are_kept_and_the_next_are_taken() {
        check("loud", "", "info", &["AWS_LAMBDA_LOG_LEVEL"]);
        check("WARN", "info=loud", "warn", &["RUST_LOG"]);
        check("loud", "a=b=c", "info", &["AWS_LAMBDA_LOG_LEVEL", "RUST_LOG"]);
    }
}
