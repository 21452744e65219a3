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

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, IdentityCache, Region};
use aws_sdk_dynamodb::{Client, Config};

use self::connector::Connector;
use self::roots::Trust;
use self::user_agent::ShortUserAgent;
use crate::resources::Resources;

/// Where an API's client comes from, when it says so.
#[derive(Clone)]
pub(crate) enum ClientSource {
    /// Ours, after this.
    Configured(Arc<dyn Fn(Builder) -> Builder + Send + Sync>),
    /// One of its own.
    Own(Arc<dyn Fn(Builder) -> Client + Send + Sync>),
}

/// The function's client: made for its first table, and kept for the others.
///
/// # Errors
///
/// Says which variable is missing.
pub(super) async fn open(resources: &mut Resources) -> Result<Client, String> {
    if let Some(client) = resources.get::<Client>() {
        return Ok(client.clone());
    }
    let source = resources.get::<ClientSource>().cloned();
    let client = match source {
        Some(ClientSource::Own(make)) => make(settings()),
        Some(ClientSource::Configured(change)) => {
            Client::from_conf(change(connected(Environment::of(resources)?).await?).build())
        }
        None => Client::from_conf(connected(Environment::of(resources)?).await?.build()),
    };
    resources.insert(client.clone());
    Ok(client)
}

/// What every client of ours has.
fn settings() -> Builder {
    Config::builder().behavior_version(BehaviorVersion::latest()).interceptor(ShortUserAgent)
}

/// What the function's variables say of where DynamoDB is, and who calls it.
struct Environment {
    endpoint: Option<String>,
    region: String,
    credentials: Credentials,
    /// Whether the function names roots of its own.
    names_roots: bool,
}

impl Environment {
    fn of(resources: &Resources) -> Result<Self, String> {
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
            endpoint: either("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"),
            region,
            credentials,
            names_roots: either("SSL_CERT_FILE", "SSL_CERT_DIR").is_some(),
        })
    }
}

/// The configuration of the client, its connection open: init has all of a CPU, an invocation at
/// 128 MB a fourteenth, and a TLS handshake is milliseconds of it.
///
/// Boxed, so that it is compiled here: what an `async fn` awaits, hyper's client, would be
/// compiled again in the crate of each table.
fn connected(environment: Environment) -> Pin<Box<dyn Future<Output = Result<Builder, String>> + Send>> {
    Box::pin(async move {
        let Environment { endpoint, region, credentials, names_roots } = environment;
        let trust = Trust::for_endpoint(endpoint.as_deref(), names_roots);
        let mut connector = Connector::new(trust)?;
        let url = match &endpoint {
            Some(url) => url.clone(),
            None => regional(&region).await?,
        };
        if let Err(error) = connector.open(&url).await {
            tracing::debug!(url, %error, "there is no connection to DynamoDB yet");
            // Perhaps somebody else has signed for it, a proxy or another partition: the machine knows.
            if trust == Trust::Amazon
                && let Ok(machine) = Connector::new(Trust::Machine)
            {
                connector = machine;
            }
        }
        let config = settings()
            .region(Region::new(region))
            .credentials_provider(credentials)
            // The environment's credentials are as good as cached.
            .identity_cache(IdentityCache::no_cache())
            .http_client(connector);
        Ok(match endpoint {
            Some(url) => config.endpoint_url(url),
            None => config,
        })
    })
}

/// DynamoDB's own endpoint in a region, as the SDK's rules have it.
async fn regional(region: &str) -> Result<String, String> {
    let unknown = |error: &dyn std::fmt::Display| format!("region `{region}` has no DynamoDB: {error}");
    let region = Params::builder().region(region.to_owned()).build().map_err(|error| unknown(&error))?;
    let endpoint = DefaultResolver::new().resolve_endpoint(&region).await;
    Ok(endpoint.map_err(|error| unknown(&error))?.url().to_owned())
}
