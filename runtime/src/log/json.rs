//! Lines of JSON, one object each, in which `CloudWatch` finds fields by name. Their form is that of
//! `tracing-subscriber`.

use std::fmt::{Debug, Write as _};

use serde::Serialize;
use time::OffsetDateTime;
use tracing::Event;
use tracing::field::{Field, Visit};

use super::line::{Line, digits, milliseconds, name, shown};

/// The line of a request.
pub(super) fn request(line: &Line<'_>) -> String {
    let mut out = open("INFO");
    out.push_str(",\"message\":\"request\",\"request_id\":");
    push(&line.request_id, &mut out);
    out.push_str(",\"route\":\"");
    out.push_str(line.route);
    // Writing to a `String` cannot fail.
    let _ = write!(out, "\",\"status\":{},\"duration_ms\":", line.status);
    milliseconds(line.duration, &mut out);
    out.push_str(if line.cold_start { ",\"cold_start\":true" } else { ",\"cold_start\":false" });
    out.push_str(",\"target\":\"fingerpost::request\"}\n");
    out
}

/// The line of any other event.
pub(super) fn event(event: &Event<'_>) -> String {
    let mut out = open(event.metadata().level().as_str());
    event.record(&mut Fields(&mut out));
    out.push_str(",\"target\":");
    push(&event.metadata().target(), &mut out);
    out.push_str("}\n");
    out
}

/// The beginning of a line: the brace, the time and the level.
fn open(level: &str) -> String {
    let mut out = String::with_capacity(256);
    out.push_str("{\"timestamp\":\"");
    timestamp(OffsetDateTime::now_utc(), &mut out);
    out.push_str("\",\"level\":\"");
    out.push_str(level);
    out.push('"');
    out
}

/// Writes an event's fields beside the others of its line, as `tracing-subscriber` does when it flattens.
struct Fields<'a>(&'a mut String);

impl Fields<'_> {
    fn add(&mut self, field: &Field, value: &impl Serialize) {
        self.0.push(',');
        push(&name(field), self.0);
        self.0.push(':');
        push(value, self.0);
    }
}

impl Visit for Fields<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, &value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, &value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, &value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, &value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, &value);
    }
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, &shown(value));
    }
}

/// Appends a value as JSON. None of the values above can fail to be JSON.
fn push(value: &impl Serialize, out: &mut String) {
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}

/// Appends a time as `tracing-subscriber` writes it: `2026-11-22T14:05:09.000123Z`.
fn timestamp(time: OffsetDateTime, out: &mut String) {
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    digits(time.year().unsigned_abs(), &mut text[..4]);
    digits(u8::from(time.month()).into(), &mut text[5..7]);
    digits(time.day().into(), &mut text[8..10]);
    digits(time.hour().into(), &mut text[11..13]);
    digits(time.minute().into(), &mut text[14..16]);
    digits(time.second().into(), &mut text[17..19]);
    digits(time.microsecond(), &mut text[20..26]);
    out.push_str(str::from_utf8(&text).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::log::line::LINE;

    #[test]
    fn a_line_of_json_has_every_field() {
        let out = request(&LINE);
        let mut line: Value = serde_json::from_str(&out).expect("one object");
        let written = line.as_object_mut().and_then(|line| line.remove("timestamp"));
        let written = written.as_ref().and_then(Value::as_str).expect("a timestamp");
        assert_eq!(written.len(), "2026-11-22T14:05:09.000123Z".len());
        let expected = json!({
            "level": "INFO", "message": "request", "request_id": "a\"b", "route": "get_event",
            "status": 404, "duration_ms": 12.034, "cold_start": true, "target": "fingerpost::request",
        });
        assert_eq!((line, out.ends_with("}\n")), (expected, true));
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
