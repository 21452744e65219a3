//! What a query and a scan have in common: where they start, how much they read, and what of each item.
//!
//! Both have the same methods, which a macro writes into either `impl`, so that each call stands in the
//! documentation with all of its methods.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::attributes::{Attributes, check_known, decode, only};
use super::condition::{Condition, both};
use super::connection::Connection;
use super::cursor::Cursor;
use super::expiry;
use super::expression::Expression;
#[cfg(feature = "local")]
use super::held::check_filter;
use super::index_schema::IndexSchema;
use super::item::Item;
use super::item_key::ItemKey;
use super::key_schema::KeySchema;
use super::projection;
use super::seal;
use super::table::Table;
use crate::error::{Error, Result};

/// The settings of a query or scan. `T` is the table's item, `R` what is read of it.
#[derive(Debug)]
pub(super) struct Listing<'c, T, R> {
    pub(super) connection: &'c Connection,
    /// The name of the route whose cursors it takes and gives.
    pub(super) route: &'static str,
    pub(super) limit: Option<u32>,
    pub(super) cursor: Option<Cursor>,
    pub(super) consistent: bool,
    pub(super) filter: Option<Condition<T>>,
    /// The attributes to read, or `None` for all of them.
    pub(super) attributes: Option<&'static [&'static str]>,
    /// The index, where it is not the table that is listed.
    pub(super) index: Option<&'static IndexSchema>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<'c, T: Item, R> Listing<'c, T, R> {
    /// A listing of everything, from the start.
    pub(super) fn of<A>(table: &'c Table<T, A>) -> Self {
        Self {
            connection: &table.connection,
            route: table.route,
            limit: None,
            cursor: None,
            consistent: false,
            filter: None,
            attributes: None,
            index: None,
            types: PhantomData,
        }
    }

    /// A listing of an index, of what that holds.
    pub(super) fn of_index<A>(table: &'c Table<T, A>, index: &'static IndexSchema) -> Self {
        let attributes = index.projected.and_then(|projected| projected());
        Self { index: Some(index), attributes, ..Self::of(table) }
    }

    /// The same listing, of the attributes that `P` has.
    pub(super) fn project<P: DeserializeOwned>(self) -> Listing<'c, T, P> {
        let Self { connection, route, limit, cursor, consistent, filter, index, .. } = self;
        let attributes = projection::attributes::<P>();
        Listing {
            connection,
            route,
            limit,
            cursor,
            consistent,
            filter,
            attributes,
            index,
            types: PhantomData,
        }
    }

    /// The same listing, of the items that meet this condition, too.
    pub(super) fn filter(mut self, condition: Option<Condition<T>>) -> Self {
        if let Some(condition) = condition {
            self.filter = Some(both(self.filter.take(), condition));
        }
        self
    }

    /// The attributes of which a cursor is made: the key of the table, and what an index has besides.
    pub(super) fn keys(&self) -> impl Iterator<Item = (KeySchema, usize)> + use<T, R> {
        let is_new = |key: &(KeySchema, usize)| T::table().key().all(|name| name != key.0.name);
        let of_index = self.index.into_iter().flat_map(IndexSchema::keys).filter(is_new);
        T::table().keys().chain(of_index)
    }

    /// The projection expression. It names the key's attributes too, because a cursor is made of them.
    pub(super) fn projection(&self, expression: &mut Expression) -> Option<String> {
        let keys = self.keys().map(|(key, _)| key.name);
        let attributes = self.attributes?;
        let all = attributes.iter().copied().chain(keys.filter(|key| !attributes.contains(key)));
        Some(projection::write(all, expression))
    }

    /// The filter as text, which is written once. It leaves out what has expired.
    ///
    /// # Errors
    ///
    /// 500 for a value that cannot be written, and for a test of what the index does not hold.
    pub(super) fn filtered(&mut self, expression: &mut Expression) -> Result<Option<String>> {
        #[cfg(feature = "local")]
        if let (Some(index), Some(filter)) = (self.index, &self.filter) {
            check_filter(index, filter)?;
        }
        let filter = self.filter.take().map(|filter| filter.write(expression)).transpose()?;
        Ok(match (filter, expiry::test(T::table(), expression)) {
            (Some(filter), Some(unexpired)) => Some(format!("({filter}) AND {unexpired}")),
            (filter, unexpired) => filter.or(unexpired),
        })
    }

    /// Those attributes of an item that are to be read: its key was read for the cursor, whether the type has
    /// it or not.
    pub(super) fn read_of(&self, attributes: Attributes) -> Attributes {
        only(self.attributes, attributes)
    }

    /// An item of these attributes.
    ///
    /// # Errors
    ///
    /// 500 where they do not fit the type.
    #[expect(clippy::unused_self, reason = "its types say what an item is")]
    pub(super) fn decode(&self, attributes: Attributes) -> Result<R>
    where
        R: DeserializeOwned,
    {
        decode(T::table(), attributes)
    }

    /// Refuses a page whose cursor would show a key that the projection leaves out.
    ///
    /// # Errors
    ///
    /// 500 for such a page, unless cursors are encrypted.
    pub(super) fn check_cursor(&self) -> Result<()> {
        let left_out = |name: &str| self.attributes.is_some_and(|attributes| !attributes.contains(&name));
        let hidden = self.keys().find(|(key, _)| left_out(key.name));
        match hidden {
            Some((key, _)) if self.connection.seal().is_none() => Err(Error::internal(format!(
                "a page of `{}` leaves out the key `{}`, which its cursor would show: read that attribute, or set \
                 `{}` for the function, by which cursors are encrypted",
                std::any::type_name::<R>(),
                key.name,
                seal::VARIABLE,
            ))),
            _ => Ok(()),
        }
    }

    /// The key that the cursor says to start after.
    ///
    /// # Errors
    ///
    /// 400 for a cursor that is not one of this route and table. 500 for a projection with an attribute that no item has.
    pub(super) fn start(&mut self) -> Result<Option<Attributes>> {
        check_known(T::table(), self.attributes)?;
        let Some(cursor) = self.cursor.take() else { return Ok(None) };
        cursor.start_key(self.route, self.keys(), self.connection.seal()).map(Some)
    }

    /// The cursor after an item with this key.
    pub(super) fn after(&self, key: &ItemKey) -> Result<Cursor> {
        Cursor::after(self.route, key, self.connection.seal())
    }
}

/// What is read of a `T` where all of it can be read, and so any part.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is what this list has of `{T}`, and no other part of it can be read",
    label = "not a whole `{T}`",
    note = "an index with `project` holds only that; `project()` stands once in a call"
)]
pub trait Whole<T> {}

impl<T> Whole<T> for T {}

/// The methods that both calls have.
macro_rules! listing_methods {
    () => {
        /// Reads at most this many items, or with `None` as many as there are or fit.
        ///
        /// A route usually hands on a [`Limit`](crate::Limit) from its query, or an `Option` of one. A page
        /// with a limit reads one item more than it has, to know whether there is another page.
        pub fn limit(mut self, limit: impl ItemLimit) -> Self {
            self.listing.limit = limit.most();
            self
        }

        /// Starts where an earlier page ended; `None` starts at the beginning.
        ///
        /// The cursor is the `next` of a page of the same listing, usually from the query of the request.
        pub fn cursor(mut self, cursor: Option<Cursor>) -> Self {
            self.listing.cursor = cursor;
            self
        }

        /// Reads one page, and says where the next one starts if there is one.
        ///
        /// A page ends at the [`limit`](Self::limit), and before that where its items fill Lambda's response
        /// of 6 MB or take more memory than a function of 128 MB can spare. DynamoDB's own pages are 1 MB
        /// long, so a long page takes several calls.
        ///
        /// Where a [`filter`](Self::filter) leaves out nearly all items, a page ends after ten calls, which
        /// read up to 10 MB. It may then be short, or even have no items, and still have a cursor: only a
        /// page without one is the last. That is how pages of DynamoDB itself are.
        ///
        /// # Errors
        ///
        /// 400 when the [`cursor`](Self::cursor) is from another route or another listing. 500 when
        /// [`project`](Self::project) leaves out a part of the table's key and `FINGERPOST_CURSOR_KEY` is not
        /// set. 503 or 500 as for [every call](Table#errors).
        pub async fn page(mut self) -> Result<Page<R>> {
            self.listing.check_cursor()?;
            match self.pages(None)? {
                Some(pages) => gather(&self.listing, pages).await,
                None => Ok(Page { items: Vec::new(), next: None }),
            }
        }

        /// Reads all items, up to the [`limit`](Self::limit) if there is one: at once by `.await`, or one after
        /// the other, see [`Items`].
        ///
        /// It makes as many calls as that takes, and returns no cursor. A list that may be longer than memory
        /// or a response allows is better read by [`page`](Self::page).
        ///
        /// # Errors
        ///
        /// As for [`page`](Self::page), but what [`project`](Self::project) leaves out does not matter.
        pub fn all(mut self) -> Items<'c, R>
        where
            R: 'c,
        {
            let pages = self.pages(None);
            Items::of(self.listing, pages)
        }

        /// Counts the items, from the [`cursor`](Self::cursor) to the end, without reading them.
        ///
        /// DynamoDB looks at every one, which costs as much as to read them all. The
        /// [`limit`](Self::limit) does not matter.
        ///
        /// # Errors
        ///
        /// As for [`all`](Self::all).
        pub async fn count(mut self) -> Result<u64> {
            let Some(mut pages) = self.pages(Some(Select::Count))? else { return Ok(0) };
            let mut count = 0;
            while let Some(page) = pages.next(None).await? {
                count += page.count;
            }
            Ok(count)
        }
    };
}

pub(super) use listing_methods;
