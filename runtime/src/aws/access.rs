//! What a function's variables say about where AWS is and who calls it.
//!
//! Lambda sets credentials and region in the environment. The crate `aws-config` would look in several
//! places for them, and a cold start would take twice as long.

use aws_credential_types::Credentials;

use super::roots::Trust;
use crate::resources::Resources;

/// The variable of an endpoint that stands for all of AWS: an emulator's.
pub(super) const EVERY_ENDPOINT: &str = "AWS_ENDPOINT_URL";

/// Where a service of AWS is, and who calls it.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    /// Another endpoint than AWS's own.
    pub(crate) endpoint: Option<String>,
    pub(crate) region: String,
    pub(crate) credentials: Credentials,
    /// Whether the function names root certificates of its own.
    names_roots: bool,
}

impl Access {
    /// Reads the variables; `endpoint` is that of the service's endpoint, such as `AWS_ENDPOINT_URL_DYNAMODB`.
    ///
    /// # Errors
    ///
    /// Names a variable that is not set.
    pub(crate) fn of(resources: &Resources, endpoint: &str) -> Result<Self, String> {
        let either = |one, other| resources.variable(one).or_else(|| resources.variable(other));
        let needed = |name| resources.variable(name).ok_or_else(|| format!("`{name}` is not set"));
        let region = either("AWS_REGION", "AWS_DEFAULT_REGION").ok_or("`AWS_REGION` is not set")?;
        let credentials = Credentials::new(
            needed("AWS_ACCESS_KEY_ID")?,
            needed("AWS_SECRET_ACCESS_KEY")?,
            resources.variable("AWS_SESSION_TOKEN"),
            None,
            "environment",
        );
        Ok(Self {
            endpoint: either(endpoint, EVERY_ENDPOINT),
            region,
            credentials,
            names_roots: either("SSL_CERT_FILE", "SSL_CERT_DIR").is_some(),
        })
    }

    /// Whose certificates a connection to the endpoint trusts.
    pub(crate) fn trust(&self) -> Trust {
        Trust::for_endpoint(self.endpoint.as_deref(), self.names_roots)
    }

    /// Whose certificates a connection to any service trusts: another partition of AWS has other roots.
    pub(crate) fn trust_anywhere(&self) -> Trust {
        let commercial = !["cn-", "us-gov-", "us-iso", "eu-iso", "eusc-"]
            .iter()
            .any(|partition| self.region.starts_with(partition));
        match self.trust() {
            Trust::Amazon if !commercial => Trust::Machine,
            trust => trust,
        }
    }
}
