//! A page of items: as many as were asked for, or as fit into one Lambda response.

use std::future::Future;
use std::io::{self, Write};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Attributes, Cursor, read};
use crate::error::{Error, Result};
use crate::item::{Item, TableSchema};

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

/// Bytes of JSON that a list may have inside Lambda's 6 MB, which also hold the headers.
pub(super) const RESPONSE_BUDGET: usize = crate::response::LIMIT - 16 * 1024;

/// One DynamoDB page: its items, and the key it ended at unless it was the last.
pub(super) type Fetched = (Vec<Attributes>, Option<Attributes>);

/// Gathers DynamoDB's pages until there are `limit` items, `budget` bytes, or no more.
///
/// `named` are the attributes that a projection asked for. It looks one item ahead, so that a next page is announced only when there is one.
pub(super) async fn gather<T, R, F>(
    limit: Option<u32>,
    budget: usize,
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
    let mut size = 2;
    loop {
        let ahead = limit.map(|limit| i32::try_from(limit + 1 - page.items.len()).unwrap_or(i32::MAX));
        let (fetched, end) = fetch(start.take(), ahead).await?;
        for mut attributes in fetched {
            let cursor = Cursor::after(&schema, &attributes);
            if let Some(named) = named {
                // The key was read for the cursor, whether the type has it or not.
                attributes.retain(|name, _| named.contains(&name.as_str()));
            }
            let item = read::<T, R>(attributes)?;
            size += rendered_size(&item)? + 1;
            let full = limit == Some(page.items.len()) || (size > budget && !page.items.is_empty());
            if full {
                page.next = last;
                return Ok(page);
            }
            page.items.push(item);
            last = Some(cursor);
        }
        match end {
            Some(end) => start = Some(end),
            None => return Ok(page),
        }
    }
}

/// What an item takes in a response, whose body is JSON inside a JSON string.
fn rendered_size<T: Serialize>(item: &T) -> Result<usize> {
    struct Counter(usize);

    impl Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len() + bytes.iter().filter(|b| matches!(b, b'"' | b'\\')).count();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, item)
        .map_err(|error| Error::internal("an item that is not JSON").caused_by(error))?;
    Ok(counter.0)
}
