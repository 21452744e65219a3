//! The table, by the part of the gateway that shows the facts; and the sources that many share.

use super::functions::{ANSWER, BODY, EVENT};
use super::gateway::{CROSS_ORIGIN, MATCHING, ODD, OWN};
use super::{Row, Section};

pub(crate) const DOC: &str = "AWS's documentation";
pub(crate) const SEEN: &str = "captures from AWS";
pub(crate) const BOTH: &str = "AWS's documentation, captures from AWS";
pub(crate) const CORS: &str = "AWS's page on CORS for HTTP APIs";
pub(crate) const SANDBOX: &str = "architect/sandbox (\"observed\")";
pub(crate) const FLOCI: &str = "floci#2172, measured on AWS";
pub(crate) const ROUTING: &str = "AWS's page on routes of HTTP APIs";
pub(crate) const RFC: &str = "RFC 9112";

pub(crate) const fn row(
    fact: &'static str,
    source: &'static str,
    switch: &'static str,
    request: &'static str,
    expected: &'static [(&'static str, &'static str)],
) -> Row {
    Row { fact, source, switch, request, expected }
}

pub(crate) const SECTIONS: &[Section] = &[
    Section { title: "The event", answers: false, rows: EVENT },
    Section { title: "The body in the event", answers: false, rows: BODY },
    Section { title: "The function's answer", answers: true, rows: ANSWER },
    Section { title: "The gateway's own answers", answers: false, rows: OWN },
    Section { title: "Routing", answers: false, rows: MATCHING },
    Section { title: "CORS", answers: false, rows: CROSS_ORIGIN },
    Section { title: "Requests that few clients send", answers: false, rows: ODD },
];
