//! The DynamoDB client, made from the environment alone and connected during init.
//!
//! Where AWS is, who calls it and the HTTP below the SDK are in `../aws`, as for every service. What is
//! DynamoDB's own of the HTTP is in `client/http.rs`, and the errors of its calls are in `client/failure.rs`.

mod attempts;
pub(super) mod capacity;
pub(super) mod failure;
mod http;
mod user_agent;

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, IdentityCache, Region};
use aws_sdk_dynamodb::{Client, Config};

use self::http::Http;
use self::user_agent::ShortUserAgent;
use crate::aws::access::Access;
use crate::aws::connector::Connector;
use crate::aws::endpoint;
use crate::resources::Resources;

/// The variable that leads to the local cloud, to an emulator, or to an endpoint of the user's own.
const ENDPOINT: &str = "AWS_ENDPOINT_URL_DYNAMODB";

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
            Client::from_conf(change(connected(Access::of(resources, ENDPOINT)?).await?).build())
        }
        None => Client::from_conf(connected(Access::of(resources, ENDPOINT)?).await?.build()),
    };
    resources.insert(client.clone());
    Ok(client)
}

/// The settings of every client, also of one that the user makes.
fn settings() -> Builder {
    Config::builder().behavior_version(BehaviorVersion::latest()).interceptor(ShortUserAgent)
}

/// The configuration of the client, after its connection was opened.
///
/// The future is boxed so that it is compiled here. An `async fn` would be compiled again in the crate of
/// each table, and hyper's client with it.
fn connected(access: Access) -> Pin<Box<dyn Future<Output = Result<Builder, String>> + Send>> {
    Box::pin(async move {
        let trust = access.trust();
        let Access { endpoint, region, credentials, .. } = access;
        let url = match &endpoint {
            Some(url) => url.clone(),
            None => endpoint::dynamodb(&region).await?,
        };
        let connector = Connector::connected("DynamoDB", &url, trust).await?;
        let config = settings()
            .region(Region::new(region))
            .credentials_provider(credentials)
            // The credentials are in memory already, so that a cache would only cost time.
            .identity_cache(IdentityCache::no_cache())
            .http_client(Http(connector));
        Ok(match endpoint {
            Some(url) => config.endpoint_url(url),
            None => config,
        })
    })
}
