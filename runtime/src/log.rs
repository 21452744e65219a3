//! Structured logs: one JSON object a line in Lambda, text where `AWS_LAMBDA_LOG_FORMAT`
//! says so. The level is `AWS_LAMBDA_LOG_LEVEL`'s, `info` when it says nothing.

use std::env;
use std::panic;
use std::str::FromStr;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub(crate) fn init() {
    let text = env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("text"));
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
