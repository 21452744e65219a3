//! A page of items as a route returns it, and the limit of one as a route takes it from the query.
//!
//! What decides where a page ends is in `gather.rs`.

use std::borrow::Cow;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::cursor::Cursor;
use crate::error::Result;

/// One page of a list: items in order, and where the next page starts when there is one.
///
/// [`QueryCall::page`](crate::QueryCall::page) and [`ScanCall::page`](crate::ScanCall::page) read one. As
/// the answer of a route it is a 200 whose body is a JSON array. While there are more items it has the
/// header `Link: <…cursor=…>; rel="next"` (RFC 8288), with the path and query of the request and the query
/// parameter `cursor` set. The route has to take that parameter, as a [`Cursor`]: without it, it is refused
/// when the manifest is made.
///
/// # Examples
///
/// ```
/// # use fingerpost::{Cursor, Item, Page, Result, Scan, Table, route};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String, name: String }
/// /// Returns the names of the events, page by page.
/// #[route(GET, "/names?<cursor>")]
/// async fn list_names(cursor: Option<Cursor>, events: Table<Event, Scan>) -> Result<Page<String>> {
///     let page = events.scan().cursor(cursor).page().await?;
///     let names = page.items.into_iter().map(|event| event.name).collect();
///     Ok(Page { items: names, next: page.next })
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items, in the order in which the list has them.
    pub items: Vec<T>,
    /// Where the next page starts, or `None` when this is the last one.
    pub next: Option<Cursor>,
}

/// How many items a page may have at most, from 1 to `MAX`, as a query parameter.
///
/// Anything else is a 400 that says so. `Limit` is `Limit<1000>`, and converts into a `u32`.
///
/// # Examples
///
/// ```
/// use fingerpost::Limit;
///
/// assert_eq!("20".parse::<Limit<50>>().map(u32::from), Ok(20));
/// assert_eq!("51".parse::<Limit<50>>().unwrap_err(), "must be a whole number from 1 to 50");
/// ```
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

/// How many items a listing reads at most: a number, a [`Limit`], or an `Option` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of items",
    label = "not a limit",
    note = "a limit is a `u32`, a `Limit`, or an `Option` of one"
)]
pub trait ItemLimit {
    /// The number, or `None` for as many as there are.
    fn most(self) -> Option<u32>;
}

impl ItemLimit for u32 {
    fn most(self) -> Option<u32> {
        Some(self)
    }
}

impl<const MAX: u32> ItemLimit for Limit<MAX> {
    fn most(self) -> Option<u32> {
        Some(self.0)
    }
}

impl<L: ItemLimit> ItemLimit for Option<L> {
    fn most(self) -> Option<u32> {
        self.and_then(L::most)
    }
}

impl<const MAX: u32> JsonSchema for Limit<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Limit{MAX}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": MAX })
    }
}
