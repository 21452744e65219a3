//! The door: who is let in, and how much each may take.
//!
//! What a request's head tells is decided before its body is read.

use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use dynoxide::Database;
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use super::failure::Failure;
use super::fault;
use super::file::Watch;
use super::operations::Call;
use super::permit::{Caller, Permit};
use super::policy::Need;
use super::shape;
use super::signature::{Claim, session_token};
use super::worker::Worker;
use crate::current_callers::CurrentCallers;
use crate::facts;
use crate::faults::{Fault, Faults, Planned};
use crate::server::listener::{self, PATIENCE};
use crate::server::reply::{self, Reply};
use crate::server::upload::{Place, Unread, Uploads};
use crate::server::visitor;
use crate::terminal::Log;

/// Bytes that DynamoDB takes in one request.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// Bytes of large bodies that are held at once: 16 of the largest.
const UPLOADED: usize = 16 * BODY_LIMIT;

/// The database, and those who may call it.
pub(crate) struct Door {
    /// By access key.
    callers: HashMap<String, Caller>,
    /// Whose requests the functions answer.
    current: CurrentCallers,
    database: Database,
    watch: Option<Watch>,
    /// What a test plans; nothing at a person's desk.
    faults: Arc<Faults>,
    /// Where what is said is kept, in a test.
    log: Option<Log>,
    uploads: Uploads,
    light: Worker,
    /// Makes the calls that take much memory, behind which no other has to wait.
    heavy: Worker,
}

/// A request whose head was let in, and its body.
struct Entered {
    parts: Arc<Parts>,
    claim: Claim,
    body: Bytes,
    _place: Place,
}

impl Door {
    pub(crate) fn new(
        callers: HashMap<String, Caller>,
        current: CurrentCallers,
        database: Database,
        watch: Option<Watch>,
    ) -> Self {
        let uploads = Uploads::new(BODY_LIMIT, UPLOADED, PATIENCE);
        let (light, heavy) = (Worker::start(), Worker::start());
        Self { callers, current, database, watch, faults: Arc::default(), log: None, uploads, light, heavy }
    }

    /// The door of a test.
    pub(super) fn for_test(self, faults: Arc<Faults>, log: Log) -> Self {
        Self { faults, log: Some(log), ..self }
    }

    /// Serves for ever.
    pub(crate) async fn serve(self, listener: TcpListener) {
        let door = Arc::new(self);
        let answer = move |request, _| {
            let door = Arc::clone(&door);
            async move { door.reply(request).await }
        };
        listener::serve(listener, PATIENCE, |stream, _| stream, answer, pending::<()>()).await;
    }

    async fn reply(self: Arc<Self>, request: Request<Incoming>) -> Reply {
        let (mut parts, mut body) = request.into_parts();
        if let Some(fault) = self.fault(&parts) {
            parts.extensions.insert(fault);
        }
        let parts = Arc::new(parts);
        let Some(outcome) = self.outcome(&parts, &mut body).await else {
            return reply::cut();
        };
        let mut response = response(&parts.headers, outcome);
        if response.status() == StatusCode::REQUEST_TIMEOUT {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        } else {
            self.uploads.discard(&parts, body);
        }
        response
    }

    /// The answer, with the fault that is planned for it; `None` where the connection is to be cut.
    async fn outcome(
        self: &Arc<Self>,
        parts: &Arc<Parts>,
        body: &mut Incoming,
    ) -> Option<Result<String, Failure>> {
        let answer = self.answer(parts, body);
        match parts.extensions.get::<Planned>() {
            None => Some(answer.await),
            Some(planned) => {
                planned.fault.around(answer, || self.faults.end(session_token(&parts.headers))).await
            }
        }
    }

    /// The fault that is planned for a function's call.
    fn fault(&self, parts: &Parts) -> Option<Planned> {
        let claim = Claim::of(parts, SystemTime::now()).ok()?;
        let route = self.callers.get(&claim.key)?.route.as_ref()?;
        self.faults.of_call(&route.name, "dynamodb", operation(&parts.headers)?)
    }

    async fn answer(self: &Arc<Self>, parts: &Arc<Parts>, body: &mut Incoming) -> Result<String, Failure> {
        visitor::admit(parts).map_err(|problem| {
            Failure::service("AccessDeniedException", problem).with_status(StatusCode::FORBIDDEN)
        })?;
        match (&parts.method, parts.uri.path()) {
            // The health check, with which functions open their connection. It is not signed.
            (&Method::GET, "/") => {
                return Ok(format!("healthy: dynamodb.{}.amazonaws.com ", facts::REGION));
            }
            (&Method::POST, "/") => {}
            _ => return Err(Failure::not_found()),
        }
        if !matches!(media_type(&parts.headers), Some("application/x-amz-json-1.0" | "application/json")) {
            return Err(Failure::not_found());
        }
        let claim = Claim::of(parts, SystemTime::now())?;
        let caller = self.caller(&claim)?;
        if caller.route.is_some() && self.faults.is_shut() {
            return Err(fault::refused());
        }
        let (body, place) = self.uploads.read(body).await.map_err(|why| unread(&why))?;
        let entered = Entered { parts: Arc::clone(parts), claim, body, _place: place };
        let door = Arc::clone(self);
        let check = move || door.check(&entered).map(|heavy| (entered, heavy));
        let (entered, heavy) = spawn_blocking(check).await.unwrap_or_else(|_panic| Err(panicked()))?;
        let door = Arc::clone(self);
        let work = move || match &door.log {
            Some(log) => log.keep_here(|| door.work(&entered)),
            None => door.work(&entered),
        };
        let worker = if heavy { &self.heavy } else { &self.light };
        worker.run(work).await.unwrap_or_else(|| Err(panicked()))
    }

    fn caller(&self, claim: &Claim) -> Result<&Caller, Failure> {
        self.callers.get(&claim.key).ok_or_else(|| {
            let message = "The security token included in the request is invalid.";
            Failure::service("UnrecognizedClientException", message)
        })
    }

    /// Who signed, and whether the body can be read; whether that is heavy.
    fn check(&self, Entered { parts, claim, body, .. }: &Entered) -> Result<bool, Failure> {
        claim.verify(parts, body, &self.caller(claim)?.secret)?;
        shape::check(body)
    }

    fn work(&self, Entered { parts, claim, body, .. }: &Entered) -> Result<String, Failure> {
        let caller = self.caller(claim)?;
        let operation = operation(&parts.headers).ok_or_else(Failure::unknown_operation)?;
        let planned = parts.extensions.get::<Planned>();
        let said = |fault: Fault| fault::failure(fault, operation, body);
        if let Some(failure) = planned.and_then(|planned| self.faults.failure(*planned, said)) {
            return Err(failure);
        }
        self.check_file()?;
        let Self { current, database, faults, .. } = self;
        let permit = Permit { caller, headers: &parts.headers, current, database, faults };
        let permit = |needs: Vec<Need<'_>>| permit.check(needs);
        let answer = Call { operation, body, permit: &permit }.on(&self.database)?;
        // What was written to a file that is gone was not kept.
        self.check_file()?;
        Ok(answer)
    }

    fn check_file(&self) -> Result<(), Failure> {
        match &self.watch {
            Some(watch) if !watch.holds() => Err(Failure::internal("the data file is gone")),
            _ => Ok(()),
        }
    }
}

fn panicked() -> Failure {
    Failure::internal("the database failed")
}

fn response(asked: &HeaderMap, outcome: Result<String, Failure>) -> Reply {
    let (status, body) = match outcome {
        Ok(body) => (StatusCode::OK, body),
        Err(failure) => (failure.status, failure.body),
    };
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // The health check and a page that is not found are not JSON, and have no media type.
    if body.starts_with('{') {
        let kind = match media_type(asked) {
            Some("application/json") => "application/json",
            _ => "application/x-amz-json-1.0",
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(HeaderName::from_static("x-amz-crc32"), crc32fast::hash(body.as_bytes()).into());
    let id = [(); 2].map(|()| uuid::Uuid::new_v4().simple().to_string().to_ascii_uppercase()).concat();
    if let Ok(id) = HeaderValue::from_str(&id[..52]) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    *response.body_mut() = Full::from(body);
    response
}

fn unread(why: &Unread) -> Failure {
    match why {
        Unread::TooLarge => Failure::service("RequestTooLarge", "the request is over 16 MB")
            .with_status(StatusCode::PAYLOAD_TOO_LARGE),
        Unread::CutShort => Failure::serialization(""),
        Unread::Late => Failure::service("RequestTimeout", "the request did not arrive in time")
            .with_status(StatusCode::REQUEST_TIMEOUT),
        Unread::Full => Failure::service("ServiceUnavailable", "too many large requests are under way")
            .with_status(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// The operation that `X-Amz-Target` names; `None` where there are two of them.
fn operation(headers: &HeaderMap) -> Option<&str> {
    let mut targets = headers.get_all("x-amz-target").iter();
    let target = targets.next()?.to_str().ok()?.strip_prefix("DynamoDB_20120810.")?;
    targets.next().is_none().then_some(target)
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}
