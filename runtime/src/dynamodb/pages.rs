//! DynamoDB's own pages, one after the other: what a list reads before ours are made of it.

use std::error::Error as StdError;
use std::future::Future;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::attributes::Attributes;
use super::client::failure::failure;
use super::oversized;
use crate::error::{Error, Result};

/// What comes of asking DynamoDB for a page.
pub(super) enum Fetched {
    /// A page, and the key that it ended at unless it was the last.
    Page(RawPage, Option<Attributes>),
    /// Nothing yet, because the page takes too much memory: at most this many of its items fit.
    TooLarge(i32),
}

/// A page of DynamoDB's.
pub(super) struct RawPage {
    /// Its items, unless they were only counted.
    pub(super) items: Vec<Attributes>,
    /// How many there are.
    pub(super) count: u64,
}

impl RawPage {
    pub(super) fn of(items: Option<Vec<Attributes>>, count: i32) -> Self {
        Self { items: items.unwrap_or_default(), count: u64::try_from(count).unwrap_or_default() }
    }
}

/// A call that reads a page.
pub(super) trait Fetch: Sized + Send + Sync {
    /// Reads a page that starts after a key and looks at no more than so many items.
    fn fetch(
        &self,
        start: Option<Attributes>,
        limit: Option<i32>,
    ) -> impl Future<Output = Result<Fetched>> + Send;
}

/// What a failed call comes to: a page that was too large can be asked for again in parts.
///
/// # Errors
///
/// As for [`failure`], for every other reason.
pub(super) fn unfetched<E>(action: &str, table: &str, error: SdkError<E>) -> Result<Fetched>
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    match oversized::fitting(&error) {
        Some(items) => Ok(Fetched::TooLarge(items)),
        None => Err(failure(action, table, error)),
    }
}

/// The calls after which a page of ours ends, however few items a filter left. Each reads up to 1 MB.
const MOST_READS: u32 = 10;

/// The pages of one listing, from a key to its end.
pub(super) struct Pages<F> {
    call: F,
    /// Whether DynamoDB leaves out some of the items that it looks at.
    is_filtered: bool,
    /// The key to start after, and whether there is nothing after it.
    start: Option<Attributes>,
    at_end: bool,
    /// How many items fit, where a page was too large.
    fitting: Option<i32>,
    /// How many pages were read.
    read: u32,
}

impl<F: Fetch> Pages<F> {
    pub(super) fn of(call: F, is_filtered: bool, start: Option<Attributes>) -> Self {
        Self { call, is_filtered, start, at_end: false, fitting: None, read: 0 }
    }

    /// The next page, or `None` after the last. `wanted` is how many items are of use.
    pub(super) async fn next(&mut self, wanted: Option<usize>) -> Result<Option<RawPage>> {
        while !self.at_end {
            let wanted = wanted.map(|wanted| self.to_look_at(wanted));
            let limit = wanted.into_iter().chain(self.fitting).min();
            match self.call.fetch(self.start.clone(), limit).await? {
                Fetched::Page(page, end) => {
                    self.at_end = end.is_none();
                    self.start = end;
                    self.read += 1;
                    return Ok(Some(page));
                }
                Fetched::TooLarge(items) if self.fitting.is_none_or(|before| items < before) => {
                    self.fitting = Some(items);
                }
                Fetched::TooLarge(_) => {
                    return Err(Error::internal("DynamoDB sent more items than it was asked for"));
                }
            }
        }
        Ok(None)
    }

    /// The key after which another page of ours goes on, where a filter left out so much that this one has to end.
    pub(super) fn given_up(&self) -> Option<&Attributes> {
        self.start.as_ref().filter(|_| self.is_filtered && self.read >= MOST_READS)
    }

    /// How many items DynamoDB has to look at for so many. Where a filter leaves some out, that is not known:
    /// each call looks at four times as many as the one before, so that few calls read little too much.
    fn to_look_at(&self, wanted: usize) -> i32 {
        let growth = if self.is_filtered { 4_usize.saturating_pow(self.read) } else { 1 };
        i32::try_from(wanted.saturating_mul(growth)).unwrap_or(i32::MAX)
    }
}
