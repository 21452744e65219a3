//! The door of S3: who is let in, by a signature in a header or in the URL, and what each may do.

use std::sync::Arc;
use std::time::SystemTime;

use aws_sigv4::http_request::SignableBody;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use super::failure::Failure;
use super::link::Link;
use super::operations::Asked;
use super::store::{Store, hashed};
use crate::dynamodb::{Caller, Claim};
use crate::faults::Planned;
use crate::server::host;
use crate::server::listener::{self, PATIENCE};
use crate::server::reply::{self, Reply};
use crate::server::upload::{Unread, Uploads};
use crate::server::visitor;
use crate::services::doorkeeper::Doorkeeper;
use crate::services::grants::Need;

/// Bytes of an object that is written at once; AWS takes 5 GB.
const BODY_LIMIT: usize = 128 * 1024 * 1024;

pub(super) struct Door {
    store: Arc<Store>,
    keeper: Doorkeeper,
    uploads: Uploads,
}

/// How a request is signed.
enum Signed {
    InHeader(Claim),
    InUrl(Link),
}

impl Door {
    pub(super) fn new(store: Arc<Store>, keeper: Doorkeeper) -> Self {
        Self { store, keeper, uploads: Uploads::new(BODY_LIMIT, 2 * BODY_LIMIT, PATIENCE) }
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

    async fn reply(self: Arc<Self>, request: Request<Incoming>) -> Reply {
        let (parts, mut body) = request.into_parts();
        let parts = Arc::new(parts);
        let planned = self.fault(&parts);
        let answer = Arc::clone(&self).answer(&parts, &mut body);
        let said = |fault| Failure::planned(fault, &parts);
        let Some(outcome) = self.keeper.around(planned, &parts, said, answer).await else {
            return reply::cut();
        };
        self.uploads.discard(&parts, body);
        let mut reply = outcome.unwrap_or_else(|failure| {
            let mut reply = Reply::new(Full::from(failure.xml()));
            *reply.status_mut() = failure.status;
            reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            reply
        });
        if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().simple().to_string()) {
            reply.headers_mut().insert(HeaderName::from_static("x-amz-request-id"), id);
        }
        reply
    }

    /// The fault that is planned for a function's call. What somebody does by a link is none.
    fn fault(&self, parts: &Parts) -> Option<Planned> {
        let Signed::InHeader(claim) = Self::signed(parts).ok()? else { return None };
        let action = Asked::of(parts).ok()?.action();
        self.keeper.fault(&claim, "s3", action.strip_prefix("s3:")?)
    }

    async fn answer(self: Arc<Self>, parts: &Arc<Parts>, body: &mut Incoming) -> Result<Reply, Failure> {
        let signed = Self::signed(parts)?;
        let asked = Asked::of(parts)?;
        self.caller(&signed)?;
        let (body, place) = self.uploads.read(body).await.map_err(|why| unread(&why))?;
        let (door, parts) = (Arc::clone(&self), Arc::clone(parts));
        let work = move || {
            let _place = place;
            door.work(&signed, &asked, &parts, body)
        };
        spawn_blocking(work).await.unwrap_or_else(|_panic| {
            let message = "the local S3 failed";
            Err(Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", message))
        })
    }

    /// Who says to have signed it. Whoever has a link may be a page, which has it of somebody that may give it.
    fn signed(parts: &Parts) -> Result<Signed, Failure> {
        let now = SystemTime::now();
        if Link::is_one(parts) {
            host::of(parts, &[]).map_err(|(_, sentence)| Failure::denied(sentence))?;
            return Link::of(parts, now).map(Signed::InUrl);
        }
        visitor::admit(parts).map_err(Failure::denied)?;
        let claim = Claim::for_service("s3", parts, now);
        claim.map(Signed::InHeader).map_err(|failure| Failure::of(&failure))
    }

    fn caller(&self, signed: &Signed) -> Result<&Caller, Failure> {
        let key = match signed {
            Signed::InHeader(claim) => &claim.key,
            Signed::InUrl(link) => &link.key,
        };
        self.keeper.callers.get(key).ok_or_else(|| {
            let message = "The AWS Access Key Id you provided does not exist in our records.";
            Failure::new(StatusCode::FORBIDDEN, "InvalidAccessKeyId", message)
        })
    }

    fn work(&self, signed: &Signed, asked: &Asked, parts: &Parts, body: Bytes) -> Result<Reply, Failure> {
        let caller = self.caller(signed)?;
        match signed {
            Signed::InHeader(claim) => verify(claim, parts, &body, &caller.secret)?,
            Signed::InUrl(link) => link.verify(parts, &caller.secret)?,
        }
        let (bucket, part) = (asked.bucket.as_str(), asked.part());
        let need = Need { action: asked.action(), resource: bucket, part: &part };
        self.keeper.permit(caller, &need).map_err(Failure::denied)?;
        let listing = Need { action: "s3:ListBucket", resource: bucket, part: "" };
        asked.on(&self.store, parts, body, || listing.is_let(caller))
    }
}

/// The body is what its hash in the header says, and the header is signed.
fn verify(claim: &Claim, parts: &Parts, body: &[u8], secret: &str) -> Result<(), Failure> {
    let hash = parts.headers.get("x-amz-content-sha256").and_then(|hash| hash.to_str().ok());
    let hash = hash.ok_or_else(|| {
        let message = "Missing required header for this request: x-amz-content-sha256";
        Failure::new(StatusCode::BAD_REQUEST, "InvalidRequest", message)
    })?;
    let signable = match hash {
        "UNSIGNED-PAYLOAD" => SignableBody::UnsignedPayload,
        streamed if streamed.starts_with("STREAMING-") => {
            return Err(Failure::not_implemented("bodies that are signed chunk by chunk"));
        }
        hash => {
            let actual = hashed(body);
            if actual != hash {
                let message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
                return Err(Failure::new(StatusCode::BAD_REQUEST, "XAmzContentSHA256Mismatch", message));
            }
            SignableBody::Precomputed(actual)
        }
    };
    claim.verify_as(parts, signable, secret).map_err(|failure| Failure::of(&failure))
}

fn unread(why: &Unread) -> Failure {
    match why {
        Unread::TooLarge => {
            let message = format!("the local S3 takes objects of up to {} MB", BODY_LIMIT / 1024 / 1024);
            Failure::new(StatusCode::BAD_REQUEST, "EntityTooLarge", message)
        }
        Unread::CutShort => {
            let message =
                "You did not provide the number of bytes specified by the Content-Length HTTP header";
            Failure::new(StatusCode::BAD_REQUEST, "IncompleteBody", message)
        }
        Unread::Late => {
            let message = "Your socket connection to the server was not read from or written to in time.";
            Failure::new(StatusCode::BAD_REQUEST, "RequestTimeout", message)
        }
        Unread::Full => {
            Failure::new(StatusCode::SERVICE_UNAVAILABLE, "SlowDown", "Please reduce your request rate.")
        }
    }
}
