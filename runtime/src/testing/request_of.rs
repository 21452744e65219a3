//! A request for the test of an extractor, without an API around it.

use std::time::Instant;

use bytes::Bytes;
use fingerpost_local::testing;
use http::{HeaderName, HeaderValue, Method, header};
use lambda_runtime::Context;
use serde::Serialize;

use super::exchange;
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::lambda::deadline::Timeout;
use crate::request::{Afterwards, Event, Forgotten, Request};
use crate::resources::Resources;
use crate::settings;

/// Puts something among the resources.
type Give = Box<dyn FnOnce(&mut Resources) + Send>;

/// A request being put together, from [`Request::of`], for the test of an extractor.
#[must_use = "nothing is extracted before `extract`"]
pub struct RequestOf {
    request: http::Request<Bytes>,
    path_values: Vec<(String, String)>,
    body_limit: usize,
    variables: Vec<(String, String)>,
    given: Vec<Give>,
}

impl Request<'_> {
    /// Begins a request for the test of an extractor: a method, and a path with its query.
    ///
    /// It becomes the event that API Gateway would make of it, and is there with the feature `local`.
    ///
    /// # Panics
    ///
    /// When the path does not begin with `/` or is not encoded.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Error, FromRequest, Request, Result};
    /// use http::Method;
    ///
    /// struct Tenant(String);
    ///
    /// impl FromRequest for Tenant {
    ///     async fn from_request(request: &Request<'_>) -> Result<Self> {
    ///         let tenant = request.header("x-tenant").ok_or_else(|| Error::unauthorized("Say who you are"))?;
    ///         Ok(Self(tenant.into_owned()))
    ///     }
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let request = Request::of(Method::GET, "/teas").header("x-tenant", "ann");
    /// assert_eq!(request.extract::<Tenant>().await.unwrap().0, "ann");
    /// let refused = Request::of(Method::GET, "/teas").extract::<Tenant>().await.err();
    /// assert_eq!(refused.map(|error| error.status()), Some(401));
    /// # });
    /// ```
    #[track_caller]
    pub fn of(method: Method, path: &str) -> RequestOf {
        let request = exchange::request(method, path);
        let (path_values, body_limit) = (Vec::new(), fingerpost_manifest::limits::PAYLOAD);
        RequestOf { request, path_values, body_limit, variables: Vec::new(), given: Vec::new() }
    }
}

impl RequestOf {
    /// Adds a header.
    ///
    /// # Panics
    ///
    /// When HTTP does not take the name or the value.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(known), Ok(text)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
            panic!("HTTP does not take the header `{name}: {value}`");
        };
        self.request.headers_mut().append(known, text);
        self
    }

    /// Adds a value of the path, as the route would have it: decoded.
    pub fn path_parameter(mut self, name: &str, value: &str) -> Self {
        self.path_values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Sets the body to a value as JSON, and the type of the content to `application/json` where no header
    /// says another.
    ///
    /// # Panics
    ///
    /// When the value cannot be written as JSON.
    #[track_caller]
    pub fn json(mut self, value: impl Serialize) -> Self {
        let json = serde_json::to_vec(&value);
        let json = json.unwrap_or_else(|error| panic!("the value cannot be written as JSON: {error}"));
        let content_type = HeaderValue::from_static("application/json");
        self.request.headers_mut().entry(header::CONTENT_TYPE).or_insert(content_type);
        self.body(json)
    }

    /// Gives what an extractor finds by [`Request::resource`], such as a [`State`](crate::State).
    pub fn resource<R: Send + Sync + 'static>(mut self, resource: R) -> Self {
        self.given.push(Box::new(|resources| resources.insert(resource)));
        self
    }

    /// Sets a variable of the function, as [`Resources::variable`] finds it. There are no others.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Opens an extractor and has it read the request, as a function does.
    ///
    /// # Errors
    ///
    /// What the extractor says, when it is opened or when it refuses the request.
    pub async fn extract<E: FromRequest>(self) -> Result<E> {
        let mut resources = Resources::with_variables(self.variables);
        self.given.into_iter().for_each(|give| give(&mut resources));
        E::open(&mut resources).await?;
        settings::load(&mut resources, Instant::now()).await?;
        let key = format!("{} {}", self.request.method(), self.request.uri().path());
        let event = testing::event(&self.request, &key, &self.path_values);
        let event =
            Event::parse(event.as_bytes()).ok_or_else(|| Error::internal("the event cannot be read"))?;
        let invocation = Context::default();
        let request = Request {
            event: &event,
            route: "",
            resources: &resources,
            invocation: &invocation,
            timeout: Timeout::of(&invocation, Instant::now()),
            body_limit: self.body_limit,
            path_values: &[],
            afterwards: Afterwards::default(),
            forgotten: Forgotten::default(),
        };
        E::from_request(&request).await
    }
}
