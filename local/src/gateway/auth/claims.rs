//! The claims of a token: read so that they mean one thing only, checked as API Gateway checks them, and
//! written into the event as it writes them.

use std::fmt;

use fingerpost_untrusted::survey;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::facts::Facts;
use crate::issuer::Trusted;

/// How many objects and arrays may stand in one another.
const DEPTH: usize = 16;

/// The claims by their names, and whether a name is there twice.
#[derive(Debug)]
pub(super) struct Claims {
    values: Map<String, Value>,
    twice: bool,
}

impl From<Map<String, Value>> for Claims {
    fn from(values: Map<String, Value>) -> Self {
        Self { values, twice: false }
    }
}

/// Reads a JSON object of a token, whose names stand there once. Of a name that is there twice, parsers
/// disagree which value counts.
pub(super) fn object(facts: &Facts, json: &[u8]) -> Result<Claims, Refusal> {
    let malformed = || Refusal::token("the token is malformed");
    let survey = survey(json).map_err(|_| malformed())?;
    if survey.depth > DEPTH {
        return Err(malformed());
    }
    let claims: Claims = serde_json::from_slice(json).map_err(|_| malformed())?;
    if claims.twice && facts.repeated_claims_are_refused {
        return Err(malformed());
    }
    Ok(claims)
}

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Claims;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Claims, A::Error> {
                let mut claims = Claims { values: Map::new(), twice: false };
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if name.contains('\0') {
                        return Err(A::Error::custom("a name has a zero byte"));
                    }
                    claims.twice |= claims.values.insert(name, value).is_some();
                }
                Ok(claims)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl Claims {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Who issued the token, and for whom.
    pub(super) fn check_parties(&self, trusted: &Trusted) -> Result<(), Refusal> {
        if self.text("iss") != Some(&trusted.issuer) {
            return Err(Refusal::token("issuer does not match"));
        }
        let is_ours = |value: &Value| {
            value.as_str().is_some_and(|named| trusted.audiences.iter().any(|audience| audience == named))
        };
        // `client_id` counts only where there is no `aud`.
        let is_for_us = match self.values.get("aud").or_else(|| self.values.get("client_id")) {
            Some(Value::Array(several)) if self.has("aud") => several.iter().any(is_ours),
            Some(one) => is_ours(one),
            None => false,
        };
        if is_for_us { Ok(()) } else { Err(Refusal::token("the token does not have a valid audience")) }
    }

    /// Whether it holds now, in seconds since 1970. A caller that a test names need not say until when.
    pub(super) fn check_times(&self, facts: &Facts, now: f64, must_expire: bool) -> Result<(), Refusal> {
        let skew = facts.clock_skew_seconds;
        let at = |name: &str| match self.values.get(name) {
            None => Ok(None),
            Some(value) => {
                let time = value.as_f64().filter(|time| time.is_finite());
                time.map(Some).ok_or_else(|| Refusal::token(format!("the claim {name} is not a time")))
            }
        };
        match at("exp")? {
            Some(end) if end + skew <= now => return Err(Refusal::token("the token has expired")),
            None if must_expire => return Err(Refusal::token("the token does not expire")),
            _ => {}
        }
        if at("nbf")?.is_some_and(|begin| begin - skew > now) {
            return Err(Refusal::token("the token is not valid yet"));
        }
        if at("iat")?.is_some_and(|issued| issued - skew > now) {
            return Err(Refusal::token("the token is used before it was issued"));
        }
        Ok(())
    }

    /// Whether it has one of the scopes, if there are any to have.
    pub(super) fn check_scopes(&self, scopes: &[String]) -> Result<(), Refusal> {
        let has = |scope: &String| {
            ["scope", "scp"].into_iter().filter_map(|name| self.values.get(name)).any(|value| match value {
                Value::String(all) => all.split(' ').any(|one| one == scope),
                Value::Array(all) => all.iter().any(|one| one == scope),
                _ => false,
            })
        };
        if scopes.is_empty() || scopes.iter().any(has) { Ok(()) } else { Err(Refusal::Scopes) }
    }

    /// As they stand in an event: each a string, and none where there is no value.
    pub(super) fn in_event(&self, scopes: &[String]) -> Value {
        let told = self.values.iter().filter(|(_, value)| !value.is_null());
        let told: Map<_, _> = told.map(|(name, value)| (name.clone(), printed(value).into())).collect();
        let scopes = if scopes.is_empty() { Value::Null } else { json!(scopes) };
        json!({ "jwt": { "claims": told, "scopes": scopes } })
    }
}

/// A value as Go prints it, which is how API Gateway writes claims: `[a b]`, `map[a:1]`.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => format!("[{}]", values.iter().map(printed).collect::<Vec<_>>().join(" ")),
        Value::Object(fields) => {
            let mut fields: Vec<_> =
                fields.iter().map(|(name, value)| format!("{name}:{}", printed(value))).collect();
            fields.sort();
            format!("map[{}]", fields.join(" "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FACTS;

    fn claims(json: &Value) -> Claims {
        object(&FACTS, json.to_string().as_bytes()).expect("an object")
    }

    #[test]
    fn claims_are_strings_in_the_event() {
        let claims = claims(&json!({
            "sub": "ann", "exp": 1_700_000_000, "rate": 1.5, "admin": true, "none": null,
            "groups": ["a", "b"], "nested": [["a", 1], null], "object": { "b": 1, "a": "x" },
        }));
        let expected = json!({
            "sub": "ann", "exp": "1700000000", "rate": "1.5", "admin": "true", "groups": "[a b]",
            "nested": "[[a 1] <nil>]", "object": "map[a:x b:1]",
        });
        assert_eq!(claims.in_event(&[]), json!({ "jwt": { "claims": expected, "scopes": null } }));
        assert_eq!(claims.in_event(&["a".to_owned()])["jwt"]["scopes"], json!(["a"]));
    }

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let twice = br#"{"sub":"ann","sub":"bob"}"#;
        assert!(object(&FACTS, twice).is_err());
        let other = Facts { repeated_claims_are_refused: false, clock_skew_seconds: 0.0, ..FACTS };
        assert_eq!(object(&other, twice).expect("an object").text("sub"), Some("bob"));
        let late = claims(&json!({ "exp": 99 }));
        assert_eq!(late.check_times(&FACTS, 100.0, true), Ok(()));
        assert_eq!(late.check_times(&other, 100.0, true), Err(Refusal::token("the token has expired")));
    }
}
