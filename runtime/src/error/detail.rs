//! Which part of a request is at fault, and why.

use std::borrow::Cow;

use serde::Serialize;

/// A part of a request that is not what it should be: where it stands, its name, and what is wrong.
///
/// In the body of a response it is an element of `details`:
/// `{"in":"body","field":"lines[1].quantity","message":"must be at most 10000"}`. An API's own checks add
/// theirs with [`Error::detail`](crate::Error::detail).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    #[serde(rename = "in")]
    place: &'static str,
    field: Cow<'static, str>,
    message: Cow<'static, str>,
}

macro_rules! places {
    ($($place:ident, $what:literal;)*) => {$(
        #[doc = concat!("A ", $what, ": its name, and what is wrong with it.")]
        pub fn $place(name: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
            Self { place: stringify!($place), field: name.into(), message: message.into() }
        }
    )*};
}

impl Detail {
    places! {
        path, "parameter of the path";
        query, "parameter of the query";
        header, "header";
        cookie, "cookie";
        body, "field of the body, as in `lines[1].quantity`";
    }

    /// The whole body.
    pub(crate) fn whole_body(message: impl Into<Cow<'static, str>>) -> Self {
        Self::body("", message)
    }

    /// Where it stands: `path`, `query`, `header`, `cookie` or `body`.
    pub fn place(&self) -> &'static str {
        self.place
    }

    /// The name of the field, empty for the body or the query string as a whole.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The sentence for a client that shows only one: the one home of these words.
    pub(crate) fn sentence(&self) -> String {
        let Self { place, field, message } = self;
        let is_missing = message == MISSING;
        match (*place, field.is_empty()) {
            ("body", false) if is_missing => format!("Missing required field: {field}"),
            ("body", false) if message.starts_with("must ") => format!("Field {field} {message}"),
            ("body", false) => format!("Field {field}: {message}"),
            ("body", true) if message.starts_with("must ") => format!("Request body {message}"),
            ("body", true) => format!("Request body: {message}"),
            ("query", true) => format!("Invalid query string: {message}"),
            ("header" | "cookie", _) if is_missing => format!("Missing {place}: {field}"),
            ("header" | "cookie", _) => format!("Invalid {place} {field}: {message}"),
            _ if is_missing => format!("Missing {place} parameter: {field}"),
            _ => format!("Invalid {place} parameter {field}: {message}"),
        }
    }
}

/// What is wrong with a part that a request must have, and does not.
pub(crate) const MISSING: &str = "is missing";
