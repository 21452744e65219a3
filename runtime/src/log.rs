//! Structured logs: one JSON object a line in Lambda, text where `AWS_LAMBDA_LOG_FORMAT`
//! says so. The level is `AWS_LAMBDA_LOG_LEVEL`'s, `info` when it says nothing.

use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
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
/// other lines, because every request has one: the formatter collects fields that are known.
pub(crate) fn request(line: &Line<'_>) {
    let enabled = tracing::enabled!(target: "fingerpost::service", Level::INFO);
    let Some(text) = TEXT.get().filter(|_| enabled) else { return };
    let Line { request_id, route, status, duration, cold_start } = line;
    let (ms, fraction) = (duration.as_millis(), duration.subsec_micros() % 1000);
    let mut out = String::with_capacity(256);
    // Writing to a `String` cannot fail, nor can the time of a clock that is set.
    let _ = if *text {
        writeln!(
            out,
            " INFO request request_id={request_id:?} route={route:?} status={status} \
             duration_ms={ms}.{fraction:03} cold_start={cold_start}"
        )
    } else {
        out.push_str("{\"timestamp\":\"");
        let _ = SystemTime.format_time(&mut Writer::new(&mut out));
        let id = serde_json::to_string(request_id).unwrap_or_default();
        writeln!(
            out,
            "\",\"level\":\"INFO\",\"message\":\"request\",\"request_id\":{id},\"route\":\"{route}\",\
             \"status\":{status},\"duration_ms\":{ms}.{fraction:03},\"cold_start\":{cold_start},\
             \"target\":\"fingerpost::service\"}}"
        )
    };
    // Where nobody reads the log, the request is answered all the same.
    let _ = std::io::stderr().write_all(out.as_bytes());
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
