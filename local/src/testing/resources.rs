//! What functions sent to queues and stored in buckets, which are in memory for a test.

use axum::body::Bytes;

use super::Desk;
use crate::invocation::Invoke;

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
