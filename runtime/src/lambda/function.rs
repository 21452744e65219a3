//! From an event's bytes to a response: the route is found, its handler is called, and every response gets
//! its CORS headers, its link to a next page and its line in the log.
//!
//! Nothing fails outward. A panic, an odd request, an error or a database that never answers becomes a
//! response with a status, a `content-type` and CORS headers. Only what is not an event of API Gateway at
//! all fails its invocation.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fingerpost_manifest::{Header, Method, path};
use lambda_runtime::Context;

use super::after;
use super::contained::contained;
use super::deadline::Timeout;
use super::next_link;
use crate::api::Api;
use crate::error::{Error, Result};
use crate::layer::{self, Work};
use crate::log;
use crate::request::{Afterwards, Event, Forgotten, Request};
use crate::resources::Resources;
use crate::response::{Response, Revalidation, failure};
use crate::route::{Route, Taking};
use crate::state;

/// What is said of an invocation that another service made.
const NOT_AN_EVENT: &str = "not an API Gateway event of payload format 2.0: a route answers HTTP APIs and \
                            function URLs, not queues, load balancers or REST APIs";
/// The route of an event, and the values of its path where the event does not have them.
type Matched = (&'static Route, Vec<(&'static str, String)>);

/// The routes of one function, opened and ready.
pub(crate) struct Function {
    api: Api,
    routes: Vec<&'static Route>,
    resources: Resources,
    /// The CORS headers of every response, where they do not depend on the request's origin.
    cors: Option<Vec<Header>>,
    /// Whether an event was answered before, so that this one is not a cold start.
    warm: AtomicBool,
}

impl Function {
    /// Opens what the routes keep between requests.
    ///
    /// # Errors
    ///
    /// 500 with the route's name, when one of its arguments cannot be opened.
    pub(crate) async fn open(
        api: Api,
        routes: Vec<&'static Route>,
        mut resources: Resources,
    ) -> Result<Self> {
        let started = Instant::now();
        if let Some(source) = &api.dynamodb {
            resources.insert(source.clone());
        }
        for route in &routes {
            let failed = |error| Error::internal(format!("route `{}`: {error}", route.name));
            route.open(&mut resources).await.map_err(failed)?;
            state::load(&api.states, &mut resources, started).await.map_err(failed)?;
        }
        let cors = api.cors.as_ref().filter(|cors| !cors.depends_on_origin());
        let cors = cors.map(|cors| cors.response_headers(None));
        Ok(Self { api, routes, resources, cors, warm: AtomicBool::new(false) })
    }

    /// Answers one event with a response that can be sent.
    ///
    /// # Errors
    ///
    /// A sentence, for what is not an event of API Gateway. A response would be wrong there: a queue takes
    /// any response for success, and deletes its messages.
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
            route: route.map_or("", |route| route.name),
            resources: &self.resources,
            invocation,
            timeout: Timeout::of(invocation, started),
            body_limit,
            path_values: &path_values,
            afterwards: Afterwards::default(),
            forgotten: Forgotten::default(),
        };
        let result = match route {
            Some(route) => match self.api.layers.first().filter(|_| route.decide.is_none()) {
                None => self.handle(route, &request).await,
                Some(outermost) => {
                    let call = Call { function: self, route, request: &request };
                    outermost.run(&call, &self.api.layers).await
                }
            },
            None => Err(Error::not_found("Not found")),
        };
        let mut response = self.finish(result, route, &request);
        if let Err(error) = response.check() {
            response = self.finish(Err(error), route, &request);
        }
        if let Some(decide) = route.and_then(|route| route.decide) {
            response = decide(response)?;
        }
        let route = route.map_or("none", |route| route.name);
        let status = response.status;
        #[cfg(feature = "local")]
        request.forgotten.tell(route, status);
        log::request(&log::Line { request_id, route, status, duration: started.elapsed(), cold_start });
        Ok(response)
    }

    /// The route of an event: the function's only one, or the one that the event's `routeKey` names.
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

    /// The route that API Gateway would choose, and the values of its path. A function URL chooses none.
    fn matched(&self, method: &str, path: &str) -> Option<Matched> {
        let fits = self.routes.iter().filter_map(|route| {
            let (rank, values) = path::fit(route.path, path, |literal, sent| literal == sent)?;
            let any = route.method == Method::Any;
            route.method.answers(method).then_some(((rank, any), (*route, values)))
        });
        fits.min_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, matched)| matched)
    }

    /// Calls the route's handler.
    async fn handle(&self, route: &'static Route, request: &Request<'_>) -> Result<Response> {
        contained(route, request.timeout, self.call(route, request)).await
    }

    /// Takes the arguments and calls the function, or refuses the request with all that is wrong with it.
    async fn call(&self, route: &'static Route, request: &Request<'_>) -> Result<Response> {
        let mut taking = Taking::of(request);
        match (route.handle)(&mut taking).await {
            Some(handled) => after::settled(request, handled).await,
            None => Err(taking.refusal().or_status(self.api.invalid_status)),
        }
    }

    /// Makes a response of the result, with the headers that every response of the API gets.
    fn finish(&self, result: Result<Response>, route: Option<&Route>, request: &Request<'_>) -> Response {
        let event = request.event;
        let mut response = self.respond(result, route, request);
        match (self.api.cors.as_ref(), &self.cors) {
            (_, Some(same_for_all)) => response.headers.extend_from_slice(same_for_all),
            (Some(cors), None) => {
                let origin = event.header("origin");
                response.headers.extend(cors.response_headers(origin.as_deref()));
            }
            (None, None) => {}
        }
        response
    }

    /// Makes a response of the result, as it stands before every response of the API gets its headers.
    fn respond(&self, result: Result<Response>, route: Option<&Route>, request: &Request<'_>) -> Response {
        let error_body = self.api.error_body.as_deref();
        let mut response = result.unwrap_or_else(|error| {
            let error = if error.is_mistake() { error.or_status(self.api.invalid_status) } else { error };
            failure::of(&error, request.id(), error_body)
        });
        if let Some(Revalidation(revalidate)) = response.revalidation.take() {
            response = revalidate(response, request);
        }
        if let (Some(cursor), Some(route)) = (response.next.take(), route) {
            response = response.header("link", next_link::write(route.path, request, &cursor));
        }
        response
    }
}

/// The call of a handler, as the layers around it see it.
struct Call<'c> {
    function: &'c Function,
    route: &'static Route,
    request: &'c Request<'c>,
}

impl layer::Call for Call<'_> {
    fn route(&self) -> &'static Route {
        self.route
    }

    fn request(&self) -> &Request<'_> {
        self.request
    }

    fn handle(&self) -> Work<'_> {
        Box::pin(self.function.handle(self.route, self.request))
    }

    fn respond(&self, result: Result<Response>) -> Response {
        let respond = |result| self.function.respond(result, Some(self.route), self.request);
        let response = respond(result);
        match response.check() {
            Ok(()) => response,
            Err(error) => respond(Err(error)),
        }
    }
}
