//! A key that says of which item it is, where no table does.

use crate::dynamodb::attributes::{Attributes, encode_values};
use crate::dynamodb::item::Item;
use crate::dynamodb::key::ItemAt;
use crate::error::Result;

/// A key that says of which item it is: an [`ItemAt`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say of which item it is the key",
    label = "not a key of an item",
    note = "a transaction has several tables, so that a key names its item: `Order::at({{key}})`"
)]
pub trait NamesItem {
    /// The item.
    type Item: Item;

    /// The attributes of the key, or `None` for one that no item can have.
    #[doc(hidden)]
    fn attributes(self) -> Result<Option<Attributes>>;
}

#[diagnostic::do_not_recommend]
impl<T: Item> NamesItem for ItemAt<T> {
    type Item = T;

    fn attributes(self) -> Result<Option<Attributes>> {
        encode_values(T::table(), self.values?)
    }
}
