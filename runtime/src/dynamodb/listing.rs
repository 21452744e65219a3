//! What a query and a scan have in common: where they start, how much they read, and of what.

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

/// What a query and a scan have in common.
#[derive(Debug)]
pub(super) struct Listing<T, R> {
    pub(super) connection: Connection,
    pub(super) limit: Option<u32>,
    pub(super) cursor: Option<Cursor>,
    pub(super) consistent: bool,
    /// The attributes to read; all of them when not said.
    pub(super) attributes: Option<&'static [&'static str]>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<T: Item, R> Listing<T, R> {
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

    pub(super) fn project<P: DeserializeOwned>(self) -> Listing<T, P> {
        let Self { connection, limit, cursor, consistent, .. } = self;
        let attributes = projection::attributes::<P>();
        Listing { connection, limit, cursor, consistent, attributes, types: PhantomData }
    }

    /// The attributes to read, as DynamoDB is told: the key's too, for a cursor is made of it.
    pub(super) fn projection(&self, expression: &mut Expression) -> Option<String> {
        let schema = TableSchema::of::<T>();
        let keys = schema.keys().map(|(key, _)| key.name);
        let attributes = self.attributes?;
        let all = attributes.iter().copied().chain(keys.filter(|key| !attributes.contains(key)));
        Some(projection::write(all, expression))
    }

    /// Refuses a page whose cursor would show a key that the projection leaves out.
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

    pub(super) fn start(&mut self) -> Result<Option<Attributes>> {
        let (cursor, schema) = (self.cursor.take(), TableSchema::of::<T>());
        cursor.map(|cursor| cursor.start_key(&schema, self.connection.seal())).transpose()
    }
}

/// The methods that both have; what is named after the call are its own fields.
macro_rules! listing_methods {
    ($call:ident $(, $rest:ident)*) => {
        /// Takes at most this many items; without, as many as fit.
        pub fn limit(mut self, limit: Option<impl Into<u32>>) -> Self {
            self.listing.limit = limit.map(Into::into);
            self
        }

        /// Reads only the attributes that `P` has, its fields as `serde` names them: fewer
        /// bytes, for the same capacity units. A [`page`](Self::page) of a `P` without the key needs
        /// `FINGERPOST_CURSOR_KEY`, see [`Cursor`].
        pub fn project<P: DeserializeOwned + Serialize>(self) -> $call<T, P> {
            $call { listing: self.listing.project(), $($rest: self.$rest),* }
        }

        /// Starts where an earlier page ended.
        pub fn cursor(mut self, cursor: Option<Cursor>) -> Self {
            self.listing.cursor = cursor;
            self
        }

        /// Sees every write that came before; costs twice.
        pub fn consistent(mut self) -> Self {
            self.listing.consistent = true;
            self
        }

        /// One page: as many items as `limit` says, or as fit into Lambda's 6 MB and into the memory
        /// of its smallest function, 128 MB.
        ///
        /// # Errors
        ///
        /// 400 for a cursor of another listing. 500 when DynamoDB fails, and when
        /// [`project`](Self::project) leaves out a part of the key, which a cursor would show, and
        /// there is no `FINGERPOST_CURSOR_KEY`, see [`Cursor`].
        pub async fn page(self) -> Result<Page<R>> {
            self.listing.check_cursor()?;
            self.gather(Budget::PAGE).await
        }

        /// Every item, however many pages that takes, into memory.
        ///
        /// # Errors
        ///
        /// As [`page`](Self::page).
        pub async fn all(self) -> Result<Vec<R>> {
            Ok(self.gather(Budget::ALL).await?.items)
        }
    };
}

pub(super) use listing_methods;
