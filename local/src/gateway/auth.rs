//! Who may call: what API Gateway asks of a request before its route's function sees it.
//!
//! A route is open, or its caller is known by a token, by what a function decides, or by a signature of AWS.
//! `token` takes tokens apart, `claims` checks what they say, `jwks` knows the keys of real issuers;
//! `function` asks an authorizer's function, `iam` verifies signatures; `refusal` has the answers to those who
//! are not let through. What a caller is let through with becomes part of the event.

mod claims;
mod function;
mod iam;
mod jwks;
mod refusal;
mod token;

use std::collections::{BTreeMap, HashMap};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use axum::http::request::Parts;
use fingerpost_manifest::{Api, Auth, Authorizer, AuthorizerFunction, Guard, Route};
use serde_json::{Value, json};

use self::claims::Claims;
use self::function::Decisions;
use self::iam::Signed;
use self::jwks::Issuers;
use self::refusal::Refusal;
use self::token::Token;
use super::caller::Caller;
use super::event::Call;
use crate::dynamodb::Credentials;
use crate::facts::Facts;
use crate::invocation::Invoke;
use crate::issuer::{Issuer, Trusted};
use crate::server::reply::Reply;

/// The authorizers of an API.
pub(crate) struct Guards {
    authorizers: HashMap<String, By>,
    issuers: Issuers,
    /// The local issuer, whose tokens are taken as well.
    local: Option<Issuer>,
    /// Whose signatures are taken.
    developer: Option<Credentials>,
    decisions: Decisions,
}

enum By {
    Token(Trusted),
    Function(AuthorizerFunction),
}

/// What is known of a caller before the request's body is.
pub(crate) enum Admitted {
    /// All there is to know, as it stands in the event; nothing on an open route.
    As(Option<Value>),
    /// Who says to have signed it.
    Signed(Signed),
}

impl Guards {
    /// The authorizers of an API, which take tokens of this issuer beside those of their own.
    pub(crate) fn of(api: &Api, local: Option<Issuer>, developer: Option<Credentials>) -> Self {
        let authorizers: HashMap<_, _> = api
            .authorizers
            .iter()
            .filter_map(|(name, authorizer)| {
                let by = match authorizer {
                    Authorizer::Function(function) => By::Function(function.clone()),
                    Authorizer::Jwt { .. } => By::Token(Trusted::of(&api.name, name, authorizer)?),
                };
                Some((name.clone(), by))
            })
            .collect();
        let named = authorizers.values().filter_map(|by| match by {
            By::Token(trusted) if trusted.is_named => Some(trusted.issuer.as_str()),
            _ => None,
        });
        let issuers = Issuers::named(named);
        Self { authorizers, issuers, local, developer, decisions: Decisions::default() }
    }

    /// Lets a request through to a route, or has the answer that refuses it. The body of the call is empty:
    /// nobody is asked for it who is not let through.
    pub(crate) async fn admit(
        &self,
        facts: &Facts,
        functions: &impl Invoke,
        call: &Call<'_>,
        route: &Route,
        values: &BTreeMap<String, String>,
    ) -> Result<Admitted, Reply> {
        let refused = |refusal: Refusal| {
            let scopes = route.auth.guard().map_or(&[][..], |guard| &guard.scopes);
            refusal.reply(&route.name, scopes)
        };
        let guard = match &route.auth {
            Auth::Open => return Ok(Admitted::As(None)),
            Auth::Iam => return self.admit_signed(call.parts).map_err(refused),
            Auth::By(guard) => guard,
        };
        let missing = || Refusal::Failed(format!("no authorizer is named `{}`", guard.authorizer));
        let by = self.authorizers.get(&guard.authorizer).ok_or_else(missing).map_err(refused)?;
        let admitted = match by {
            By::Token(trusted) => self.admit_token(facts, call.parts, trusted, guard).await,
            By::Function(function) => match call.parts.extensions.get::<Caller>() {
                Some(caller) => Ok(json!({ "lambda": caller.claims })),
                None => {
                    let asked = function::Asked { name: &guard.authorizer, function, route, values };
                    self.decisions.decide(facts, functions, call, &asked).await
                }
            },
        };
        admitted.map(|context| Admitted::As(Some(context))).map_err(refused)
    }

    fn admit_signed(&self, parts: &Parts) -> Result<Admitted, Refusal> {
        if let Some(caller) = parts.extensions.get::<Caller>() {
            let name = caller.claims.get("sub").and_then(Value::as_str).unwrap_or("caller");
            return Ok(Admitted::As(Some(iam::context("AKIALOCAL", name))));
        }
        Signed::by(self.developer.as_ref(), parts).map(Admitted::Signed)
    }

    async fn admit_token(
        &self,
        facts: &Facts,
        parts: &Parts,
        trusted: &Trusted,
        guard: &Guard,
    ) -> Result<Value, Refusal> {
        let claims = match parts.extensions.get::<Caller>() {
            Some(caller) => {
                let claims = Claims::from(caller.claims.clone());
                claims.check_times(facts, now(), false)?;
                claims
            }
            None => self.verified(facts, &parts.headers, trusted).await?,
        };
        claims.check_scopes(&guard.scopes)?;
        Ok(claims.in_event(&guard.scopes))
    }

    /// The claims of a request's token, once all of it is found to be true.
    async fn verified(
        &self,
        facts: &Facts,
        headers: &HeaderMap,
        trusted: &Trusted,
    ) -> Result<Claims, Refusal> {
        let token = Token::parse(facts, token::find(facts, headers)?)?;
        let local = self.local.as_ref().filter(|local| local.kid() == token.kid);
        let key = match local {
            Some(local) => local.key().clone(),
            // Whoever says to be another's caller does not have anybody asked.
            None if token.claims.text("iss") != Some(&trusted.issuer) => {
                return Err(Refusal::token("issuer does not match"));
            }
            None => self.issuers.key(&trusted.issuer, &token.kid, token.algorithm).await?,
        };
        if !key.verifies(token.algorithm, token.signed, &token.signature) {
            return Err(Refusal::token("signature is invalid"));
        }
        token.claims.check_parties(trusted)?;
        token.claims.check_times(facts, now(), facts.expiry_is_required)?;
        Ok(token.claims)
    }
}

impl Admitted {
    /// What stands in the event, once the body is there.
    pub(crate) fn context(self, parts: &Parts, body: &[u8]) -> Result<Option<Value>, Refusal> {
        match self {
            Self::As(context) => Ok(context),
            Self::Signed(signed) => signed.verify(parts, body).map(Some),
        }
    }
}

/// A caller whom a test names, as an event has one with a token.
pub(crate) fn in_event(caller: &Caller) -> Value {
    Claims::from(caller.claims.clone()).in_event(&[])
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
