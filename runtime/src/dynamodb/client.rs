//! The DynamoDB client, built from the environment alone.
//!
//! Lambda puts credentials and region there; `aws-config`'s chain of sources would double a
//! cold start to find the same. `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL` lead to
//! the local cloud, an emulator, or an endpoint of the user's own.

pub(super) mod capacity;
mod connector;
pub(super) mod failure;
mod roots;
mod user_agent;

use std::env;
use std::pin::Pin;

use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, IdentityCache, Region};
use aws_sdk_dynamodb::{Client, Config};

use self::connector::Connector;
use self::roots::Trust;
use self::user_agent::ShortUserAgent;

/// Builds the client, and opens its connection: init has all of a CPU, an invocation at 128 MB
/// a fourteenth, and a TLS handshake is milliseconds of it.
///
/// Boxed, so that it is compiled here: what an `async fn` awaits, hyper's client, would be
/// compiled again in the crate of each table.
///
/// # Errors
///
/// Says which variable is missing.
pub(super) fn from_environment() -> Pin<Box<dyn Future<Output = Result<Client, String>> + Send>> {
    Box::pin(connected())
}

async fn connected() -> Result<Client, String> {
    let endpoint = variable("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| variable("AWS_ENDPOINT_URL"));
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let region = region.ok_or("`AWS_REGION` is not set")?;
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID").ok_or("`AWS_ACCESS_KEY_ID` is not set")?,
        variable("AWS_SECRET_ACCESS_KEY").ok_or("`AWS_SECRET_ACCESS_KEY` is not set")?,
        variable("AWS_SESSION_TOKEN"),
        None,
        "environment",
    );
    let trust = Trust::of(endpoint.as_deref());
    let mut connector = Connector::new(trust)?;
    let url = match &endpoint {
        Some(url) => url.clone(),
        None => regional(&region).await?,
    };
    if let Err(error) = connector.open(&url).await {
        tracing::debug!(url, %error, "no connection to DynamoDB yet");
        // Perhaps somebody else has signed for it, a proxy or another partition: the machine knows.
        if trust == Trust::Amazon
            && let Ok(machine) = Connector::new(Trust::Machine)
        {
            connector = machine;
        }
    }
    let config = dynamodb_config()
        .region(Region::new(region))
        .credentials_provider(credentials)
        // The environment's credentials are as good as cached.
        .identity_cache(IdentityCache::no_cache())
        .http_client(connector);
    let config = match endpoint {
        Some(url) => config.endpoint_url(url),
        None => config,
    };
    Ok(Client::from_conf(config.build()))
}

/// The client's settings as [`Table`](crate::Table) has them, without where and who.
///
/// For a client of your own: set its region, credentials and connector, and let an extractor's
/// [`open`](crate::FromRequest::open) insert it among the [`Resources`](crate::Resources). A
/// `Table` that is opened after it, further right in the signature, takes it; where one process
/// serves every route (`_HANDLER=*`), so do the routes that are opened later, in no certain order:
/// there every route's signature has to name it.
pub fn dynamodb_config() -> Builder {
    Config::builder().behavior_version(BehaviorVersion::latest()).interceptor(ShortUserAgent)
}

/// DynamoDB's own endpoint in a region, as the SDK's rules have it.
async fn regional(region: &str) -> Result<String, String> {
    let unknown = |error: &dyn std::fmt::Display| format!("no DynamoDB in region `{region}`: {error}");
    let region = Params::builder().region(region.to_owned()).build().map_err(|error| unknown(&error))?;
    let endpoint = DefaultResolver::new().resolve_endpoint(&region).await;
    Ok(endpoint.map_err(|error| unknown(&error))?.url().to_owned())
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
