//! From event to answer: which route, its handler, and what every response gets on its way.
//!
//! Nothing fails outward here. A panic, a bad event, an error all become a response with
//! `statusCode`, `content-type` and CORS headers.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fingerpost_manifest::{Header, Method, path};
use futures_util::FutureExt;
use lambda_runtime::Context;

use super::{deadline, next_link};
use crate::api::Api;
use crate::dynamodb;
use crate::error::{Error, Result};
use crate::log;
use crate::request::{Event, Request};
use crate::resources::Resources;
use crate::response::{Response, failure};
use crate::route::Route;

const NOT_AN_EVENT: &str = "not an API Gateway event of payload format 2.0: a route answers HTTP APIs and \
                            function URLs, not queues, load balancers or REST APIs";
/// A route, and the values of its path where the event does not have them.
type Matched = (&'static Route, Vec<(&'static str, String)>);

/// The routes of one function, opened and ready.
pub(crate) struct Function {
    api: Api,
    routes: Vec<&'static Route>,
    resources: Resources,
    /// Whether a handler may wait for a database.
    has_tables: bool,
    /// The CORS headers, where they do not depend on who asks.
    cors: Option<Vec<Header>>,
    warm: AtomicBool,
}

impl Function {
    /// Opens what the routes keep between requests.
    pub(crate) async fn open(
        api: Api,
        routes: Vec<&'static Route>,
        mut resources: Resources,
    ) -> Result<Self> {
        if let Some(source) = &api.dynamodb {
            resources.insert(source.clone());
        }
        for route in &routes {
            let opened = route.open(&mut resources).await;
            opened.map_err(|error| Error::internal(format!("route `{}`: {error}", route.name)))?;
        }
        let cors = api.cors_declaration().filter(|cors| !cors.depends_on_origin());
        let cors = cors.map(|cors| cors.response_headers(None));
        let has_tables = dynamodb::is_open(&resources);
        Ok(Self { api, routes, resources, has_tables, cors, warm: AtomicBool::new(false) })
    }

    /// Answers one event with a response that can be sent.
    ///
    /// # Errors
    ///
    /// A sentence, for what is not an API Gateway's event. No response would do there: a queue takes
    /// one for success, and deletes its messages.
    pub(crate) async fn answer(&self, json: &[u8], invocation: &Context) -> Result<Response, &'static str> {
        let started = Instant::now();
        let request_id = invocation.request_id.as_str();
        let cold_start = !self.warm.swap(true, Ordering::Relaxed);
        let Some(event) = Event::parse(json) else {
            tracing::error!(request_id, error = NOT_AN_EVENT, "the function was called wrongly");
            return Err(NOT_AN_EVENT);
        };
        let (route, path_values) = self.route(&event).unzip();
        let body_limit = route.map_or(0, Route::body_limit);
        let path_values = path_values.unwrap_or_default();
        let request = Request {
            event: &event,
            resources: &self.resources,
            invocation,
            body_limit,
            path_values: &path_values,
        };
        let result = match route {
            Some(route) => self.handle(route, &request).await,
            None => Err(Error::not_found("Not found")),
        };
        let mut response = self.finish(result, route, &request);
        if let Err(error) = response.check() {
            response = self.finish(Err(error), route, &request);
        }
        let route = route.map_or("none", |route| route.name);
        let status = response.status;
        log::request(&log::Line { request_id, route, status, duration: started.elapsed(), cold_start });
        Ok(response)
    }

    /// The one route of the function, or in a monolith the event's own.
    fn route(&self, event: &Event<'_>) -> Option<Matched> {
        if event.is_unmatched() {
            let (method, path) = event.method_and_path()?;
            return self.matched(&method, &path);
        }
        let route = match self.routes.as_slice() {
            [route] => Some(*route),
            routes => {
                let key = event.route_key()?;
                routes.iter().copied().find(|route| route.key() == key)
            }
        };
        route.map(|route| (route, Vec::new()))
    }

    /// The route that API Gateway would choose, and the values of its path.
    fn matched(&self, method: &str, path: &str) -> Option<Matched> {
        let fits = self.routes.iter().filter_map(|route| {
            let (rank, values) = path::fit(route.path, path, |literal, sent| literal == sent)?;
            let any = route.method == Method::Any;
            route.method.answers(method).then_some(((rank, any), (*route, values)))
        });
        fits.min_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, matched)| matched)
    }

    async fn handle(&self, route: &'static Route, request: &Request<'_>) -> Result<Response> {
        let handled = AssertUnwindSafe(async { (route.handle)(request).await }).catch_unwind();
        let handled = if self.has_tables {
            deadline::within(request.invocation, handled).await
        } else {
            Some(handled.await)
        };
        let Some(handled) = handled else {
            let late = format!("route `{}` was given up just before its timeout", route.name);
            return Err(Error::new(503, late));
        };
        handled.unwrap_or_else(|_| {
            // The panic itself, with its place, is in the log already: the hook wrote it.
            Err(Error::internal(format!("route `{}` panicked", route.name)))
        })
    }

    fn finish(&self, result: Result<Response>, route: Option<&Route>, request: &Request<'_>) -> Response {
        let event = request.event;
        let mut response = result.unwrap_or_else(|error| failure::of(&error, request.id()));
        if let (Some(cursor), Some(route)) = (response.next.take(), route) {
            response = response.header("link", next_link::write(route.path, request, &cursor));
        }
        match (self.api.cors_declaration(), &self.cors) {
            (_, Some(same_for_all)) => response.headers.extend_from_slice(same_for_all),
            (Some(cors), None) => {
                let origin = event.header("origin");
                response.headers.extend(cors.response_headers(origin.as_deref()));
            }
            (None, None) => {}
        }
        response
    }
}
