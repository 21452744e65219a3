//! What batches have in common: they are cut into calls, and what a call leaves is sent again after a pause.

use std::collections::BTreeMap;
use std::time::Duration;

use super::item_key::ItemKey;
use crate::error::{Error, Result};

/// The pauses without progress after which a batch is given up. They take 3 seconds in all.
const MAX_RETRIES: u32 = 6;

/// The error of a batch that lacks a part.
pub(super) fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    Error::internal("a batch cannot be built").caused_by(error)
}

/// Batches of at most `size`, in the order of their keys.
pub(super) fn chunks<V>(all: BTreeMap<ItemKey, V>, size: usize) -> impl Iterator<Item = Vec<V>> {
    let mut values = all.into_values();
    std::iter::from_fn(move || Some(values.by_ref().take(size).collect::<Vec<V>>()))
        .take_while(|chunk| !chunk.is_empty())
}

/// How long to wait before what is left of a batch is sent again.
#[derive(Default)]
pub(super) struct Backoff {
    pauses: u32,
}

impl Backoff {
    /// Waits, if anything is left. AWS's page on `BatchWriteItem` asks for exponential backoff: each pause is
    /// about twice as long as the one before while there is no progress. Its length is partly random, so that
    /// functions that were throttled together do not come back together.
    ///
    /// # Errors
    ///
    /// 503 when there were [`MAX_RETRIES`] pauses without progress.
    pub(super) async fn wait(&mut self, action: &str, asked: usize, left: usize) -> Result<()> {
        if left == 0 {
            return Ok(());
        }
        self.pauses = if left < asked { 1 } else { self.pauses + 1 };
        if self.pauses > MAX_RETRIES {
            return Err(Error::new(503, format!("{action}: DynamoDB leaves {left} items unprocessed")));
        }
        let longest = 25 << self.pauses;
        tokio::time::sleep(Duration::from_millis(fastrand::u64(longest / 2..=longest))).await;
        Ok(())
    }
}
