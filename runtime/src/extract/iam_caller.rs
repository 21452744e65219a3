//! Who signed a request, where IAM lets callers through.

use serde::Deserialize;

use super::claims::authorizer;
use super::{Caller, FromRequest, OptionalFromRequest};
use crate::error::{Error, Result};
use crate::request::Request;
use crate::route::Description;

/// Whoever signed the request with credentials of AWS, on a route with `auth = iam`.
///
/// API Gateway verifies the signature, and IAM decides whether the caller may call the route: their policy allows
/// `execute-api:Invoke` on it. A request that is not signed, or not allowed, gets a 403 and does not reach the
/// function. On any other route it does not compile.
///
/// # Errors
///
/// 401 when the event does not say who signed it, as on a function that is called without the gateway.
///
/// # Examples
///
/// ```
/// use fingerpost::{IamCaller, route};
///
/// /// Tells other services who they are.
/// #[route(GET, "/whoami", auth = iam)]
/// async fn whoami(caller: IamCaller) -> String {
///     caller.user_arn
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IamCaller {
    /// The user or the session of a role: `arn:aws:sts::123456789012:assumed-role/packer/session`.
    ///
    /// It is the same for all users of an identity pool of Cognito, who share a role and its session;
    /// [`identity_id`](Self::identity_id) tells them apart.
    pub user_arn: String,
    /// The account that the user or role belongs to.
    pub account_id: String,
    /// IAM's id of the user or role, with the session's name.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The id of the key that the request was signed with.
    #[serde(default)]
    pub access_key: Option<String>,
    /// The organization of the account.
    #[serde(default)]
    pub principal_org_id: Option<String>,
    #[serde(default)]
    cognito_identity: Option<CognitoIdentity>,
}

/// A user of an identity pool.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CognitoIdentity {
    #[serde(default)]
    identity_id: Option<String>,
}

impl IamCaller {
    /// Returns the id of a user of an identity pool of Cognito, such as
    /// `eu-central-1:7d2c1c1e-0f5b-4c66-9d5b-3a1f6f2b8e10`, and `None` for every other caller.
    pub fn identity_id(&self) -> Option<&str> {
        self.cognito_identity.as_ref()?.identity_id.as_deref()
    }
}

impl FromRequest for IamCaller {
    const CALLER: Caller = Caller::OfIam;

    fn describe(_: &mut Description) {}

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let nobody = || Error::absent(401, "Nobody is known to call");
        let iam = authorizer(request, b"iam").ok_or_else(nobody)?;
        serde_json::from_slice(iam)
            .map_err(|error| Error::internal("what IAM says of the caller cannot be read").caused_by(error))
    }
}

impl OptionalFromRequest for IamCaller {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_of_an_identity_pool_has_an_id() {
        let of = |cognito: &str| {
            let iam = format!(r#"{{"userArn":"role","accountId":"1","cognitoIdentity":{cognito}}}"#);
            let caller: IamCaller = serde_json::from_str(&iam).expect("a caller");
            caller.identity_id().map(str::to_owned)
        };
        assert_eq!(of(r#"{"amr":["a"],"identityId":"ann","identityPoolId":"p"}"#).as_deref(), Some("ann"));
        assert_eq!(of("null"), None);
    }
}
