//! Structured logs: one JSON object a line in Lambda, text where `AWS_LAMBDA_LOG_FORMAT`
//! says so. The level is `AWS_LAMBDA_LOG_LEVEL`'s, `info` when it says nothing.

use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use time::OffsetDateTime;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

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

/// Logs a request. Rendered here, in the form that `tracing`'s own formatter gives to the
/// other lines, because every request has one and its fields are known.
pub(crate) fn request(line: &Line<'_>) {
    let enabled = tracing::enabled!(target: "fingerpost::service", Level::INFO);
    let Some(text) = TEXT.get().filter(|_| enabled) else { return };
    let mut out = String::with_capacity(256);
    let render = if *text { render_text } else { render_json };
    render(line, &mut out);
    // Where nobody reads the log, the request is answered all the same.
    let _ = std::io::stderr().write_all(out.as_bytes());
}

fn render_text(line: &Line<'_>, out: &mut String) {
    let Line { request_id, route, status, cold_start, .. } = line;
    // Writing to a `String` cannot fail.
    let _ =
        write!(out, " INFO request request_id={request_id:?} route={route:?} status={status} duration_ms=");
    milliseconds(line.duration, out);
    let _ = writeln!(out, " cold_start={cold_start}");
}

fn render_json(line: &Line<'_>, out: &mut String) {
    out.push_str("{\"timestamp\":\"");
    timestamp(OffsetDateTime::now_utc(), out);
    out.push_str("\",\"level\":\"INFO\",\"message\":\"request\",\"request_id\":");
    out.push_str(&serde_json::to_string(line.request_id).unwrap_or_default());
    out.push_str(",\"route\":\"");
    out.push_str(line.route);
    out.push_str("\",\"status\":");
    digits(line.status.into(), 3, out);
    out.push_str(",\"duration_ms\":");
    milliseconds(line.duration, out);
    out.push_str(if line.cold_start { ",\"cold_start\":true" } else { ",\"cold_start\":false" });
    out.push_str(",\"target\":\"fingerpost::service\"}\n");
}

/// `2026-11-22T14:05:09.000123Z`, as `tracing` writes it.
fn timestamp(time: OffsetDateTime, out: &mut String) {
    let parts = [
        (time.year().unsigned_abs(), 4, '-'),
        (u8::from(time.month()).into(), 2, '-'),
        (time.day().into(), 2, 'T'),
        (time.hour().into(), 2, ':'),
        (time.minute().into(), 2, ':'),
        (time.second().into(), 2, '.'),
        (time.microsecond(), 6, 'Z'),
    ];
    for (number, width, end) in parts {
        digits(number, width, out);
        out.push(end);
    }
}

fn milliseconds(duration: Duration, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}.", duration.as_millis());
    digits(duration.subsec_micros() % 1000, 3, out);
}

/// A number in as many digits as it is wide.
fn digits(number: u32, width: u32, out: &mut String) {
    for place in (0..width).rev() {
        out.extend(char::from_digit(number / 10_u32.pow(place) % 10, 10));
    }
}

pub(crate) fn init() {
    let text = env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("text"));
    TEXT.get_or_init(|| text);
    let format = fmt::layer().with_writer(std::io::stderr);
    let filter = tracing_subscriber::registry().with(levels());
    // A second `init`, from a test, finds the first one's subscriber: that is fine.
    let _ = if text {
        filter.with(format.without_time().with_target(false).compact().with_ansi(false)).try_init()
    } else {
        filter
            .with(format.json().flatten_event(true).with_current_span(false).with_span_list(false))
            .try_init()
    };
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, message, "panic");
    }));
}

/// `RUST_LOG` by target, or Lambda's own level for everything.
fn levels() -> Targets {
    let level = env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| match level.as_str() {
        "FATAL" => Some(Level::ERROR),
        level => Level::from_str(level).ok(),
    });
    let by_target = env::var("RUST_LOG").ok().and_then(|levels| levels.parse().ok());
    by_target.unwrap_or_else(|| Targets::new().with_default(level.unwrap_or(Level::INFO)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const LINE: Line<'_> = Line {
        request_id: "a\"b",
        route: "get_event",
        status: 404,
        duration: Duration::from_micros(12_034),
        cold_start: true,
    };

    #[test]
    fn a_line_of_json_has_every_field() {
        let mut out = String::new();
        render_json(&LINE, &mut out);
        let mut line: Value = serde_json::from_str(&out).expect("one object");
        let written = line.as_object_mut().and_then(|line| line.remove("timestamp"));
        let written = written.as_ref().and_then(Value::as_str).expect("a timestamp");
        assert_eq!(written.len(), "2026-11-22T14:05:09.000123Z".len());
        let expected = json!({
            "level": "INFO", "message": "request", "request_id": "a\"b", "route": "get_event",
            "status": 404, "duration_ms": 12.034, "cold_start": true, "target": "fingerpost::service",
        });
        assert_eq!((line, out.ends_with("}\n")), (expected, true));
    }

    #[test]
    fn a_line_of_text_has_them_too() {
        let mut out = String::new();
        render_text(&LINE, &mut out);
        assert_eq!(
            out,
            " INFO request request_id=\"a\\\"b\" route=\"get_event\" status=404 duration_ms=12.034 cold_start=true\n"
        );
    }

    #[test]
    fn a_time_is_written_as_rfc_3339_has_it() {
        for (nanoseconds, expected) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_827_696_000_123_999, "2000-02-29T12:34:56.000123Z"),
            (1_795_356_309_999_999_000, "2026-11-22T14:05:09.999999Z"),
        ] {
            let mut out = String::new();
            let time = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).expect("a time");
            timestamp(time, &mut out);
            assert_eq!(out, expected);
        }
    }
}
