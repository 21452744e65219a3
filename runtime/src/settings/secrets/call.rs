//! One call that fetches a secret: in the region that the secret is in, with the function's credentials.

use std::time::Duration;

use http::{Method, header};
use serde_json::json;

use super::answer;
use super::reference::{Reference, Store};
use crate::aws::access::Access;
use crate::aws::call::{Call, Service};
use crate::aws::connector::Connector;
use crate::aws::endpoint;
use crate::aws::json::{TARGET, refusal};
use crate::resources::Resources;

/// How long one attempt may take. An answer takes milliseconds.
const ATTEMPT: Duration = Duration::from_millis(2500);

/// The media type of requests.
const JSON: &str = "application/x-amz-json-1.1";

/// Who fetches secrets, and where.
pub(super) struct Caller {
    secrets_manager: Access,
    parameter_store: Access,
}

impl Caller {
    /// The function, as its variables say it.
    ///
    /// # Errors
    ///
    /// Names a variable that is not set.
    pub(super) fn of(resources: &Resources) -> Result<Self, String> {
        Ok(Self {
            secrets_manager: Access::of(resources, "AWS_ENDPOINT_URL_SECRETS_MANAGER")?,
            parameter_store: Access::of(resources, "AWS_ENDPOINT_URL_SSM")?,
        })
    }

    /// Fetches the text of a secret.
    ///
    /// # Errors
    ///
    /// AWS's error, or why there is no answer.
    pub(super) async fn fetch(&self, reference: &Reference<'_>) -> Result<String, String> {
        let (name, signed_as, access) = match reference.store {
            Store::SecretsManager => ("Secrets Manager", "secretsmanager", &self.secrets_manager),
            Store::ParameterStore => ("Parameter Store", "ssm", &self.parameter_store),
        };
        let mut access = access.clone();
        reference.region.clone_into(&mut access.region);
        let connector = Connector::new(access.trust_anywhere())?;
        let Access { endpoint, region, credentials, .. } = access;
        let url = match endpoint {
            Some(endpoint) => endpoint,
            None => format!("https://{}", endpoint::host(signed_as, &region).await?),
        };
        let service = Service { name, signed_as, region, credentials, connector };
        let answer = service.make(&call(reference, &url), refusal).await;
        let answer = answer.map_err(|failed| failed.to_string())?;
        answer::text(&answer.body, reference.store)
    }
}

/// The call that asks the service at this URL for the secret.
fn call(reference: &Reference<'_>, url: &str) -> Call {
    let arn = reference.arn;
    let (target, body) = match reference.store {
        Store::SecretsManager => ("secretsmanager.GetSecretValue", json!({ "SecretId": arn })),
        Store::ParameterStore => ("AmazonSSM.GetParameter", json!({ "Name": arn, "WithDecryption": true })),
    };
    Call {
        method: Method::POST,
        url: format!("{}/", url.trim_end_matches('/')),
        headers: vec![(header::CONTENT_TYPE, JSON.to_owned()), (TARGET, target.to_owned())],
        body: body.to_string().into(),
        repeatable: true,
        limit: || Some(ATTEMPT),
    }
}
