//! The door of SQS: who is let in, and what each may do.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::operations::Call;
use super::parameters::Refused;
use super::queues::Queues;
use crate::dynamodb::Claim;
use crate::facts;
use crate::faults::{Fault, Planned};
use crate::server::listener::{self, PATIENCE};
use crate::server::reply::{self, Reply};
use crate::server::upload::Uploads;
use crate::server::visitor;
use crate::services::doorkeeper::Doorkeeper;
use crate::services::grants::Need;

/// Bytes of one request: a batch of 1 MiB whose texts are escaped.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

pub(super) struct Door {
    queues: Arc<Queues>,
    keeper: Doorkeeper,
    url: String,
    uploads: Uploads,
}

/// A refused request: a status and a body.
struct Failure(StatusCode, String);

impl Door {
    pub(super) fn new(queues: Arc<Queues>, keeper: Doorkeeper, address: SocketAddr) -> Self {
        let uploads = Uploads::new(BODY_LIMIT, 8 * BODY_LIMIT, PATIENCE);
        Self { queues, keeper, url: format!("http://{address}"), uploads }
    }

    /// Serves for ever.
    pub(super) async fn serve(self, listener: TcpListener) {
        let door = Arc::new(self);
        let answer = move |request, _| {
            let door = Arc::clone(&door);
            async move { door.reply(request).await }
        };
        listener::serve(listener, PATIENCE, |stream, _| stream, answer, std::future::pending::<()>()).await;
    }

    async fn reply(&self, request: Request<Incoming>) -> Reply {
        let (parts, mut body) = request.into_parts();
        let planned = self.fault(&parts);
        let answer = self.answer(&parts, &mut body);
        let Some(outcome) = self.keeper.around(planned, &parts, said, answer).await else {
            return reply::cut();
        };
        self.uploads.discard(&parts, body);
        let (status, body) = match outcome {
            Ok(body) => (StatusCode::OK, body),
            Err(Failure(status, body)) => (status, body),
        };
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
        if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
            headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
        }
        response
    }

    /// The fault that is planned for a function's call.
    fn fault(&self, parts: &Parts) -> Option<Planned> {
        let claim = Claim::for_service("sqs", parts, SystemTime::now()).ok()?;
        self.keeper.fault(&claim, "sqs", operation(parts)?)
    }

    async fn answer(&self, parts: &Parts, body: &mut Incoming) -> Result<String, Failure> {
        let denied = |problem: &str| error(StatusCode::FORBIDDEN, "AccessDeniedException", problem);
        visitor::admit(parts).map_err(denied)?;
        if parts.method == Method::GET && parts.uri.path() == "/" {
            // With which functions open their connection. It is not signed.
            return Ok(format!("healthy: sqs.{}.amazonaws.com", facts::REGION));
        }
        let claim = Claim::for_service("sqs", parts, SystemTime::now());
        let claim = claim.map_err(|failure| Failure(failure.status, failure.body))?;
        let caller = self.keeper.callers.get(&claim.key).ok_or_else(|| {
            let message = "The security token included in the request is invalid.";
            error(StatusCode::FORBIDDEN, "InvalidClientTokenId", message)
        })?;
        let (body, _place) = self.uploads.read(body).await.map_err(|why| {
            error(StatusCode::BAD_REQUEST, "RequestTooLarge", &format!("the request cannot be read: {why:?}"))
        })?;
        let verified = claim.verify(parts, &body, &caller.secret);
        verified.map_err(|failure| Failure(failure.status, failure.body))?;
        let operation = operation(parts).ok_or_else(|| {
            let message = "the local SQS takes the JSON protocol, whose header `x-amz-target` is missing";
            error(StatusCode::BAD_REQUEST, "UnsupportedOperation", message)
        })?;
        let body: Map<String, Value> = serde_json::from_slice(&body).map_err(|problem| {
            error(StatusCode::BAD_REQUEST, "SerializationException", &problem.to_string())
        })?;
        let call = Call { operation, body };
        let refused = |Refused(code, message)| error(StatusCode::BAD_REQUEST, code, &message);
        let (action, queue) = (call.action(), call.queue(&self.url).map_err(refused)?);
        let need = Need { action: &action, resource: queue, part: "" };
        self.keeper.permit(caller, &need).map_err(|message| denied(&message))?;
        let answer = call.on(&self.queues, &self.url).map_err(refused)?;
        Ok(answer.to_string())
    }
}

/// The operation that `X-Amz-Target` names.
fn operation(parts: &Parts) -> Option<&str> {
    parts.headers.get("x-amz-target")?.to_str().ok()?.strip_prefix("AmazonSQS.")
}

/// What SQS says of a fault.
fn said(fault: Fault) -> Option<Failure> {
    match fault {
        Fault::Throttle => Some(error(
            StatusCode::BAD_REQUEST,
            "RequestThrottled",
            "The request was denied due to throttling.",
        )),
        Fault::Internal => {
            Some(error(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", "a test planned it"))
        }
        _ => None,
    }
}

/// An error in SQS's form.
fn error(status: StatusCode, code: &str, message: &str) -> Failure {
    let of_service = "com.amazon.coral.service";
    let kind = if code == "AccessDeniedException" { of_service } else { "com.amazonaws.sqs" };
    let body = json!({ "__type": format!("{kind}#{code}"), "message": message });
    Failure(status, body.to_string())
}
