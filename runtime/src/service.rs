//! From event to answer: which route, its handler, and what every response gets on its way.
//!
//! Nothing fails outward here. A panic, a bad event, an error all become a response with
//! `statusCode`, `content-type` and CORS headers.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::FutureExt;
use lambda_runtime::Context;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::api::Api;
use crate::deadline;
use crate::error::{Error, Result};
use crate::log;
use crate::request::{Event, Request, query_text};
use crate::resources::Resources;
use crate::response::{Header, Response, URL};
use crate::route::Route;
use crate::table;

const NOT_AN_EVENT: &str = "not an API Gateway event of payload format 2.0: a route answers HTTP APIs and \
                            function URLs, not queues, load balancers or REST APIs";
/// What may stand unescaped in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The routes of one function, opened and ready.
pub(crate) struct Service {
    api: Api,
    routes: Vec<&'static Route>,
    resources: Resources,
    /// Whether a handler may wait for a database.
    has_tables: bool,
    /// The CORS headers, where they do not depend on who asks.
    cors: Option<Vec<Header>>,
    warm: AtomicBool,
}

impl Service {
    /// Opens what the routes keep between requests.
    pub(crate) async fn open(api: Api, routes: Vec<&'static Route>) -> Result<Self> {
        let mut resources = Resources::default();
        for route in &routes {
            let opened = route.open(&mut resources).await;
            opened.map_err(|error| Error::internal(format!("route `{}`: {error}", route.name)))?;
        }
        let cors = api.cors_declaration().filter(|cors| !cors.depends_on_origin());
        // Kept for as long as the process runs, so that no response has to copy them.
        let lasting =
            |(name, value): (&'static str, String)| -> Header { (name.into(), (&*value.leak()).into()) };
        let cors = cors.map(|cors| cors.response_headers(None).into_iter().map(lasting).collect());
        let has_tables = table::is_open(&resources);
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
        let route = self.route(&event);
        let result = match route {
            Some(route) => self.handle(route, &event, invocation).await,
            None => Err(Error::not_found("Not found")),
        };
        let mut response = self.finish(result, route, &event, request_id);
        if let Err(error) = response.check() {
            response = self.finish(Err(error), route, &event, request_id);
        }
        let route = route.map_or("none", |route| route.name);
        let status = response.status;
        log::request(&log::Line { request_id, route, status, duration: started.elapsed(), cold_start });
        Ok(response)
    }

    /// The one route of the function, or in a monolith the event's own.
    fn route(&self, event: &Event<'_>) -> Option<&'static Route> {
        match self.routes.as_slice() {
            [route] => Some(route),
            routes => {
                let key = event.route_key()?;
                routes.iter().copied().find(|route| route.key() == key)
            }
        }
    }

    async fn handle(
        &self,
        route: &'static Route,
        event: &Event<'_>,
        invocation: &Context,
    ) -> Result<Response> {
        let body_limit = route.body_limit();
        let request = Request { event, resources: &self.resources, invocation, body_limit };
        let handled = AssertUnwindSafe(async { (route.handle)(&request).await }).catch_unwind();
        let handled =
            if self.has_tables { deadline::within(invocation, handled).await } else { Some(handled.await) };
        let Some(handled) = handled else {
            let late = format!("route `{}` was given up just before its timeout", route.name);
            return Err(Error::new(503, late));
        };
        handled.unwrap_or_else(|_| {
            // The panic itself, with its place, is in the log already: the hook wrote it.
            Err(Error::internal(format!("route `{}` panicked", route.name)))
        })
    }

    fn finish(
        &self,
        result: Result<Response>,
        route: Option<&Route>,
        event: &Event<'_>,
        request_id: &str,
    ) -> Response {
        let mut response = result.unwrap_or_else(|error| error.into_response(request_id));
        if let (Some(cursor), Some(route)) = (response.next.take(), route) {
            response = response.header("link", next_link(route, event, &cursor));
        }
        match (self.api.cors_declaration(), &self.cors) {
            (_, Some(same_for_all)) => response.headers.extend_from_slice(same_for_all),
            (Some(cors), None) => {
                let origin = event.header("origin");
                let headers = cors.response_headers(origin.as_deref()).into_iter();
                response.headers.extend(headers.map(|(name, value)| (name.into(), value.into())));
            }
            (None, None) => {}
        }
        response
    }
}

/// The request's own path and query, with `cursor` set.
///
/// The path is the route's pattern with its parameters filled in: `rawPath` is decoded, and
/// cannot be encoded again without guessing.
fn next_link(route: &Route, event: &Event<'_>, cursor: &str) -> String {
    let values = event.path_parameters();
    let mut path = String::new();
    if let Some(stage) = event.stage().filter(|stage| stage != "$default") {
        path = format!("/{stage}");
    }
    for segment in route.path.split('/').skip(1) {
        path.push('/');
        path.push_str(&filled(segment, &values));
    }
    let query = event.raw_query_string().unwrap_or_default();
    let key = |pair: &str| query_text(pair.split('=').next().unwrap_or_default());
    let others = query.split('&').filter(|pair| !pair.is_empty() && key(pair).as_deref() != Some("cursor"));
    let others = others.map(|pair| utf8_percent_encode(pair, URL).to_string());
    let query: Vec<String> = others.chain([format!("cursor={cursor}")]).collect();
    format!("<{path}?{}>; rel=\"next\"", query.join("&"))
}

fn filled(segment: &str, values: &BTreeMap<String, String>) -> String {
    let Some(name) = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) else {
        return segment.to_owned();
    };
    let (name, greedy) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
    let value = values.get(name).map(String::as_str).unwrap_or_default();
    if !greedy {
        return utf8_percent_encode(value, SEGMENT).to_string();
    }
    let segments = value.split('/').map(|part| utf8_percent_encode(part, SEGMENT).to_string());
    segments.collect::<Vec<_>>().join("/")
}
