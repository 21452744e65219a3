//! The subscriber of `tracing`, which writes a line for each event and does not record spans.
//!
//! The subscriber of `tracing-subscriber` keeps a registry of spans. That costs 32 KB of memory, and a tenth
//! of a cold start's instructions before the first event, for spans that no line shows.

use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;

/// Writes a line for each event whose level is written for its target.
pub(super) struct Lines {
    pub(super) levels: Targets,
    pub(super) render: fn(&Event<'_>) -> String,
    pub(super) write: fn(&str),
}

impl Subscriber for Lines {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !metadata.is_span() && self.levels.would_enable(metadata.target(), metadata.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Layer::<Self>::max_level_hint(&self.levels)
    }

    fn event(&self, event: &Event<'_>) {
        (self.write)(&(self.render)(event));
    }

    // No span is enabled, so these are not called.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use serde_json::{Value, json};

    use super::*;
    use crate::log::{json, text};

    thread_local! {
        static WRITTEN: RefCell<String> = const { RefCell::new(String::new()) };
    }

    /// What is written while `log` runs.
    fn written(levels: &str, render: fn(&Event<'_>) -> String, log: fn()) -> String {
        let write = |line: &str| WRITTEN.with_borrow_mut(|written| written.push_str(line));
        let lines = Lines { levels: levels.parse().expect("levels"), render, write };
        tracing::subscriber::with_default(lines, log);
        WRITTEN.take()
    }

    fn every_kind() {
        let error = std::io::Error::other("it broke\nthere");
        let (r#type, name) = ("a\"b", "plain");
        tracing::warn!(target: "shop", r#type, %name, count = -3, ratio = 0.5, on = true, ?error, "{} left", 2);
        tracing::error!(error = &error as &dyn std::error::Error, missing = tracing::field::Empty);
    }

    #[test]
    fn an_event_is_an_object_with_its_fields_in_order() {
        let lines = written("trace", json::event, every_kind);
        let mut lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        for line in &mut lines {
            let time = line.as_object_mut().and_then(|line| line.remove("timestamp"));
            assert!(time.as_ref().and_then(Value::as_str).is_some_and(|time| time.ends_with('Z')));
        }
        let error = "Custom { kind: Other, error: \"it broke\\nthere\" }";
        let expected = [
            json!({
                "level": "WARN", "message": "2 left", "type": "a\"b", "name": "plain", "count": -3,
                "ratio": 0.5, "on": true, "error": error, "target": "shop",
            }),
            json!({ "level": "ERROR", "error": "it broke\nthere", "target": module_path!() }),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn an_event_is_a_line_of_text_with_them_too() {
        let lines = written("trace", text::event, every_kind);
        assert_eq!(
            lines,
            " WARN 2 left type=\"a\\\"b\" name=plain count=-3 ratio=0.5 on=true \
             error=Custom { kind: Other, error: \"it broke\\nthere\" }\nERROR error=it broke\\nthere\n"
        );
    }

    #[test]
    fn a_value_that_cannot_show_itself_ends_nothing() {
        struct Broken;
        impl std::fmt::Debug for Broken {
            fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                Err(std::fmt::Error)
            }
        }
        let lines = written("trace", text::event, || tracing::info!(broken = ?Broken, "still here"));
        assert_eq!(lines, " INFO still here broken=\n");
    }

    #[test]
    fn what_is_below_its_targets_level_is_not_written_and_a_span_never_is() {
        let lines = written("warn,shop=debug", text::event, || {
            tracing::info!("no");
            tracing::trace!(target: "shop", "no");
            let _span = tracing::error_span!("span", of = "nothing").entered();
            tracing::debug!(target: "shop::cart", "yes");
            tracing::error!("yes");
        });
        assert_eq!(lines, "DEBUG yes\nERROR yes\n");
    }
}
