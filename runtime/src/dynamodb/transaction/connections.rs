//! The connections of a transaction with its tables, made once at init.

use std::any::TypeId;

use aws_sdk_dynamodb::Client;

use crate::dynamodb::connection::Connection;
use crate::dynamodb::item::Item;
use crate::error::{Error, Result};

/// The connections with tables, by the types of their items.
#[derive(Debug, Default)]
pub struct Connections(Vec<(TypeId, Connection)>);

impl Connections {
    pub(super) fn add<T: Item>(&mut self, connection: Connection) {
        self.0.push((TypeId::of::<T>(), connection));
    }

    /// The connection with the table of `T`.
    ///
    /// # Errors
    ///
    /// 500 when no pair named it.
    pub(super) fn of<T: Item>(&self) -> Result<&Connection> {
        let opened = self.0.iter().find(|(item, _)| *item == TypeId::of::<T>());
        let unopened = || Error::internal(format!("table `{}` was not opened", T::table().name));
        opened.map(|(_, connection)| connection).ok_or_else(unopened)
    }

    /// The client, which all of them share.
    ///
    /// # Errors
    ///
    /// 500 when there is none.
    pub(super) fn client(&self) -> Result<&Client> {
        let none = || Error::internal("a transaction without a table");
        self.0.first().map(|(_, connection)| connection.parts().0).ok_or_else(none)
    }

    /// The names of the tables, as a sentence has them between backticks.
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|(_, connection)| connection.parts().1).collect();
        names.join("`, `")
    }
}
