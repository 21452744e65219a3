//! What a client of any service of AWS needs: where AWS is, who calls it, and one HTTP stack for all of them.
//!
//! A route that takes a [`Table`](crate::Table) has a client for DynamoDB. For another service an extractor of
//! your own makes the client of that service's SDK crate from [`config`], and says in its description what the
//! client may do. The crate `aws-config` is not needed, nor the TLS stack that the SDK's default features
//! bring: take the SDK's crate with `default-features = false`.
//!
//! ```
//! use aws_sdk_sns::Client;
//! use fingerpost::describe::Resource;
//! use fingerpost::{Description, Error, FromRequest, Request, Resources, Result, aws};
//!
//! /// The topic of what is new. A function that takes it may publish there.
//! #[derive(Clone)]
//! struct News {
//!     client: Client,
//!     topic: String,
//! }
//!
//! impl FromRequest for News {
//!     fn describe(route: &mut Description) {
//!         route.allow("sns:Publish", Resource::named("News"));
//!     }
//!
//!     async fn open(resources: &mut Resources) -> Result<()> {
//!         let client = Client::new(&aws::config(resources)?);
//!         let topic = resources.variable("RESOURCE_NEWS");
//!         let topic = topic.ok_or_else(|| Error::internal("`RESOURCE_NEWS` is not set"))?;
//!         resources.insert(Self { client, topic });
//!         Ok(())
//!     }
//!
//!     async fn from_request(request: &Request<'_>) -> Result<Self> {
//!         request.resource::<Self>().cloned().ok_or_else(|| Error::internal("no topic was opened"))
//!     }
//! }
//!
//! impl News {
//!     async fn publish(&self, text: &str) -> Result<()> {
//!         self.client.publish().topic_arn(&self.topic).message(text).send().await?;
//!         Ok(())
//!     }
//! }
//! ```

pub(crate) mod access;
pub(crate) mod call;
pub(crate) mod connector;
pub(crate) mod endpoint;
pub(crate) mod json;
pub(crate) mod roots;
pub(crate) mod sign;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use self::access::{Access, EVERY_ENDPOINT};
use self::connector::Connector;
use crate::error::{Error, Result};
use crate::resources::Resources;

/// The configuration that an SDK's client is made of: `aws_sdk_sns::Client::new(&aws::config(resources)?)`.
///
/// It has the region and the credentials that Lambda gives to the function, and an HTTP client over HTTP/1.1
/// with TLS on ring, which connects at the first call. `AWS_ENDPOINT_URL_SNS` and the like lead one service to
/// an emulator, `AWS_ENDPOINT_URL` all of them. AWS's own endpoints are trusted by the roots of Amazon Trust
/// Services; in partitions other than the commercial one, for an `AWS_ENDPOINT_URL` with TLS, and where
/// `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, the machine's roots count instead. An answer of more than 40 MB is
/// an error.
///
/// # Errors
///
/// A 500 that names a variable which is not set, in the log of a function that does not start.
pub fn config(resources: &Resources) -> Result<SdkConfig> {
    let access = Access::of(resources, EVERY_ENDPOINT).map_err(Error::internal)?;
    let connector = Connector::new(access.trust_anywhere()).map_err(Error::internal)?;
    let endpoints = Endpoints(resources.variables_of("AWS_ENDPOINT_URL_"));
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(access.region))
        .credentials_provider(SharedCredentialsProvider::new(access.credentials))
        .http_client(connector)
        .service_config(endpoints);
    config.set_endpoint_url(access.endpoint);
    Ok(config.build())
}

/// The endpoints of single services, by the variables that lead to them.
#[derive(Debug)]
struct Endpoints(Vec<(String, String)>);

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let variable = format!("{}_{}", key.env(), key.service_id().to_ascii_uppercase().replace(' ', "_"));
        self.0.iter().find(|(name, _)| *name == variable).map(|(_, value)| value.clone())
    }
}

#[cfg(test)]
mod tests;
