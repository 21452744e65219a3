//! What a query and a scan have in common: where they start, how much they read, and what of each item.
//!
//! Both have the same methods, which a macro writes into either `impl`, so that each call stands in the
//! documentation with all of its methods.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::attributes::Attributes;
use super::condition::Expression;
use super::connection::Connection;
use super::cursor::Cursor;
use super::item::{Item, TableSchema};
use super::projection;
use super::seal;
use crate::error::{Error, Result};

/// The settings of a query or scan. `T` is the table's item, `R` what is read of it.
#[derive(Debug)]
pub(super) struct Listing<T, R> {
    pub(super) connection: Connection,
    pub(super) limit: Option<u32>,
    pub(super) cursor: Option<Cursor>,
    pub(super) consistent: bool,
    /// The attributes to read, or `None` for all of them.
    pub(super) attributes: Option<&'static [&'static str]>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<T: Item, R> Listing<T, R> {
    /// A listing of everything, from the start.
    pub(super) fn of(connection: &Connection) -> Self {
        let connection = connection.clone();
        Self {
            connection,
            limit: None,
            cursor: None,
            consistent: false,
            attributes: None,
            types: PhantomData,
        }
    }

    /// The same listing, of the attributes that `P` has.
    pub(super) fn project<P: DeserializeOwned>(self) -> Listing<T, P> {
        let Self { connection, limit, cursor, consistent, .. } = self;
        let attributes = projection::attributes::<P>();
        Listing { connection, limit, cursor, consistent, attributes, types: PhantomData }
    }

    /// The projection expression. It names the key's attributes too, because a cursor is made of them.
    pub(super) fn projection(&self, expression: &mut Expression) -> Option<String> {
        let schema = TableSchema::of::<T>();
        let keys = schema.keys().map(|(key, _)| key.name);
        let attributes = self.attributes?;
        let all = attributes.iter().copied().chain(keys.filter(|key| !attributes.contains(key)));
        Some(projection::write(all, expression))
    }

    /// Refuses a page whose cursor would show a key that the projection leaves out.
    ///
    /// # Errors
    ///
    /// 500 for such a page, unless cursors are encrypted.
    pub(super) fn check_cursor(&self) -> Result<()> {
        let schema = TableSchema::of::<T>();
        let left_out = |name: &str| self.attributes.is_some_and(|attributes| !attributes.contains(&name));
        let hidden = schema.keys().find(|(key, _)| left_out(key.name));
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
    /// 400 for a cursor that is not one of this table.
    pub(super) fn start(&mut self) -> Result<Option<Attributes>> {
        let (cursor, schema) = (self.cursor.take(), TableSchema::of::<T>());
        cursor.map(|cursor| cursor.start_key(&schema, self.connection.seal())).transpose()
    }
}

/// The methods that both calls have. After the call's name stand the fields that it has besides `listing`.
macro_rules! listing_methods {
    ($call:ident $(, $rest:ident)*) => {
        /// Reads at most this many items, or with `None` as many as there are or fit.
        ///
        /// A route usually hands on a [`Limit`](crate::Limit) from its query, or an `Option` of one. A page
        /// with a limit reads one item more than it has, to know whether there is another page.
        pub fn limit(mut self, limit: impl ItemLimit) -> Self {
            self.listing.limit = limit.most();
            self
        }

        /// Reads only those attributes of each item that `P` has fields for, as `serde` names them.
        ///
        /// DynamoDB's answer is shorter, but costs as many capacity units, because items are counted as they
        /// are stored. A [`page`](Self::page) of a `P` without the table's key needs `FINGERPOST_CURSOR_KEY`,
        /// because the page's [`Cursor`] holds the key.
        pub fn project<P: DeserializeOwned + Serialize>(self) -> $call<T, P> {
            $call { listing: self.listing.project(), $($rest: self.$rest),* }
        }

        /// Starts where an earlier page ended; `None` starts at the beginning.
        ///
        /// The cursor is the `next` of a page of the same listing, usually from the query of the request.
        pub fn cursor(mut self, cursor: Option<Cursor>) -> Self {
            self.listing.cursor = cursor;
            self
        }

        /// Sees every write that succeeded before, and costs twice as much: a strongly consistent read.
        pub fn consistent(mut self) -> Self {
            self.listing.consistent = true;
            self
        }

        /// Reads one page, and says where the next one starts if there is one.
        ///
        /// A page ends at the [`limit`](Self::limit), and before that where its items fill Lambda's response
        /// of 6 MB or take more memory than a function of 128 MB can spare. It has one item at least, if
        /// there is any. DynamoDB's own pages are 1 MB long, so a long page takes several calls.
        ///
        /// # Errors
        ///
        /// 400 when the [`cursor`](Self::cursor) is from another listing. 500 when
        /// [`project`](Self::project) leaves out a part of the table's key and `FINGERPOST_CURSOR_KEY` is not
        /// set. 503 or 500 as for [every call](Table#errors).
        pub async fn page(self) -> Result<Page<R>> {
            self.listing.check_cursor()?;
            self.gather(Budget::PAGE).await
        }

        /// Reads all items into memory, up to the [`limit`](Self::limit) if there is one.
        ///
        /// It makes as many calls as that takes, and returns no cursor. A list that may be longer than memory
        /// or a response allows is better read by [`page`](Self::page).
        ///
        /// # Errors
        ///
        /// As for [`page`](Self::page), but what [`project`](Self::project) leaves out does not matter.
        pub async fn all(self) -> Result<Vec<R>> {
            Ok(self.gather(Budget::ALL).await?.items)
        }
    };
}

pub(super) use listing_methods;
