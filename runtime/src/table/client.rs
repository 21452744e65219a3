//! The DynamoDB client, built from the environment alone.
//!
//! Lambda puts credentials and region there; `aws-config`'s chain of sources would double a
//! cold start to find the same. `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL` lead to
//! the local cloud, an emulator, or an endpoint of the user's own.

use std::env;

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::{Client, Config};

use super::connector::Connector;

/// Builds the client.
///
/// # Errors
///
/// Says which variable is missing.
pub(super) fn from_environment() -> Result<Client, String> {
    let endpoint = variable("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| variable("AWS_ENDPOINT_URL"));
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let region = region.ok_or("no `AWS_REGION` in the environment: where is the table?")?;
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID").ok_or("no `AWS_ACCESS_KEY_ID` in the environment")?,
        variable("AWS_SECRET_ACCESS_KEY").ok_or("no `AWS_SECRET_ACCESS_KEY` in the environment")?,
        variable("AWS_SESSION_TOKEN"),
        None,
        "environment",
    );
    let plain = endpoint.as_deref().is_some_and(|url| url.starts_with("http://"));
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region))
        .credentials_provider(credentials)
        .http_client(Connector::new(plain)?);
    let config = match endpoint {
        Some(url) => config.endpoint_url(url),
        None => config,
    };
    Ok(Client::from_conf(config.build()))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
