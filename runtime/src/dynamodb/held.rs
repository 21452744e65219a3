//! What an index holds of an item: what it does not hold is missing in it, whatever the item has.

use super::condition::Condition;
use super::index_schema::IndexSchema;
use super::item::Item;
use crate::error::{Error, Result};

/// Refuses a filter that tests what the index does not hold: it would find such attributes missing, one and all.
///
/// An executable that is deployed does not look, as with a projection.
///
/// # Errors
///
/// 500 for such an attribute.
pub(super) fn check_filter<T: Item>(index: &IndexSchema, filter: &Condition<T>) -> Result<()> {
    let Some(projected) = index.projected.and_then(|projected| projected()) else { return Ok(()) };
    let table = T::table();
    let keys = table.keys().chain(index.keys()).map(|(key, _)| key.name);
    let held: Vec<&str> =
        keys.chain(table.expires.map(|expires| expires.name)).chain(projected.iter().copied()).collect();
    match filter.attributes().into_iter().find(|attribute| !held.contains(attribute)) {
        None => Ok(()),
        Some(missing) => Err(Error::internal(format!(
            "a filter tests `{missing}`, which index `{}` of table `{}` does not hold: {}; add it to the struct that the \
             index has for `project`",
            index.name, table.name, table.source
        ))),
    }
}
