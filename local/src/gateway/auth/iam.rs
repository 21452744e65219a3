//! Callers who sign their requests with credentials of AWS, as API Gateway knows them: here the developer's,
//! which are made at the start. Credentials of functions let nobody through, for no role may call the API.

use std::time::SystemTime;

use axum::http::request::Parts;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::dynamodb::{Claim, Credentials};
use crate::facts;

/// The service that a request to an API is signed for.
const SERVICE: &str = "execute-api";

/// A request that somebody says to have signed.
pub(crate) struct Signed {
    claim: Claim,
    secret: String,
}

impl Signed {
    /// Who says to have signed a request, where it can be the developer.
    pub(super) fn by(developer: Option<&Credentials>, parts: &Parts) -> Result<Self, Refusal> {
        let claim = Claim::for_service(SERVICE, parts, SystemTime::now());
        let claim = claim.map_err(|failure| Refusal::Denied(failure.body))?;
        match developer {
            Some(developer) if developer.key == claim.key => {
                Ok(Self { claim, secret: developer.secret.clone() })
            }
            _ => Err(Refusal::Denied("it is signed by somebody who may not call the API".to_owned())),
        }
    }

    /// Who signed it, as it stands in the event.
    pub(super) fn verify(self, parts: &Parts, body: &[u8]) -> Result<Value, Refusal> {
        let verified = self.claim.verify(parts, body, &self.secret);
        verified.map_err(|failure| Refusal::Denied(failure.body))?;
        Ok(context(&self.claim.key, "developer"))
    }
}

/// A user of this name in the event.
pub(super) fn context(key: &str, user: &str) -> Value {
    json!({ "iam": {
        "accessKey": key,
        "accountId": facts::ACCOUNT,
        "callerId": user,
        "cognitoIdentity": null,
        "principalOrgId": null,
        "userArn": format!("arn:aws:iam::{}:user/{user}", facts::ACCOUNT),
        "userId": user,
    } })
}
