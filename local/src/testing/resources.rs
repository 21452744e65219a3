//! Queues and buckets in memory for a test, and what functions sent and stored there.

use axum::body::Bytes;
use fingerpost_manifest::Resource;

use super::Desk;
use super::home::Home;
use crate::dynamodb::Storage;
use crate::invocation::Invoke;
use crate::services::{Doorkeeper, Services};

/// Starts them where the database of the test is.
pub(super) async fn start(
    resources: &[Resource],
    home: &Home,
    keeper: Doorkeeper,
) -> Result<Services, String> {
    let resources = resources.to_vec();
    home.run(async move { Services::start(&resources, &Storage::Memory, keeper, |_| None).await }).await
}

impl<F: Invoke> Desk<F> {
    /// The texts of the messages of a queue, in the order in which they were sent.
    ///
    /// # Errors
    ///
    /// One sentence: no function uses a queue of this name.
    pub fn sent(&self, queue: &str) -> Result<Vec<String>, String> {
        let sent = self.0.services.sent(queue);
        sent.ok_or_else(|| format!("no function uses a queue `{queue}`"))
    }

    /// What an object holds and its media type, if it is there.
    ///
    /// # Errors
    ///
    /// One sentence: no function uses a bucket of this name.
    pub fn object(&self, bucket: &str, key: &str) -> Result<Option<(Bytes, String)>, String> {
        self.0.services.object(bucket, key)
    }
}
