//! What the lines of JSON and of text have in common: a request's fields, names, values and numbers.

use std::fmt::{Debug, Write as _};
use std::time::Duration;

use tracing::field::Field;

/// What is logged of every request.
pub(crate) struct Line<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
    pub(crate) duration: Duration,
    pub(crate) cold_start: bool,
}

/// A field's name, without the `r#` of a Rust keyword.
pub(super) fn name(field: &Field) -> &str {
    field.name().trim_start_matches("r#")
}

/// A field's value as its `Debug` writes it, up to where that fails.
pub(super) fn shown(value: &dyn Debug) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value:?}");
    text
}

/// Appends a duration in milliseconds, with microseconds as three decimals: `12.034`.
pub(super) fn milliseconds(duration: Duration, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}.{:03}", duration.as_millis(), duration.subsec_micros() % 1000);
}

/// Writes a number's last digits, as many as there is room for.
pub(super) fn digits(mut number: u32, text: &mut [u8]) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
pub(super) const LINE: Line<'_> = Line {
    request_id: "a\"b",
    route: "get_event",
    status: 404,
    duration: Duration::from_micros(12_034),
    cold_start: true,
};
