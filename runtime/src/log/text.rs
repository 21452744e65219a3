//! Lines of text for a person's terminal, in the compact form of `tracing-subscriber`, without time and
//! target.

use std::fmt::{Debug, Write as _};

use fingerpost_untrusted::escape;
use tracing::Event;
use tracing::field::{Field, Visit};

use super::line::{Line, milliseconds, name, shown};

/// The line of a request.
pub(super) fn request(line: &Line<'_>) -> String {
    let Line { request_id, route, status, cold_start, .. } = line;
    let mut out =
        format!(" INFO request request_id={request_id:?} route={route:?} status={status} duration_ms=");
    milliseconds(line.duration, &mut out);
    // Writing to a `String` cannot fail.
    let _ = writeln!(out, " cold_start={cold_start}");
    out
}

/// The line of any other event.
pub(super) fn event(event: &Event<'_>) -> String {
    let mut out = format!("{:>5}", event.metadata().level());
    event.record(&mut Fields(&mut out));
    out.push('\n');
    out
}

/// Writes an event's fields as `tracing-subscriber` does in its compact form.
struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.record_debug(field, &format_args!("{value}"));
        } else {
            self.record_debug(field, &value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push(' ');
        if field.name() != "message" {
            self.0.push_str(name(field));
            self.0.push('=');
        }
        // An event is one line, even where a value has line breaks.
        escape(&shown(value), self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::line::LINE;

    #[test]
    fn a_line_of_text_has_every_field() {
        assert_eq!(
            request(&LINE),
            " INFO request request_id=\"a\\\"b\" route=\"get_event\" status=404 duration_ms=12.034 cold_start=true\n"
        );
    }
}
