//! What is known of one part of a signature, an argument or the answer, without a request.

use std::pin::Pin;

#[cfg(feature = "local")]
use super::description::Description;
use crate::error::Result;
use crate::resources::Resources;

/// The opening of what an argument keeps between requests.
pub(super) type Opening<'r> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'r>>;

/// An argument, or the answer, without a request.
///
/// Without the local cloud nothing asks for its description, and the executable does without the code
/// that makes it.
pub trait Part: Sync {
    /// Opens what it keeps between requests.
    fn open<'r>(&self, resources: &'r mut Resources) -> Opening<'r> {
        let _ = resources;
        Box::pin(async { Ok(()) })
    }

    /// Says what it takes or gives.
    #[cfg(feature = "local")]
    fn describe(&self, route: &mut Description);
}
