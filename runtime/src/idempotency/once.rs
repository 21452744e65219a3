//! The writes of a request that is made once, with the record of its key and its answer.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::bound::Bound;
use super::committed::Committed;
use super::idempotent::Idempotent;
use super::key::MaybeKey;
use crate::dynamodb::{Sent, Transaction, Writes};
use crate::error::{Error, Result};
use crate::response::{IntoResponse, NoContent, Response};

impl<P> Transaction<P> {
    /// Begins a transaction that is made once for the key of a request. The record of the key is one of its
    /// writes, of which there can be 99 others.
    ///
    /// Nothing is written before [`commit_with`](WritesOnce::commit_with).
    pub fn begin_once<B, K: MaybeKey>(&self, request: &Idempotent<B, K>) -> WritesOnce<'_, P> {
        WritesOnce { writes: self.begin_kept(), bound: request.bound.clone() }
    }
}

/// The writes of a transaction that is made once, from [`Transaction::begin_once`]; nothing is written before
/// [`commit_with`](Self::commit_with).
///
/// The writes are put together by the methods of [`Writes`].
#[must_use = "nothing is written before `commit_with`"]
pub struct WritesOnce<'t, P> {
    writes: Writes<'t, P>,
    /// `None` for a request that may be without a key, and is.
    bound: Option<Arc<Bound>>,
}

impl<'t, P> Deref for WritesOnce<'t, P> {
    type Target = Writes<'t, P>;

    fn deref(&self) -> &Writes<'t, P> {
        &self.writes
    }
}

impl<'t, P> DerefMut for WritesOnce<'t, P> {
    fn deref_mut(&mut self) -> &mut Writes<'t, P> {
        &mut self.writes
    }
}

impl<P> WritesOnce<'_, P> {
    /// Makes all writes and keeps the answer with them, or does nothing of it.
    ///
    /// Where the request was made before, nothing is written, and what is returned is the answer of then: its
    /// status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`Writes::commit`], and
    ///
    /// - 422 when the key was sent with another request, by its path, query or body;
    /// - 409 with `Retry-After: 1` when a request with the same key is under way;
    /// - 500 for an answer that cannot be sent, is over about 400 KB, has a status of 500 or more, or sets a cookie,
    ///   before anything is written: a repeat would fail for 24 hours, and cookies would stand in the table in clear;
    /// - 413 for an answer of over about 400 KB, and not 500, where the request's body has over 100 KB itself;
    /// - 500 for a second transaction of one request, unless the first was refused and wrote nothing: what is written
    ///   together stands in one transaction;
    /// - what the answer itself is, if it is an error; nothing is written then.
    pub async fn commit_with<R: IntoResponse>(self, answer: R) -> Result<Committed<R>> {
        let prepared = self.writes.prepare();
        let answer = answer.into_response()?;
        answer.check()?;
        check(&answer)?;
        let Some(bound) = self.bound else {
            prepared?.send().await?;
            return Ok(Committed::kept(answer, false));
        };
        let answer = plain(answer);
        let record = bound.put(&answer)?;
        let prepared = prepared?;
        bound.take()?;
        let known = match prepared.send_with(record).await {
            Ok(Sent::Done) => Ok((answer, false)),
            Ok(Sent::Known(record)) => bound.answer(record).map(|answer| (answer, true)),
            Ok(Sent::Refused(error)) => {
                bound.let_go();
                Err(error)
            }
            // If the writes are made all the same, the handler does what follows on them.
            Ok(Sent::UnderWay) => bound.kept_or(Err(under_way())).await.map(|answer| (answer, true)),
            Err(error) => bound.kept_or(Err(error)).await.map(|answer| (answer, true)),
        };
        bound.settle();
        known.map(|(answer, is_repeat)| Committed::kept(answer, is_repeat))
    }

    /// Makes all writes, and keeps an answer without a body, 204.
    ///
    /// # Errors
    ///
    /// As [`commit_with`](Self::commit_with).
    pub async fn commit(self) -> Result<Committed<NoContent>> {
        self.commit_with(NoContent).await
    }
}

fn under_way() -> Error {
    Error::conflict("A request with this idempotency key is under way").header("retry-after", "1")
}

/// Refuses an answer that is not to be said again, also where there is no key, so that a handler does not pass its
/// tests without one.
fn check(answer: &Response) -> Result<()> {
    if answer.status() >= 500 {
        let message = format!(
            "an answer with status {} cannot be kept for an idempotency key, because every repeat would get it: \
             return an error before `commit_with`",
            answer.status()
        );
        return Err(Error::internal(message));
    }
    if answer.headers().any(|(name, _)| name == "set-cookie") {
        return Err(Error::internal(
            "an answer with the header `set-cookie` cannot be kept for an idempotency key, because it would stand \
             in the table `Idempotency` in clear and be sent again: set the cookie in another route",
        ));
    }
    Ok(())
}

/// What a repeat gets of an answer, and so the first request, too: its status, headers and body.
fn plain(answer: Response) -> Response {
    let headers: Vec<_> = answer.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let plain = Response::new(answer.status()).body(answer.bytes().to_vec());
    headers.into_iter().fold(plain, |plain, (name, value)| plain.header(name, value))
}

impl<P> fmt::Debug for WritesOnce<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WritesOnce").field(&self.writes).finish()
    }
}
