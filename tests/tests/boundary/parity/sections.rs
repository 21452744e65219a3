//! The table, by the part of the gateway that shows the facts.

use super::callers::CALLERS;
use super::functions::{ANSWER, BODY, EVENT};
use super::gateway::{CROSS_ORIGIN, MATCHING, ODD, OWN};
use super::row::Section;

pub(crate) const SECTIONS: &[Section] = &[
    Section { title: "The event", answers: false, rows: EVENT },
    Section { title: "The body in the event", answers: false, rows: BODY },
    Section { title: "The function's answer", answers: true, rows: ANSWER },
    Section { title: "The gateway's own answers", answers: false, rows: OWN },
    Section { title: "Routing", answers: false, rows: MATCHING },
    Section { title: "CORS", answers: false, rows: CROSS_ORIGIN },
    Section { title: "Who may call", answers: false, rows: CALLERS },
    Section { title: "Requests that few clients send", answers: false, rows: ODD },
];
