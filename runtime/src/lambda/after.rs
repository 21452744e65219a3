//! What an argument does when its route fails, to answer in its place.
//!
//! An argument inserts it among the resources when it is opened. It is a function there, so that an API without
//! such arguments has none of it in its executable.

use std::future::Future;
use std::pin::Pin;

use crate::error::{Error, Result};
use crate::request::Request;
use crate::response::Response;

/// Answers in the place of a route that failed.
#[derive(Clone, Copy)]
pub(crate) struct After(pub(crate) for<'r> fn(&'r Request<'r>, Result<Response>) -> Answering<'r>);

/// An answer that is looked for.
pub(crate) type Answering<'r> = Pin<Box<dyn Future<Output = Result<Response>> + 'r>>;

/// The result of a route, or what is answered in the place of one that failed.
///
/// A 401 and a 403 stand: whoever may no longer call gets nothing else.
pub(super) async fn settled(request: &Request<'_>, result: Result<Response>) -> Result<Response> {
    let status = result.as_ref().map_or_else(Error::status, Response::status);
    if status < 400 || matches!(status, 401 | 403) {
        return result;
    }
    match request.resources.get::<After>() {
        Some(After(answer)) => answer(request, result).await,
        None => result,
    }
}
