//! Rows of the table of wrong tokens.

use serde_json::{Map, Value};

/// What must come of a token: an answer of the function's, or a refusal with this reason.
pub(crate) enum Expected {
    Accepted,
    Missing,
    Refused(&'static str),
    NoScope,
    TooLarge,
}

use Expected::{Accepted, Missing, NoScope, Refused, TooLarge};

impl Expected {
    pub(crate) fn told(&self) -> String {
        let scopes = "orders:write orders:admin";
        let unauthorized = r#"401 {"message":"Unauthorized"}"#;
        match self {
            Accepted => "200".to_owned(),
            Missing => format!("{unauthorized} Bearer"),
            Refused(reason) => format!(
                r#"{unauthorized} Bearer scope="{scopes}" error="invalid_token" error_description="{reason}""#
            ),
            NoScope => format!(
                r#"403 {{"message":"Forbidden"}} Bearer scope="{scopes}" error="insufficient_scope" error_description="expected scopes: [{scopes}]""#
            ),
            TooLarge => "431".to_owned(),
        }
    }
}

/// Rows of the table: what is different, the lines of the header, and what must come of it.
pub(crate) type Row = (&'static str, Vec<String>, Expected);

/// A header with a token in it.
pub(crate) fn bearer(token: impl AsRef<str>) -> Vec<String> {
    vec![format!("authorization: Bearer {}", token.as_ref())]
}

pub(crate) fn changed(mut object: Value, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    change(object.as_object_mut().expect("an object"));
    object.to_string()
}
