//! What callers are told who are not let through, in the words of API Gateway.
//!
//! The header `www-authenticate` has the form that AWS documents. Its reasons are AWS's own where they were
//! seen, and otherwise those of the library `jwt-go`, in whose words AWS's are.

use axum::http::{HeaderValue, StatusCode, header};

use crate::server::reply::{self, Reply};
use crate::terminal::say;

/// Why a request is not let through.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It has no token.
    Missing,
    /// It lacks a part by which a function decides.
    Unknown,
    /// Its token is wrong.
    Token(String),
    /// Its token is signed with a key that is not known here: what is told, and for the log what became of the search for
    /// the key elsewhere.
    Key { told: &'static str, elsewhere: &'static str },
    /// Its token has none of the scopes that the route asks for.
    Scopes,
    /// Whoever decides refused it. The reason is for the log.
    Denied(String),
    /// Whoever decides failed. The reason is for the log.
    Failed(String),
}

impl Refusal {
    /// A wrong token.
    pub(super) fn token(reason: impl Into<String>) -> Self {
        Self::Token(reason.into())
    }

    /// The answer, for a route that asks for one of these scopes.
    pub(crate) fn reply(&self, route: &str, scopes: &[String]) -> Reply {
        let (status, message, challenge, reason) = self.told(&scopes.join(" "));
        say(format_args!("{route}: {status}, {reason}", status = status.as_u16()));
        let mut refused = reply::of_its_own(status, message);
        if let Some(Ok(challenge)) = challenge.map(HeaderValue::try_from) {
            refused.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        refused
    }

    /// The status, the body's message, the header `www-authenticate`, and the reason for the log.
    fn told(&self, scopes: &str) -> (StatusCode, &'static str, Option<String>, String) {
        let (unauthorized, forbidden) = (StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN);
        let challenge = |error: &str, description: &str| {
            Some(format!(
                r#"Bearer scope="{scopes}" error="{error}" error_description="{}""#,
                description.replace('"', "'")
            ))
        };
        match self {
            Self::Missing => {
                let reason = "it has no token; the command `token --sub NAME` prints one".to_owned();
                (unauthorized, "Unauthorized", Some("Bearer".to_owned()), reason)
            }
            Self::Unknown => {
                let reason = "it lacks a part by which the authorizer knows its caller".to_owned();
                (unauthorized, "Unauthorized", None, reason)
            }
            Self::Token(reason) => {
                (unauthorized, "Unauthorized", challenge("invalid_token", reason), reason.clone())
            }
            Self::Key { told, elsewhere } => {
                let reason = format!(
                    "the token is signed with another key than this API's{elsewhere}; `serve` says at its start how to \
                     come by a token that it takes"
                );
                (unauthorized, "Unauthorized", challenge("invalid_token", told), reason)
            }
            Self::Scopes => {
                let expected = format!("expected scopes: [{scopes}]");
                (forbidden, "Forbidden", challenge("insufficient_scope", &expected), expected)
            }
            Self::Denied(reason) => (forbidden, "Forbidden", None, reason.clone()),
            Self::Failed(reason) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error", None, reason.clone())
            }
        }
    }
}
