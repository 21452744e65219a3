//! A page of items: as many as were asked for, or as fit into one Lambda response.

use std::error::Error as StdError;
use std::future::Future;
use std::str::FromStr;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::failure::failure;
use super::{Attributes, Cursor, memory, oversized, read};
use crate::error::{Error, Result};
use crate::item::{Item, TableSchema};
use crate::response::Written;

/// Items in order, and where the next page starts when there are more.
///
/// As a return type: 200, a JSON array, and `Link: <…cursor=…>; rel="next"` while more
/// remain. The link names the query parameter `cursor`, so the route takes one.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page starts; `None` when this is the last.
    pub next: Option<Cursor>,
}

/// How many items a page may have, from 1 to `MAX`: a query parameter that is a 400 when it
/// is anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<const MAX: u32 = 1000>(u32);

impl<const MAX: u32> FromStr for Limit<MAX> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // `u32` would also take a sign: `+5`.
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|number| digits && (1..=MAX).contains(number));
        number.map(Self).ok_or_else(|| format!("must be a whole number from 1 to {MAX}"))
    }
}

impl<const MAX: u32> From<Limit<MAX>> for u32 {
    fn from(limit: Limit<MAX>) -> Self {
        limit.0
    }
}

/// How much a list may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes of JSON.
    json: usize,
    /// Bytes in memory.
    memory: usize,
}

impl Budget {
    /// One response: Lambda's 6 MB also hold the headers.
    pub(super) const PAGE: Self =
        Self { json: crate::response::LIMIT - 16 * 1024, memory: memory::PAGE_BUDGET };
    /// As much as there is.
    pub(super) const ALL: Self = Self { json: usize::MAX, memory: usize::MAX };
}

/// What DynamoDB answers when it is asked for a page.
pub(super) enum Fetched {
    /// Its items, and the key it ended at unless it was the last.
    Page(Vec<Attributes>, Option<Attributes>),
    /// Nothing yet: so many items at once fit into memory.
    TooLarge(i32),
}

/// What is fetched where a call failed: nothing, when its page was too large.
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
/// `named` are the attributes that a projection asked for. One item more than fits is looked at, so
/// that a next page is announced only when there is one.
pub(super) async fn gather<T, R, F>(
    limit: Option<u32>,
    budget: Budget,
    named: Option<&[&str]>,
    mut start: Option<Attributes>,
    fetch: impl Fn(Option<Attributes>, Option<i32>) -> F,
) -> Result<Page<R>>
where
    T: Item,
    R: DeserializeOwned + Serialize,
    F: Future<Output = Result<Fetched>>,
{
    let schema = TableSchema::of::<T>();
    let limit = limit.map(|limit| limit as usize);
    let mut page = Page { items: Vec::new(), next: None };
    let mut last = None;
    let mut fitting = None;
    let (mut json, mut memory) = (2, 0);
    loop {
        let ahead = limit.map(|limit| i32::try_from(limit + 1 - page.items.len()).unwrap_or(i32::MAX));
        let (fetched, end) = match fetch(start.clone(), ahead.into_iter().chain(fitting).min()).await? {
            Fetched::Page(fetched, end) => (fetched, end),
            Fetched::TooLarge(items) if fitting.is_none_or(|before| items < before) => {
                fitting = Some(items);
                continue;
            }
            Fetched::TooLarge(_) => {
                return Err(Error::internal("DynamoDB sent more items than it was asked for"));
            }
        };
        for mut attributes in fetched {
            let cursor = Cursor::after(&schema, &attributes);
            if let Some(named) = named {
                // The key was read for the cursor, whether the type has it or not.
                attributes.retain(|name, _| named.contains(&name.as_str()));
            }
            memory += memory::of(&attributes);
            let some = !page.items.is_empty();
            if limit == Some(page.items.len()) || (some && memory > budget.memory) {
                page.next = last;
                return Ok(page);
            }
            let item = read::<T, R>(attributes)?;
            json += rendered_size(&item)? + 1;
            if some && json > budget.json {
                page.next = last;
                return Ok(page);
            }
            page.items.push(item);
            last = Some(cursor);
        }
        match end {
            end @ Some(_) => start = end,
            None => return Ok(page),
        }
    }
}

/// What an item takes in a response, whose body is JSON inside a JSON string.
fn rendered_size<T: Serialize>(item: &T) -> Result<usize> {
    let written =
        Written::of(item).map_err(|error| Error::internal("an item that is not JSON").caused_by(error))?;
    Ok(written.bytes + written.escaped)
}
