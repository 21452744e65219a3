//! Structured logs: one JSON object a line in Lambda, text where `AWS_LAMBDA_LOG_FORMAT`
//! says so. The level is `AWS_LAMBDA_LOG_LEVEL`'s, `info` when it says nothing.

mod json;
mod subscriber;
mod text;

use std::env;
use std::fmt::{Debug, Write as _};
use std::io::Write as _;
use std::panic;
use std::sync::OnceLock;
use std::time::Duration;

use tracing::Level;
use tracing::field::Field;
use tracing_subscriber::filter::Targets;

use subscriber::Lines;

/// Whether lines are text; unset while nobody has asked for logs.
static TEXT: OnceLock<bool> = OnceLock::new();

/// What is logged of every request.
pub(crate) struct Line<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
    pub(crate) duration: Duration,
    pub(crate) cold_start: bool,
}

/// Logs a request: past `tracing`, because every request has this line and its fields are known.
pub(crate) fn request(line: &Line<'_>) {
    let enabled = tracing::enabled!(target: "fingerpost::service", Level::INFO);
    let Some(text) = TEXT.get().filter(|_| enabled) else { return };
    write(&if *text { text::request(line) } else { json::request(line) });
}

/// Where nobody reads the log, requests are answered all the same.
fn write(line: &str) {
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// A field's name, without the `r#` of a Rust keyword.
fn name(field: &Field) -> &str {
    field.name().trim_start_matches("r#")
}

/// A field's value as it shows itself, as far as it can.
fn shown(value: &dyn Debug) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value:?}");
    text
}

fn milliseconds(duration: Duration, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}.{:03}", duration.as_millis(), duration.subsec_micros() % 1000);
}

/// A number's last digits, as many as there is room for.
fn digits(mut number: u32, text: &mut [u8]) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

pub(crate) fn init() {
    let text = env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("text"));
    TEXT.get_or_init(|| text);
    let (levels, unread) = levels();
    let lines = Lines { levels, render: if text { text::event } else { json::event }, write };
    // A second `init`, from a test, finds the first one's subscriber: that is fine.
    let _ = tracing::subscriber::set_global_default(lines);
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, message, "panic");
    }));
    for (variable, value) in unread {
        tracing::warn!(variable, value, "levels that cannot be read; `info`, or `info,my_crate=debug` can");
    }
}

/// `RUST_LOG` by target, or Lambda's own level for everything; and the variables that say neither.
fn levels() -> (Targets, Vec<(&'static str, String)>) {
    let mut unread = Vec::new();
    let level = read("AWS_LAMBDA_LOG_LEVEL", &mut unread, |level| match level {
        "FATAL" => Some(Level::ERROR),
        level => level.parse().ok(),
    });
    let by_target: Option<Targets> = read("RUST_LOG", &mut unread, |levels| levels.parse().ok());
    let levels = by_target.unwrap_or_else(|| Targets::new().with_default(level.unwrap_or(Level::INFO)));
    (levels, unread)
}

/// What a variable says, if it is set to anything; one that cannot be read is kept.
fn read<T>(
    variable: &'static str,
    unread: &mut Vec<(&'static str, String)>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = env::var(variable).ok().filter(|value| !value.is_empty())?;
    let read = parse(&value);
    if read.is_none() {
        unread.push((variable, value));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const LINE: Line<'_> = Line {
        request_id: "a\"b",
        route: "get_event",
        status: 404,
        duration: Duration::from_micros(12_034),
        cold_start: true,
    };
}
