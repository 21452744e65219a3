//! Gathers DynamoDB's pages into one of ours.
//!
//! DynamoDB ends a page at 1 MB. Ours ends where a client wants it to, or where a response or a small
//! function's memory is full, so it takes several calls or only a part of one. The cursor is therefore made
//! of the last item that went into the page, and not of the key at which DynamoDB stopped. Only where a filter leaves
//! out nearly everything is it made of that, so that one request does not read a table to its end.

use std::mem;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::attributes::Attributes;
use super::item::Item;
use super::item_key::ItemKey;
use super::listing::Listing;
use super::memory;
use super::page::Page;
use super::pages::{Fetch, Pages};
use crate::error::{Error, Result};
use crate::response::Written;

/// Bytes of JSON that one response holds. Lambda's 6 MB are for the headers too, which get 16 KB.
const JSON_BUDGET: usize = fingerpost_manifest::limits::PAYLOAD - 16 * 1024;

/// Items that take no more memory than this are not measured as JSON, which is as much work as to write them: they
/// would fill a response only if their JSON were a hundred times as long as what is stored.
const UNMEASURED: usize = 64 * 1024;

/// Gathers pages until there are as many items as the listing has at most, a response or the memory is full,
/// or there are no more.
///
/// It looks at one item more than fits, so that a next page is announced only when there is one.
///
/// # Errors
///
/// 500 when a stored item does not fit its type, or as the calls fail.
pub(super) async fn gather<T, R, F>(listing: &Listing<'_, T, R>, mut pages: Pages<F>) -> Result<Page<R>>
where
    T: Item,
    R: DeserializeOwned + Serialize,
    F: Fetch,
{
    let limit = listing.limit.map(|limit| limit as usize);
    let mut gathered = Gathered {
        listing,
        limit,
        items: Vec::new(),
        last: ItemKey::default(),
        read: ItemKey::default(),
        json: None,
        memory: 0,
    };
    while let Some(page) = pages.next(gathered.wanted()).await? {
        for attributes in page.items {
            if !gathered.take(attributes)? {
                let next = (!gathered.items.is_empty()).then(|| listing.after(&gathered.last)).transpose()?;
                return Ok(Page { items: gathered.items, next });
            }
        }
        if let Some(end) = pages.given_up() {
            let next = listing.after(&ItemKey::of(listing.keys(), end))?;
            return Ok(Page { items: gathered.items, next: Some(next) });
        }
    }
    Ok(Page { items: gathered.items, next: None })
}

/// What has been gathered of a page, and what it may still take.
struct Gathered<'l, 'c, T, R> {
    listing: &'l Listing<'c, T, R>,
    limit: Option<usize>,
    items: Vec<R>,
    /// The key of the last of the items, and that of the item which was read last.
    last: ItemKey,
    read: ItemKey,
    /// Bytes that the items take in a response, once they are measured, and in memory.
    json: Option<usize>,
    memory: usize,
}

impl<T: Item, R: DeserializeOwned + Serialize> Gathered<'_, '_, T, R> {
    /// How many more items are of use: one more than still go into the page.
    fn wanted(&self) -> Option<usize> {
        Some(self.limit? + 1 - self.items.len())
    }

    /// Takes an item, or returns `false` when the page is full without it.
    ///
    /// The first item goes in whatever its size, or a list could not get past it.
    fn take(&mut self, attributes: Attributes) -> Result<bool> {
        self.read.read(self.listing.keys(), &attributes);
        let attributes = self.listing.read_of(attributes);
        self.memory += memory::of(&attributes);
        let first = self.items.is_empty();
        if self.limit == Some(self.items.len()) || (!first && self.memory > memory::PAGE_BUDGET) {
            return Ok(false);
        }
        let item = self.listing.decode(attributes)?;
        if self.memory > UNMEASURED && !self.fits(&item)? && !first {
            return Ok(false);
        }
        self.items.push(item);
        mem::swap(&mut self.last, &mut self.read);
        Ok(true)
    }

    /// Whether a response holds an item beside those that there are.
    fn fits(&mut self, item: &R) -> Result<bool> {
        let mut json = match self.json {
            Some(json) => json,
            None => rendered_size(&self.items)?,
        };
        json += rendered_size(item)? + 1;
        self.json = Some(json);
        Ok(json <= JSON_BUDGET)
    }
}

/// The bytes that an item takes in a response, whose body is JSON inside a JSON string.
fn rendered_size<T: Serialize>(item: &T) -> Result<usize> {
    let written =
        Written::of(item).map_err(|error| Error::internal("an item that is not JSON").caused_by(error))?;
    Ok(written.bytes + written.escaped)
}
