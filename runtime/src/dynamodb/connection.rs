//! What a table's calls are made on, and what a call under way is.

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use crate::error::Result;

/// The client and the table's name; cloned for each request, cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) name: Arc<str>,
}

/// A call to DynamoDB under way. A named type, not an `async fn`'s: where a signature does
/// not allow the call, the compiler then says so once.
pub type Call<'c, R> = Pin<Box<dyn Future<Output = Result<R>> + Send + 'c>>;
