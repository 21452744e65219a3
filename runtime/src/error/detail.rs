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

    /// The name of the field, empty for the body as a whole.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What such a part is called in a sentence.
    pub(crate) fn what(&self) -> &'static str {
        match self.place {
            "path" => "path parameter",
            "query" => "query parameter",
            "body" if self.field.is_empty() => "request body",
            "body" => "field",
            place => place,
        }
    }

    /// The sentence for a client that shows only one.
    pub(crate) fn sentence(&self) -> String {
        let space = if self.field.is_empty() { "" } else { " " };
        format!("Invalid {}{space}{}: {}", self.what(), self.field, self.message)
    }
}
