//! What is run for a request, and what becomes of a panic in it or of a lack of time.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::deadline::{Timeout, within};
use crate::error::{Error, Result};
use crate::response::Response;
use crate::route::Route;

/// Turns a panic or a lack of time into an error.
pub(crate) async fn contained(
    route: &Route,
    timeout: Timeout,
    work: impl Future<Output = Result<Response>>,
) -> Result<Response> {
    // Caught twice: the work where it runs, and where it is dropped because it was given up.
    let given_up = AssertUnwindSafe(within(timeout, AssertUnwindSafe(work).catch_unwind())).catch_unwind();
    match given_up.await.unwrap_or_default() {
        Some(Ok(result)) => result,
        // The panic itself, with its place, is in the log already: the hook wrote it.
        Some(Err(_)) => Err(Error::internal(format!("route `{}` panicked", route.name))),
        None => Err(Error::new(503, format!("route `{}` was given up just before its timeout", route.name))),
    }
}
