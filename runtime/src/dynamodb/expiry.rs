//! Items whose time to live is over. DynamoDB deletes them within days, and until then they are not read.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;

use super::attributes::Attributes;
use super::condition::Condition;
use super::field::{Field, field};
use super::item::Item;
use super::schema::TableSchema;
use super::value::Any;

/// The second that it is, since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64().floor())
}

/// What holds of an item that has not expired, where its table says when one does.
///
/// An attribute that is missing, or no number, never expires.
pub(super) fn condition<T: Item>() -> Option<Condition<T>> {
    let expires: Field<T, Any> = field(T::table().expires?.name);
    Some(!expires.at_most(now()))
}

/// Whether an item that was read has expired.
pub(super) fn is_over(table: &TableSchema, item: &Attributes) -> bool {
    let Some(AttributeValue::N(expires)) = table.expires.and_then(|expires| item.get(expires.name)) else {
        return false;
    };
    expires.parse().is_ok_and(|second: f64| second <= now())
}

/// Those attributes, with the one that says when the item expires.
pub(super) fn with(
    table: &TableSchema,
    attributes: &'static [&'static str],
) -> impl Iterator<Item = &'static str> {
    let expires = table.expires.map(|expires| expires.name).filter(|name| !attributes.contains(name));
    attributes.iter().copied().chain(expires)
}
