//! Bodies of requests: read within bounds of size, time and memory.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::facts;
use super::gateway::{Reply, own};

/// Bodies up to this size need no place.
const SMALL: u64 = 64 * 1024;

/// How many large bodies are held at once, each up to Lambda's 6 MB: 400 MB at most.
const PLACES: usize = 64;

/// The bodies that are held.
pub(super) struct Uploads {
    places: Semaphore,
    patience: Duration,
}

impl Uploads {
    /// Gives each body this long to arrive.
    pub(super) fn new(patience: Duration) -> Self {
        Self { places: Semaphore::new(PLACES), patience }
    }

    /// A whole body, with the place that it takes, or what to answer instead.
    pub(super) async fn read(
        &self,
        body: &mut Incoming,
    ) -> Result<(Bytes, Option<SemaphorePermit<'_>>), Reply> {
        let size = body.size_hint();
        if size.lower() > facts::PAYLOAD_LIMIT as u64 {
            return Err(too_large());
        }
        let place = match size.upper() {
            Some(size) if size <= SMALL => None,
            _ => {
                let place = timeout(self.patience, self.places.acquire()).await;
                let unavailable = || own(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable");
                Some(place.ok().and_then(Result::ok).ok_or_else(unavailable)?)
            }
        };
        match timeout(self.patience, collect(body)).await {
            Ok(bytes) => Ok((bytes?, place)),
            Err(_) => {
                let mut late = own(StatusCode::REQUEST_TIMEOUT, "Request Timeout");
                late.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                Err(late)
            }
        }
    }

    /// Reads on where an answer came before the end of the body: many a client reads no answer
    /// before it has sent everything, and would see the connection reset.
    pub(super) fn discard(&self, parts: &Parts, mut body: Incoming) {
        if body.is_end_stream() || parts.headers.contains_key(header::EXPECT) {
            return;
        }
        let patience = self.patience;
        tokio::spawn(timeout(patience, async move { while let Some(Ok(_)) = body.frame().await {} }));
    }
}

async fn collect(body: &mut Incoming) -> Result<Bytes, Reply> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // Cut short, or chunks that are none.
        let frame = frame.map_err(|_| own(StatusCode::BAD_REQUEST, "Bad Request"))?;
        let data = frame.into_data().unwrap_or_default();
        if bytes.len() + data.len() > facts::PAYLOAD_LIMIT {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

fn too_large() -> Reply {
    own(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
}
