//! The API as a whole: what its routes have in common, and nothing of what each one does.
//!
//! The routes themselves are not listed anywhere. `#[route]` registers them, and `run.rs` finds them.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use fingerpost_manifest::Cors;

use crate::auth::Authorizers;
use crate::dynamodb::ClientSource;
use crate::layer::{Around, Layer};
use crate::response::Response;
use crate::response::failure::{self, ErrorBody, Failure};
use crate::state::{Given, Load};

/// An API: its name, and the settings that all of its routes have in common.
///
/// The routes are those of all crates that the executable names. They need not be listed, but a crate that is
/// named nowhere is left out by the linker, and its routes with it: write `use its_name as _;`.
///
/// # Examples
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
    /// How many requests per second the stage lets through, and how many at once.
    pub(crate) throttle: (u32, u32),
    pub(crate) dynamodb: Option<ClientSource>,
    pub(crate) error_body: Option<Arc<ErrorBody>>,
    /// The status of a request whose parts are at fault.
    pub(crate) invalid_status: u16,
    pub(crate) states: Vec<Given>,
    /// The first is the outermost.
    pub(crate) layers: Vec<Arc<dyn Around>>,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) authorizers: Authorizers,
    #[cfg(feature = "local")]
    pub(crate) version: Option<String>,
}

impl Api {
    /// Makes an API without CORS, throttled to 1000 requests per second and 500 at once.
    ///
    /// The name is 1 to 64 ASCII letters, digits, `_` or `-`; the manifest refuses another. It becomes the
    /// name of the HTTP API in API Gateway.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            cors: None,
            throttle: (1000, 500),
            dynamodb: None,
            error_body: None,
            invalid_status: 400,
            states: Vec::new(),
            layers: Vec::new(),
            authorizers: Authorizers::default(),
            #[cfg(feature = "local")]
            version: None,
        }
    }

    /// Sets the version that the OpenAPI document has: that of the package is `env!("CARGO_PKG_VERSION")`.
    ///
    /// Without it the version is `0.0.0`.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        #[cfg(feature = "local")]
        let this = Self { version: Some(version.into()), ..self };
        #[cfg(not(feature = "local"))]
        let (this, _) = (self, version);
        this
    }

    /// Lets pages of other origins call the API, as the declaration says.
    ///
    /// API Gateway then answers preflights, and every response gets the CORS headers, those of errors
    /// included.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Sets how many requests per second API Gateway lets through, and how many at once.
    ///
    /// They are the throttling limits of the API's stage; `throttle` in [`#[route]`](macro@crate::route)
    /// sets those of one route. A request over them gets a 429. AWS's page "Throttle requests to your HTTP
    /// APIs" calls both numbers targets rather than guaranteed ceilings. The local cloud does not throttle. A
    /// number of 0 would let nothing through, and the manifest refuses it.
    #[must_use]
    pub fn throttle(mut self, rate_per_second: u32, burst: u32) -> Self {
        self.throttle = (rate_per_second, burst);
        self
    }

    /// Sets how the bodies of errors are written, [`problem_json`](crate::problem_json) or a function of your
    /// own.
    ///
    /// Without it an error is `{"error":"…"}`, as [`Failure`] is written as JSON. The headers of an
    /// [`Error`](crate::Error), CORS and a 5xx's `x-request-id` are added afterwards. What API Gateway answers
    /// itself, such as a 404 for a path without a route, has a body of the gateway's own. Where the function panics,
    /// or makes a response that cannot be sent, the body is the one without it.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Api, Failure, Response};
    ///
    /// fn plain(failure: &Failure<'_>) -> Response {
    ///     Response::new(failure.status()).header("content-type", "text/plain").body(failure.message().to_owned())
    /// }
    ///
    /// let api = Api::new("orders").error_body(plain);
    /// # let _ = api;
    /// ```
    #[must_use]
    pub fn error_body(mut self, write: impl Fn(&Failure<'_>) -> Response + Send + Sync + 'static) -> Self {
        self.error_body = Some(failure::error_body(write));
        self
    }

    /// Sets the status of a request whose parts are not what they should be, which is 400 without it. 422 is
    /// usual, too.
    ///
    /// It is the status wherever an argument refuses a request with a 400, and of every 400 with
    /// [details](crate::Detail), such as [`Error::invalid`](crate::Error::invalid). A 400 without details that a handler
    /// returns stays a 400. A status that is not 400 to 499 is refused by the manifest.
    #[must_use]
    pub fn invalid_status(mut self, status: u16) -> Self {
        self.invalid_status = status;
        self
    }

    /// Gives routes a [`State<T>`](crate::State): `load` is an `async fn() -> Result<T, E>` that makes it, or
    /// an `async fn(S) -> Result<T, E>` that takes [`Settings`](macro@crate::Settings) for it.
    ///
    /// `load` is called once for each process, during init, and only where a route has `State<T>` among its
    /// arguments. Several are loaded one after the other, in the order in which arguments name them. When it
    /// fails or panics, the function does not start, and Lambda's init error says why; so it does when init
    /// has taken 9 seconds, because Lambda gives it 10. The next request starts it again. A loader that blocks its
    /// thread cannot be given up.
    ///
    /// The settings that it takes are those of every route that takes the state. Of a variable that it reads by
    /// `std::env::var` the manifest knows nothing, so that no function has it. The type alone says which state
    /// an argument means. A route whose state nothing gives is refused by the manifest, and so is a second state of
    /// one type.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Api, Result, Settings};
    ///
    /// struct Prices { cup: u32 }
    /// #[derive(Settings)]
    /// struct Shop { cup_price: u32 }
    ///
    /// async fn load_prices(shop: Shop) -> Result<Prices> {
    ///     Ok(Prices { cup: shop.cup_price })
    /// }
    ///
    /// let api = Api::new("teas").state(load_prices);
    /// # let _ = api;
    /// ```
    #[must_use]
    pub fn state<A: 'static>(mut self, load: impl Load<A>) -> Self {
        self.states.push(Given::by(load));
        self
    }

    /// Puts a layer around every route: an `async fn(&Request<'_>, Next<'_>) -> Result<Response>`, which does
    /// something before the handler, after it or instead of it.
    ///
    /// [`Next::run`](crate::Next::run) runs what is inside of the layer. Of several layers, the one that is given
    /// first is the outermost: it sees the request first and the response last.
    ///
    /// - A layer sees every answer of a route as a [`Response`], also what an extractor refused, a handler's
    ///   error, its panic and the 503 of one that was given up at its timeout. It is as it will be sent, but for
    ///   CORS headers, which are added last.
    /// - An [`Error`](crate::Error) of the layer is an answer like a handler's, and its panic is a 500. Both are
    ///   seen by the layers outside of it.
    /// - A request is held to its route's timeout with all layers: they have a moment more than the handler,
    ///   and are then given up with a 503.
    /// - A layer reads the request by itself, or by an extractor:
    ///   `RequestContext::from_request(request).await?`. What an argument opens at init, such as a
    ///   [`State`](crate::State), is there only for routes that name it.
    /// - A request for which there is no route, API Gateway answers by itself.
    ///
    /// What layers answer is not described by the routes; the description of each says that it may refuse a
    /// request with more than it lists. An API without layers pays nothing for them.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Api, Error, Next, Request, Response, Result};
    ///
    /// /// Lets those in who know the key, and tells caches to keep nothing.
    /// async fn guard(request: &Request<'_>, next: Next<'_>) -> Result<Response> {
    ///     if request.header("x-api-key").as_deref() != Some("sesame") {
    ///         return Err(Error::unauthorized("No API key"));
    ///     }
    ///     Ok(next.run().await.header("cache-control", "no-store"))
    /// }
    ///
    /// let api = Api::new("orders").layer(guard);
    /// # let _ = api;
    /// ```
    #[must_use]
    pub fn layer(mut self, layer: impl Layer) -> Self {
        self.layers.push(Arc::new(layer));
        self
    }

    /// Changes the configuration of the DynamoDB client before the client is made.
    ///
    /// With it an API sets how often a call is tried, how long it may take or whose credentials it has.
    /// `change` is called once for each process, and only where a route names a [`Table`](crate::Table). Of
    /// this method and [`dynamodb_client`](Self::dynamodb_client), the one that is called last counts.
    ///
    /// # Examples
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

    /// Gives tables a DynamoDB client of your own.
    ///
    /// `make` gets the settings that every client here has, without region, credentials, endpoint and HTTP
    /// client. It is called once for each process, and only where a route names a [`Table`](crate::Table).
    /// Most APIs do not need it: the usual client is made from Lambda's environment and opens its connection
    /// before the first request. The SDK has an HTTP client of its own only with its feature
    /// `default-https-client`.
    ///
    /// # Examples
    ///
    /// ```
    /// use aws_sdk_dynamodb::Client;
    /// use aws_sdk_dynamodb::config::{Credentials, Region};
    /// use fingerpost::Api;
    ///
    /// let api = Api::new("events").dynamodb_client(|settings| {
    ///     let credentials = Credentials::new("key", "secret", None, None, "example");
    ///     let config = settings.region(Region::new("eu-central-1")).credentials_provider(credentials);
    ///     Client::from_conf(config.endpoint_url("http://localhost:8000").build())
    /// });
    /// # let _ = api;
    /// ```
    #[must_use]
    pub fn dynamodb_client(mut self, make: impl Fn(Builder) -> Client + Send + Sync + 'static) -> Self {
        self.dynamodb = Some(ClientSource::Own(Arc::new(make)));
        self
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("name", &self.name).finish_non_exhaustive()
    }
}
