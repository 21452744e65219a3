//! One call that fetches a secret: JSON 1.1 over the connector that the tables have, signed with the function's
//! credentials, and made again after a failure that may pass.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::json;
use tokio::time::sleep;

use super::answer::{self, Refusal};
use super::reference::{Reference, Store};
use crate::aws::connector::Connector;
use crate::aws::roots::Trust;
use crate::resources::Resources;

/// How often a call is made.
const ATTEMPTS: u32 = 3;
/// How long one attempt may take. An answer takes milliseconds.
const ATTEMPT: Duration = Duration::from_millis(2500);
/// How long to wait before the second attempt, and twice as long before the third.
const PAUSE: Duration = Duration::from_millis(100);

/// Who fetches secrets, and where.
pub(super) struct Caller {
    credentials: Credentials,
    secrets_manager: Service,
    parameter_store: Service,
}

/// Where a service is, other than where AWS has it.
struct Service {
    endpoint: Option<String>,
    trust: Trust,
}

impl Caller {
    /// The function, as its variables say it.
    ///
    /// # Errors
    ///
    /// Names a variable that is not set.
    pub(super) fn of(resources: &Resources) -> Result<Self, String> {
        let needed = |name| resources.variable(name).ok_or_else(|| format!("`{name}` is not set"));
        let (key, secret) = (needed("AWS_ACCESS_KEY_ID")?, needed("AWS_SECRET_ACCESS_KEY")?);
        let token = resources.variable("AWS_SESSION_TOKEN");
        let overridden =
            ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|name| resources.variable(name).is_some());
        let service = |variable| {
            let endpoint = resources.variable(variable).or_else(|| resources.variable("AWS_ENDPOINT_URL"));
            let trust = Trust::for_endpoint(endpoint.as_deref(), overridden);
            Service { endpoint, trust }
        };
        Ok(Self {
            credentials: Credentials::new(key, secret, token, None, "environment"),
            secrets_manager: service("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            parameter_store: service("AWS_ENDPOINT_URL_SSM"),
        })
    }

    /// Fetches the text of a secret.
    ///
    /// # Errors
    ///
    /// AWS's error, or why there is no answer.
    pub(super) async fn fetch(&self, reference: &Reference<'_>) -> Result<String, String> {
        let connector = Connector::new(self.service(reference.store).trust)?;
        let mut attempt = 1;
        loop {
            let answered = self.attempt(&connector, reference).await;
            match answered {
                Ok(text) => return Ok(text),
                Err(refusal) if refusal.may_pass && attempt < ATTEMPTS => {
                    let (arn, why) = (reference.arn, &refusal.why);
                    tracing::debug!(arn, why, "a secret was not fetched, and is asked for again");
                    sleep(PAUSE * attempt).await;
                    attempt += 1;
                }
                Err(refusal) => return Err(refusal.why),
            }
        }
    }

    async fn attempt(&self, connector: &Connector, reference: &Reference<'_>) -> Result<String, Refusal> {
        let request = self.request(reference).map_err(Refusal::of_request)?;
        let (parts, body) =
            connector.send(request, Some(ATTEMPT)).await.map_err(|error| Refusal::unanswered(&error))?;
        read(parts.status, &body, reference.store)
    }

    fn service(&self, store: Store) -> &Service {
        match store {
            Store::SecretsManager => &self.secrets_manager,
            Store::ParameterStore => &self.parameter_store,
        }
    }

    /// The signed request.
    fn request(&self, reference: &Reference<'_>) -> Result<Request<SdkBody>, String> {
        let (service, target, body) = match reference.store {
            Store::SecretsManager => {
                let body = json!({ "SecretId": reference.arn });
                ("secretsmanager", "secretsmanager.GetSecretValue", body)
            }
            Store::ParameterStore => {
                ("ssm", "AmazonSSM.GetParameter", json!({ "Name": reference.arn, "WithDecryption": true }))
            }
        };
        let domain = if reference.in_china { "amazonaws.com.cn" } else { "amazonaws.com" };
        let region = reference.region;
        let own = self.service(reference.store).endpoint.clone();
        let url = own.unwrap_or_else(|| format!("https://{service}.{region}.{domain}"));
        let url = format!("{}/", url.trim_end_matches('/'));
        let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)];
        let body = body.to_string();
        let mut request = Request::post(&url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(SdkBody::from(body.as_str()));
        let mut request = request.map_err(|error| format!("`{url}` is not the URL of a service: {error}"))?;
        self.sign(&mut request, (service, region), headers, &body)?;
        Ok(request)
    }

    fn sign(
        &self,
        request: &mut Request<SdkBody>,
        (service, region): (&str, &str),
        headers: [(&str, &str); 2],
        body: &str,
    ) -> Result<(), String> {
        let unsigned = |error: &dyn std::fmt::Display| format!("the call cannot be signed: {error}");
        let identity = self.credentials.clone().into();
        let signing = SigningParams::builder().identity(&identity).region(region).name(service);
        let signing = signing.time(SystemTime::now()).settings(SigningSettings::default()).build();
        let signing = signing.map_err(|error| unsigned(&error))?.into();
        let (url, body) = (request.uri().to_string(), SignableBody::Bytes(body.as_bytes()));
        let signable = SignableRequest::new("POST", url, headers.into_iter(), body);
        let signed = signable.and_then(|signable| sign(signable, &signing));
        let (instructions, _) = signed.map_err(|error| unsigned(&error))?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }
}

fn read(status: StatusCode, body: &Bytes, store: Store) -> Result<String, Refusal> {
    if status.is_success() { answer::text(body, store) } else { Err(Refusal::of_aws(status, body)) }
}
