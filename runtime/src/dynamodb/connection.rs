//! What a table's calls are made on, and the type of a call under way.

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use super::seal::Seal;
use crate::error::Result;

/// The client, and what is known of one deployed table. It is cloned for each request, which is cheap.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    client: Client,
    table: Arc<Deployed>,
}

/// One deployed table: its name, and the key by which cursors into it are encrypted.
#[derive(Debug)]
struct Deployed {
    name: String,
    seal: Option<Seal>,
}

impl Connection {
    /// Connects a client with the table of this name.
    pub(super) fn new(client: Client, name: String, seal: Option<Seal>) -> Self {
        Self { client, table: Arc::new(Deployed { name, seal }) }
    }

    /// The client and the deployed table's name.
    pub(super) fn parts(&self) -> (&Client, &str) {
        (&self.client, &self.table.name)
    }

    /// The key by which cursors are encrypted, if the function has one.
    pub(super) fn seal(&self) -> Option<&Seal> {
        self.table.seal.as_ref()
    }
}

/// A call to DynamoDB under way: what the calls of a [`Table`](crate::Table) become by `.await`.
///
/// It is a named type rather than that of an `async fn`, so that the compiler reports a call that the
/// signature does not allow once and not twice.
pub type Call<'c, R> = Pin<Box<dyn Future<Output = Result<R>> + Send + 'c>>;
