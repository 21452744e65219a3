//! Gathers DynamoDB's pages into one of ours.
//!
//! DynamoDB ends a page at 1 MB. Ours ends where a client wants it to, or where a response or a small
//! function's memory is full, so it takes several calls or only a part of one. The cursor is therefore made
//! of the last item that went into the page, and not of the key at which DynamoDB stopped.

use std::error::Error as StdError;
use std::future::Future;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::attributes::{Attributes, decode};
use super::client::failure::failure;
use super::cursor::Cursor;
use super::item::{Item, TableSchema};
use super::item_key::ItemKey;
use super::listing::Listing;
use super::memory;
use super::oversized;
use super::page::Page;
use crate::error::{Error, Result};
use crate::response::Written;

/// How much a list may hold, counted as its items go in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes of JSON.
    json: usize,
    /// Bytes in memory.
    memory: usize,
}

impl Budget {
    /// What one response holds. Lambda's 6 MB are for the headers too, which get 16 KB.
    pub(super) const PAGE: Self =
        Self { json: fingerpost_manifest::limits::PAYLOAD - 16 * 1024, memory: memory::PAGE_BUDGET };
    /// Without a bound, for a list that a handler wants whole.
    pub(super) const ALL: Self = Self { json: usize::MAX, memory: usize::MAX };
}

/// What comes of asking DynamoDB for a page.
pub(super) enum Fetched {
    /// The items of the page, and the key that it ended at unless it was the last.
    Page(Vec<Attributes>, Option<Attributes>),
    /// Nothing yet, because the page takes too much memory: at most this many of its items fit.
    TooLarge(i32),
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

/// Gathers DynamoDB's pages until there are `limit` items, the budget is spent, or there are no more.
///
/// It looks at one item more than fits, so that a next page is announced only when there is one. `fetch`
/// makes a call that starts after a key and reads at most so many items.
///
/// # Errors
///
/// 500 when a stored item does not fit its type, or as `fetch` fails.
pub(super) async fn gather<T, R, F>(
    listing: &Listing<T, R>,
    budget: Budget,
    mut start: Option<Attributes>,
    fetch: impl Fn(Option<Attributes>, Option<i32>) -> F,
) -> Result<Page<R>>
where
    T: Item,
    R: DeserializeOwned + Serialize,
    F: Future<Output = Result<Fetched>>,
{
    let limit = listing.limit.map(|limit| limit as usize);
    let named = listing.attributes;
    let mut gathered = Gathered { limit, budget, named, items: Vec::new(), last: None, json: 2, memory: 0 };
    let mut fitting = None;
    loop {
        let wanted = gathered.wanted().into_iter().chain(fitting).min();
        let (fetched, end) = match fetch(start.clone(), wanted).await? {
            Fetched::Page(fetched, end) => (fetched, end),
            Fetched::TooLarge(items) if fitting.is_none_or(|before| items < before) => {
                fitting = Some(items);
                continue;
            }
            Fetched::TooLarge(_) => {
                return Err(Error::internal("DynamoDB sent more items than it was asked for"));
            }
        };
        for attributes in fetched {
            if !gathered.take::<T>(attributes)? {
                let next =
                    gathered.last.map(|key| Cursor::after(&key, listing.connection.seal())).transpose()?;
                return Ok(Page { items: gathered.items, next });
            }
        }
        start = end;
        if start.is_none() {
            return Ok(Page { items: gathered.items, next: None });
        }
    }
}

/// What has been gathered of a page, and what it may still take.
struct Gathered<'n, R> {
    limit: Option<usize>,
    budget: Budget,
    named: Option<&'n [&'n str]>,
    items: Vec<R>,
    /// The key of the last of the items.
    last: Option<ItemKey>,
    /// Bytes that the items take in a response, and in memory.
    json: usize,
    memory: usize,
}

impl<R: DeserializeOwned + Serialize> Gathered<'_, R> {
    /// How many more items to ask for: one more than still go into the page.
    fn wanted(&self) -> Option<i32> {
        let left = self.limit? + 1 - self.items.len();
        Some(i32::try_from(left).unwrap_or(i32::MAX))
    }

    /// Takes an item, or returns `false` when the page is full without it.
    ///
    /// The first item goes in whatever its size, or a list could not get past it.
    fn take<T: Item>(&mut self, mut attributes: Attributes) -> Result<bool> {
        let key = ItemKey::of(&TableSchema::of::<T>(), &attributes);
        if let Some(named) = self.named {
            // The key was read for the cursor, whether the type has it or not.
            attributes.retain(|name, _| named.contains(&name.as_str()));
        }
        self.memory += memory::of(&attributes);
        let first = self.items.is_empty();
        if self.limit == Some(self.items.len()) || (!first && self.memory > self.budget.memory) {
            return Ok(false);
        }
        let item = decode::<T, R>(attributes)?;
        self.json += rendered_size(&item)? + 1;
        if !first && self.json > self.budget.json {
            return Ok(false);
        }
        self.items.push(item);
        self.last = Some(key);
        Ok(true)
    }
}

/// The bytes that an item takes in a response, whose body is JSON inside a JSON string.
fn rendered_size<T: Serialize>(item: &T) -> Result<usize> {
    let written =
        Written::of(item).map_err(|error| Error::internal("an item that is not JSON").caused_by(error))?;
    Ok(written.bytes + written.escaped)
}
