//! The methods of a write by which a handler gives the version that it saw, or that its client saw.

use super::delete::DeleteCall;
use super::item::Item;
use super::put::PutCall;
use super::update::UpdateCall;
use super::versioned::{Expected, SeenVersion, Versioned};

impl<T: Item, S> PutCall<'_, T, S> {
    /// Answers 412, and not 409, where the item is not of the version that the client saw.
    ///
    /// The item has to be of that version, too: of another one it is a 412 before anything is written. An item that
    /// is made of what the client sent is given it, by `version: seen.0`. `None`, of an `Option<IfMatch<u64>>`,
    /// changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{IfMatch, Item, Json, PutItem, Result, Table, Tagged, Versioned as _, route};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
    /// # #[item(table = "Lists")]
    /// # struct List { #[item(partition_key)] id: String, entries: Vec<String>, #[item(version)] version: u64 }
    /// /// Replaces a list.
    /// #[route(PUT, "/lists/<id>")]
    /// async fn replace(
    ///     id: String,
    ///     seen: IfMatch<u64>,
    ///     Json(entries): Json<Vec<String>>,
    ///     lists: Table<List, PutItem>,
    /// ) -> Result<Tagged<Json<List>>> {
    ///     let list = List { id, entries, version: seen.0 };
    ///     lists.put(&list).if_match(seen).await?;
    ///     Ok(Tagged::of(Json(list.raised())))
    /// }
    /// ```
    pub fn if_match(mut self, seen: impl SeenVersion<T::Version>) -> Self {
        self.seen = Expected::by_client(seen).or(self.seen);
        self
    }
}

impl<T: Item, S> UpdateCall<'_, T, S> {
    /// Makes the change only if the item is of the version that the client saw, and answers 412 otherwise.
    ///
    /// `None`, of an `Option<IfMatch<u64>>`, checks nothing: a client without the header changes any version.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{IfMatch, Item, Json, OrError, Result, Table, Tagged, UpdateItem, route};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
    /// # #[item(table = "Lists")]
    /// # struct List { #[item(partition_key)] id: String, title: String, #[item(version)] version: u64 }
    /// /// Gives a list another title.
    /// #[route(PUT, "/lists/<id>/title")]
    /// async fn rename(
    ///     id: String,
    ///     seen: IfMatch<u64>,
    ///     Json(title): Json<String>,
    ///     lists: Table<List, UpdateItem>,
    /// ) -> Result<Tagged<Json<List>>> {
    ///     let list = lists.update(&id).set(List::TITLE, title).if_match(seen).await?;
    ///     Ok(Tagged::of(Json(list.or_not_found("No such list")?)))
    /// }
    /// ```
    pub fn if_match(mut self, seen: impl SeenVersion<T::Version>) -> Self {
        self.expected = Expected::by_client(seen).or(self.expected);
        self
    }
}

impl<T: Versioned, S> UpdateCall<'_, T, S> {
    /// Makes the change only if the item is of this version, and answers 409 otherwise.
    ///
    /// 0 is the version of an item that is stored without one, and of one that [`or_create`](Self::or_create) makes.
    pub fn if_version(mut self, version: T::Version) -> Self {
        self.expected = Some(Expected::by_handler(version));
        self
    }
}

impl<T: Item, R> DeleteCall<'_, T, R> {
    /// Removes the item only if it is of the version that the client saw, and answers 412 otherwise.
    ///
    /// `None`, of an `Option<IfMatch<u64>>`, checks nothing.
    pub fn if_match(mut self, seen: impl SeenVersion<T::Version>) -> Self {
        self.expected = Expected::by_client(seen).or(self.expected);
        self
    }
}

impl<T: Versioned, R> DeleteCall<'_, T, R> {
    /// Removes the item only if it is of this version, and answers 409 otherwise.
    pub fn if_version(mut self, version: T::Version) -> Self {
        self.expected = Some(Expected::by_handler(version));
        self
    }
}
