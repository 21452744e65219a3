//! The DynamoDB client, made from the environment alone and connected during init.
//!
//! Lambda sets credentials and region in the environment. The crate `aws-config` would look in several
//! places for them, and a cold start would take twice as long. `AWS_ENDPOINT_URL_DYNAMODB` or
//! `AWS_ENDPOINT_URL` leads to the local cloud, to an emulator, or to an endpoint of the user's own. The HTTP
//! below the SDK is in `client/connector.rs`, and the errors of its calls are in `client/failure.rs`.

mod attempts;
pub(super) mod capacity;
pub(crate) mod connector;
pub(super) mod failure;
pub(crate) mod roots;
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

/// Where the client comes from, when the API says so.
#[derive(Clone)]
pub(crate) enum ClientSource {
    /// Our own client, whose configuration this changes before the client is made.
    Configured(Arc<dyn Fn(Builder) -> Builder + Send + Sync>),
    /// The client that this makes.
    Own(Arc<dyn Fn(Builder) -> Client + Send + Sync>),
}

/// The function's client, which is made for the first table and kept for the others.
///
/// # Errors
///
/// A sentence that says which variable is missing, or which region has no DynamoDB.
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

/// The settings of every client, also of one that the user makes.
fn settings() -> Builder {
    Config::builder().behavior_version(BehaviorVersion::latest()).interceptor(ShortUserAgent)
}

/// What the function's variables say about where DynamoDB is and who calls it.
struct Environment {
    endpoint: Option<String>,
    region: String,
    credentials: Credentials,
    /// Whether the function names root certificates of its own.
    names_roots: bool,
}

impl Environment {
    /// Reads the variables.
    ///
    /// # Errors
    ///
    /// Names one that is not set.
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

/// The configuration of the client, after its connection was opened.
///
/// The connection is opened now because init has a whole CPU. An invocation at 128 MB has a fourteenth of
/// one, and a TLS handshake takes milliseconds of a whole one.
///
/// The future is boxed so that it is compiled here. An `async fn` would be compiled again in the crate of
/// each table, and hyper's client with it.
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
            // A proxy or another partition of AWS may have answered, with a certificate that only the
            // machine's roots have signed.
            if trust == Trust::Amazon
                && let Ok(machine) = Connector::new(Trust::Machine)
            {
                connector = machine;
            }
        }
        let config = settings()
            .region(Region::new(region))
            .credentials_provider(credentials)
            // The credentials are in memory already, so that a cache would only cost time.
            .identity_cache(IdentityCache::no_cache())
            .http_client(connector);
        Ok(match endpoint {
            Some(url) => config.endpoint_url(url),
            None => config,
        })
    })
}

/// The URL of DynamoDB in a region, by the SDK's rules.
async fn regional(region: &str) -> Result<String, String> {
    let unknown = |error: &dyn std::fmt::Display| format!("region `{region}` has no DynamoDB: {error}");
    let region = Params::builder().region(region.to_owned()).build().map_err(|error| unknown(&error))?;
    let endpoint = DefaultResolver::new().resolve_endpoint(&region).await;
    Ok(endpoint.map_err(|error| unknown(&error))?.url().to_owned())
}
