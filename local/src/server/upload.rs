//! Bodies of requests: read within bounds of size, time and memory.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header;
use axum::http::request::Parts;
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use hyper::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Bytes that a place is for. Bodies of this size need none.
const PLACE: usize = 64 * 1024;

/// A body that arrives, over a connection or from a test.
pub(crate) trait Upload: Body<Data = Bytes> + Send + Unpin + 'static {}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> Upload for B {}

/// Held as long as a large body is.
pub(crate) type Place = Option<OwnedSemaphorePermit>;

/// The bodies that one listener holds.
pub(crate) struct Uploads {
    limit: usize,
    places: Arc<Semaphore>,
    patience: Duration,
}

/// Why there is no body.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is over the limit.
    TooLarge,
    /// The connection ended before it, or its chunks are invalid.
    CutShort,
    /// It did not arrive in time.
    Late,
    /// Too many others are held.
    Full,
}

impl Uploads {
    /// Takes bodies up to `limit`, gives each `patience` to arrive, and holds `memory` bytes of them
    /// at once.
    pub(crate) fn new(limit: usize, memory: usize, patience: Duration) -> Self {
        Self { limit, places: Arc::new(Semaphore::new(memory / PLACE)), patience }
    }

    /// A whole body, with the place that it takes.
    pub(crate) async fn read(&self, body: &mut impl Upload) -> Result<(Bytes, Place), Unread> {
        let size = body.size_hint().upper().map_or(self.limit, |size| size.try_into().unwrap_or(usize::MAX));
        if size > self.limit {
            return Err(Unread::TooLarge);
        }
        let place = if size <= PLACE { None } else { Some(self.place(size).await.ok_or(Unread::Full)?) };
        let bytes = timeout(self.patience, collect(body, self.limit)).await;
        Ok((bytes.unwrap_or(Err(Unread::Late))?, place))
    }

    async fn place(&self, size: usize) -> Option<OwnedSemaphorePermit> {
        let places = u32::try_from(size.div_ceil(PLACE)).ok()?;
        timeout(self.patience, self.places.clone().acquire_many_owned(places)).await.ok()?.ok()
    }

    /// Reads on where an answer came before the end of the body: many a client reads no answer
    /// before it has sent everything, and would see the connection reset.
    pub(crate) fn discard(&self, parts: &Parts, mut body: impl Upload) {
        if body.is_end_stream() || parts.headers.contains_key(header::EXPECT) {
            return;
        }
        let patience = self.patience;
        tokio::spawn(timeout(patience, async move { while let Some(Ok(_)) = body.frame().await {} }));
    }
}

/// A body of at most `limit` bytes. `BodyExt::collect` would keep an entry for each chunk, which may
/// be a byte long.
pub(crate) async fn collect(body: &mut impl Upload, limit: usize) -> Result<Bytes, Unread> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let data = frame.map_err(|_| Unread::CutShort)?.into_data().unwrap_or_default();
        if bytes.len() + data.len() > limit {
            return Err(Unread::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}
