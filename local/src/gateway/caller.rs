//! Who calls a route that asks for it: refused as API Gateway refuses, or told to the function in the event.
//!
//! A caller that a test names has a token that is taken as verified: its signature, issuer, audience and time. All
//! the rest holds for it as for any other.

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use fingerpost_manifest::{Auth, Authorizer, Authorizers, Route};
use serde_json::{Map, Value, json};

use crate::facts;
use crate::server::reply::{self, Reply};

/// A caller whose token is verified already. It stands in a request's extensions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Caller {
    /// What its token says.
    pub claims: Map<String, Value>,
}

/// What the event says of the caller, or the gateway's refusal.
#[expect(clippy::result_large_err, reason = "it is as large as what it stands for")]
pub(super) fn admit(parts: &Parts, route: &Route, authorizers: &Authorizers) -> Result<Option<Value>, Reply> {
    let caller = parts.extensions.get::<Caller>();
    match &route.auth {
        Auth::Open => Ok(None),
        Auth::Iam => caller.map(|caller| Some(of_iam(caller))).ok_or_else(forbidden),
        Auth::By(guard) => {
            let authorizer = authorizers.get(&guard.authorizer);
            let is_function = matches!(authorizer, Some(Authorizer::Function(_)));
            let caller = caller.ok_or_else(|| unauthorized(!is_function))?;
            if is_function {
                return Ok(Some(json!({ "lambda": caller.claims })));
            }
            let scopes = caller.scopes();
            let asked = &guard.scopes;
            if !asked.is_empty() && !asked.iter().any(|asked| scopes.contains(&asked.as_str())) {
                return Err(forbidden());
            }
            Ok(Some(caller.of_token(!asked.is_empty())))
        }
    }
}

impl Caller {
    /// The scopes of the token, of the claim `scope` or `scp`.
    fn scopes(&self) -> Vec<&str> {
        let claim = self.claims.get("scope").or_else(|| self.claims.get("scp"));
        match claim {
            Some(Value::String(text)) => text.split(' ').collect(),
            Some(Value::Array(scopes)) => scopes.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// A token as the event has it: its claims are texts.
    pub(crate) fn of_token(&self, with_scopes: bool) -> Value {
        let claims = self.claims.iter().filter_map(|(name, claim)| Some((name.clone(), text(claim)?.into())));
        let claims: Map<String, Value> = claims.collect();
        let scopes = with_scopes.then(|| self.scopes());
        json!({ "jwt": { "claims": claims, "scopes": scopes } })
    }
}

/// A claim as API Gateway writes it: an array as `[a b]`, and one that is null not at all.
fn text(claim: &Value) -> Option<String> {
    match claim {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().filter_map(text).collect();
            Some(format!("[{}]", elements.join(" ")))
        }
        other => Some(other.to_string()),
    }
}

/// Whoever signed the request, as the event has it.
fn of_iam(caller: &Caller) -> Value {
    let name = caller.claims.get("sub").and_then(Value::as_str).unwrap_or("caller");
    let account = facts::ACCOUNT;
    json!({
        "iam": {
            "accessKey": "ASIAEXAMPLE",
            "accountId": account,
            "callerId": "AIDAEXAMPLE",
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": format!("arn:aws:iam::{account}:user/{name}"),
            "userId": "AIDAEXAMPLE",
        }
    })
}

fn unauthorized(by_token: bool) -> Reply {
    let mut refused = reply::of_its_own(StatusCode::UNAUTHORIZED, "Unauthorized");
    if by_token {
        refused.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    refused
}

fn forbidden() -> Reply {
    reply::of_its_own(StatusCode::FORBIDDEN, "Forbidden")
}
