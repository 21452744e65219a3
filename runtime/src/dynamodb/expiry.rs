//! Items whose time to live is over. DynamoDB deletes them within days, and until then they are not read.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;

use super::attributes::Attributes;
use super::expression::Expression;
use super::schema::TableSchema;

/// The second that it is, since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64().floor())
}

/// The test of an item that has not expired, where its table says when one does.
///
/// An attribute that is missing, or no number, never expires.
pub(super) fn test(table: &TableSchema, expression: &mut Expression) -> Option<String> {
    let name = expression.name(table.expires?.name);
    let now = expression.value(AttributeValue::N(now().to_string()));
    Some(format!("NOT ({name} <= {now})"))
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
