//! AWS's JSON protocol, as far as the services have it in common.

use http::{HeaderName, StatusCode};
use serde::Deserialize;

use super::call::Answer;

/// The operation that a request asks for.
pub(crate) const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// An error's code, without the namespace, and its message.
pub(crate) fn refusal(_: StatusCode, answer: &Answer) -> (String, String) {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Body {
        #[serde(rename = "__type")]
        kind: String,
        #[serde(alias = "Message")]
        message: String,
    }
    let body: Body = serde_json::from_slice(&answer.body).unwrap_or_default();
    let kind = body.kind.rsplit('#').next().unwrap_or_default();
    (if kind.is_empty() { "an error without a code" } else { kind }.to_owned(), body.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_without_its_namespace() {
        for (body, code, message) in [
            (
                r#"{"__type":"com.amazonaws#AccessDeniedException","Message":"no"}"#,
                "AccessDeniedException",
                "no",
            ),
            (r#"{"__type":"ThrottlingException","message":"slow"}"#, "ThrottlingException", "slow"),
            ("{}", "an error without a code", ""),
            ("<html>", "an error without a code", ""),
        ] {
            let answer = Answer { headers: http::HeaderMap::new(), body: body.into() };
            assert_eq!(refusal(StatusCode::BAD_REQUEST, &answer), (code.to_owned(), message.to_owned()));
        }
    }
}
