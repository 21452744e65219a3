//! The API as a whole: what its routes have in common.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use fingerpost_manifest::Cors;

use crate::dynamodb::ClientSource;

/// An API: what its routes have in common.
///
/// ```no_run
/// use fingerpost::{Api, Cors};
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     Api::new("events").cors(Cors::any_origin()).run()
/// }
/// ```
#[derive(Clone)]
pub struct Api {
    pub(crate) name: String,
    pub(crate) cors: Option<Cors>,
    /// Requests a second that the stage lets through, and at once.
    pub(crate) throttle: (u32, u32),
    pub(crate) dynamodb: Option<ClientSource>,
}

impl Api {
    /// An API without CORS, at most 1000 requests a second in bursts of 500.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cors: None, throttle: (1000, 500), dynamodb: None }
    }

    /// Lets pages of other origins call the API.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Sets how many requests a second the stage lets through, and how many at once.
    #[must_use]
    pub fn throttle(mut self, rate_per_second: u32, burst: u32) -> Self {
        self.throttle = (rate_per_second, burst);
        self
    }

    /// Changes the configuration of the DynamoDB client before it is made: how often a call is tried,
    /// how long it may take, whose credentials it has. Called once for each process, on routes that
    /// name a [`Table`](crate::Table).
    ///
    /// ```
    /// use aws_sdk_dynamodb::config::retry::RetryConfig;
    /// use fingerpost::Api;
    ///
    /// let retry = RetryConfig::standard().with_max_attempts(5);
    /// let api = Api::new("events").dynamodb_config(move |config| config.retry_config(retry.clone()));
    /// # let _ = api;
    /// ```
    #[must_use]
    pub fn dynamodb_config(mut self, change: impl Fn(Builder) -> Builder + Send + Sync + 'static) -> Self {
        self.dynamodb = Some(ClientSource::Configured(Arc::new(change)));
        self
    }

    /// Gives tables a DynamoDB client of your own. `make` is given the settings that every client of
    /// ours has, without region, credentials, endpoint and HTTP client. Called once for each process, on
    /// routes that name a [`Table`](crate::Table).
    #[must_use]
    pub fn dynamodb_client(mut self, make: impl Fn(Builder) -> Client + Send + Sync + 'static) -> Self {
        self.dynamodb = Some(ClientSource::Own(Arc::new(make)));
        self
    }

    pub(crate) fn cors_declaration(&self) -> Option<&Cors> {
        self.cors.as_ref()
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("name", &self.name).finish_non_exhaustive()
    }
}
