//! What a table's calls are made on, and what a call under way is.

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use super::seal::Seal;
use crate::error::Result;

/// The client, and what is known of one deployed table; cloned for each request, cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    client: Client,
    table: Arc<Deployed>,
}

#[derive(Debug)]
struct Deployed {
    name: String,
    seal: Option<Seal>,
}

impl Connection {
    pub(super) fn new(client: Client, name: String, seal: Option<Seal>) -> Self {
        Self { client, table: Arc::new(Deployed { name, seal }) }
    }

    /// The client and the deployed table's name.
    pub(super) fn parts(&self) -> (&Client, &str) {
        (&self.client, &self.table.name)
    }

    /// What cursors are encrypted by, if they are.
    pub(super) fn seal(&self) -> Option<&Seal> {
        self.table.seal.as_ref()
    }
}

/// A call to DynamoDB under way. A named type, not an `async fn`'s: where a signature does
/// not allow the call, the compiler then says so once.
pub type Call<'c, R> = Pin<Box<dyn Future<Output = Result<R>> + Send + 'c>>;
