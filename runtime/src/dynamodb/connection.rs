//! What a table's calls are made on, and the type of a call under way.

use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use super::seal::Seal;
use crate::error::{Error, Result};

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
    /// The deployed table of what is unique in it, or the variable that is not set for it.
    unique: Option<Result<String, String>>,
}

impl Connection {
    /// Connects a client with the table of this name. `unique` is the deployed table of what is unique in it, or the
    /// variable that would name that, which is not set for a function that does not write.
    pub(super) fn new(
        client: Client,
        name: String,
        seal: Option<Seal>,
        unique: Option<Result<String, String>>,
    ) -> Self {
        Self { client, table: Arc::new(Deployed { name, seal, unique }) }
    }

    /// The name of the deployed table of what is unique in this one.
    ///
    /// # Errors
    ///
    /// 500 where the function does not know it.
    pub(super) fn unique(&self) -> Result<&str> {
        match &self.table.unique {
            Some(Ok(name)) => Ok(name),
            Some(Err(variable)) => {
                Err(Error::internal(format!("`{variable}` is not set; it names the deployed table")))
            }
            None => Err(Error::internal(format!("nothing is unique in `{}`", self.table.name))),
        }
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
