//! `Api::layer`: what runs around every route, before, after or instead of its handler.
//!
//! A layer is an async function of the request and of `Next`, which is everything inside of it: the layers
//! that were given after it, and the handler. It sees each answer as it will be sent, errors too, but for CORS
//! headers.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;

use crate::error::{Error, Result};
use crate::lambda::contained::contained;
use crate::request::Request;
use crate::response::Response;
use crate::route::Route;

/// The work of a handler, or of the layers around it.
pub(crate) type Work<'w> = Pin<Box<dyn Future<Output = Result<Response>> + 'w>>;

/// A function that runs around every route, see [`Api::layer`](crate::Api::layer).
///
/// Every `async fn(&Request<'_>, Next<'_>) -> Result<Response>` is one, and so is an async closure.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not an `async fn(&Request<'_>, Next<'_>) -> Result<Response>`",
    note = "a layer is `async fn around(request: &Request<'_>, next: Next<'_>) -> fingerpost::Result<Response>`, or an async closure of the same form"
)]
pub trait Layer: AsyncFn(&Request<'_>, Next<'_>) -> Result<Response> + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<F> Layer for F where F: AsyncFn(&Request<'_>, Next<'_>) -> Result<Response> + Send + Sync + 'static {}

/// A layer of any type.
pub(crate) trait Around: Send + Sync {
    fn around<'r>(&'r self, request: &'r Request<'r>, next: Next<'r>) -> Work<'r>;

    /// Runs all layers of an API, of which this is the outermost, around a call.
    ///
    /// It is a method of a layer so that an API without layers has none of this in its executable.
    fn run<'r>(&self, call: &'r dyn Call, layers: &'r [Arc<dyn Around>]) -> Work<'r>;
}

impl<L: Layer> Around for L {
    fn around<'r>(&'r self, request: &'r Request<'r>, next: Next<'r>) -> Work<'r> {
        Box::pin(async move { self(request, next).await })
    }

    fn run<'r>(&self, call: &'r dyn Call, layers: &'r [Arc<dyn Around>]) -> Work<'r> {
        Box::pin(run(call, layers))
    }
}

/// Runs the layers around the call of a handler.
async fn run(call: &dyn Call, layers: &[Arc<dyn Around>]) -> Result<Response> {
    let response = async { Ok(Next::new(call, layers).run().await) };
    contained(call.route(), call.request().timeout.of_layers(), response).await
}

/// The call that layers are around.
pub(crate) trait Call {
    /// The route that is called.
    fn route(&self) -> &'static Route;

    /// The request that it is called with.
    fn request(&self) -> &Request<'_>;

    /// Takes the arguments and calls the function. A panic and a lack of time are errors.
    fn handle(&self) -> Work<'_>;

    /// The response that a result becomes.
    fn respond(&self, result: Result<Response>) -> Response;
}

/// What a layer is around: the layers that were given after it, and the route's handler.
pub struct Next<'r> {
    call: &'r dyn Call,
    layers: &'r [Arc<dyn Around>],
}

impl<'r> Next<'r> {
    pub(crate) fn new(call: &'r dyn Call, layers: &'r [Arc<dyn Around>]) -> Self {
        Self { call, layers }
    }

    /// Runs it, and returns the response.
    ///
    /// Whatever is inside, there is a response: an error, a panic and a handler that was given up at its
    /// timeout are responses with their status.
    pub async fn run(self) -> Response {
        let Self { call, layers } = self;
        let result = match layers.split_first() {
            None => call.handle().await,
            Some((outer, inner)) => {
                let work = outer.around(call.request(), Next::new(call, inner));
                let panicked =
                    |_| Err(Error::internal(format!("a layer around `{}` panicked", call.route().name)));
                AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(panicked)
            }
        };
        call.respond(result)
    }

    /// Returns the name of the route, which is that of its function: `get_event`.
    pub fn route(&self) -> &'static str {
        self.call.route().name
    }

    /// Returns the path of the route as API Gateway writes it: `/events/{id}`.
    ///
    /// It takes no more values than the API has routes, so it can label a metric.
    pub fn path_pattern(&self) -> &'static str {
        self.call.route().path
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("route", &self.route()).finish_non_exhaustive()
    }
}
