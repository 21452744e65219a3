//! One claim of a unique value: an item whose key is the value, and which says whose it is.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use base64_simd::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;

use super::attributes::Attributes;
use super::expression::Expression;
use super::item_key::ItemKey;
use super::key_schema::PARTITION_KEY_LIMIT;
use super::schema::TableSchema;
use super::transact::unbuilt;
use crate::error::{Detail, Error, Result};

/// The attribute that is the key: the name, with its length, and the value of what is claimed.
pub(super) const VALUE: &str = "value";
/// The attribute that says whose the claim is.
const OWNER: &str = "owner";

/// An item of the table of claims, as it is stored.
#[derive(Deserialize)]
#[expect(dead_code, reason = "the table is described by it")]
pub(super) struct Claim {
    value: String,
    owner: String,
}

/// The value of an attribute that can be claimed. Of one that is missing or null, there is none.
pub(super) fn value<'i>(item: &'i Attributes, name: &str) -> Option<&'i AttributeValue> {
    let value = item.get(name)?;
    matches!(value, AttributeValue::S(_) | AttributeValue::N(_) | AttributeValue::B(_)).then_some(value)
}

/// Who has a claim: the key of an item as text.
pub(super) fn owner(table: &TableSchema, item: &Attributes) -> Result<String> {
    let key = serde_json::to_string(&ItemKey::of(table.keys(), item));
    key.map_err(|error| Error::internal("a key cannot be written").caused_by(error))
}

/// The test of an attribute that has this value, or none.
pub(super) fn is(name: &str, value: Option<&AttributeValue>, expression: &mut Expression) -> String {
    let name = expression.name(name);
    match value {
        Some(value) => format!("{name} = {}", expression.value(value.clone())),
        None => {
            let null = expression.value(AttributeValue::S("NULL".to_owned()));
            format!("attribute_not_exists({name}) OR attribute_type({name}, {null})")
        }
    }
}

/// The attributes of a claim.
///
/// # Errors
///
/// 400 for a value that is too long for a key.
pub(super) fn attributes(name: &'static str, value: &AttributeValue, owner: &str) -> Result<Attributes> {
    // A name may have a colon in it. Its length says where it ends.
    let length = name.len();
    let text = match value {
        AttributeValue::S(text) => format!("{length}:{name}:S:{text}"),
        AttributeValue::N(number) => format!("{length}:{name}:N:{number}"),
        AttributeValue::B(bytes) => {
            format!("{length}:{name}:B:{}", BASE64.encode_to_string(bytes.as_ref()))
        }
        _ => return Err(Error::internal(format!("`{name}` is not a text, a number or bytes"))),
    };
    if text.len() > PARTITION_KEY_LIMIT {
        return Err(Error::invalid(Detail::body(name, "is too long to be unique")));
    }
    let owner = AttributeValue::S(owner.to_owned());
    Ok(HashMap::from([(VALUE.to_owned(), AttributeValue::S(text)), (OWNER.to_owned(), owner)]))
}

/// Claims a value, unless another item has it.
pub(super) fn take(
    table: &str,
    name: &'static str,
    value: &AttributeValue,
    owner: &str,
) -> Result<TransactWriteItem> {
    let (test, names, values) = free_or_of(owner);
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(attributes(name, value, owner)?))
        .condition_expression(test)
        .set_expression_attribute_names(names)
        .set_expression_attribute_values(values);
    Ok(TransactWriteItem::builder().put(put.build().map_err(unbuilt)?).build())
}

/// Gives a value up, unless another item has it.
pub(super) fn release(
    table: &str,
    name: &'static str,
    value: &AttributeValue,
    owner: &str,
) -> Result<TransactWriteItem> {
    let (test, names, values) = free_or_of(owner);
    let mut key = attributes(name, value, owner)?;
    key.remove(OWNER);
    let delete = Delete::builder()
        .table_name(table)
        .set_key(Some(key))
        .condition_expression(test)
        .set_expression_attribute_names(names)
        .set_expression_attribute_values(values);
    Ok(TransactWriteItem::builder().delete(delete.build().map_err(unbuilt)?).build())
}

type Test = (String, Option<HashMap<String, String>>, Option<Attributes>);

/// The test of a claim that nobody has, or this owner.
fn free_or_of(owner: &str) -> Test {
    let mut expression = Expression::default();
    let (value, of) = (expression.name(VALUE), expression.name(OWNER));
    let owner = expression.value(AttributeValue::S(owner.to_owned()));
    let (names, values) = expression.parts();
    (format!("attribute_not_exists({value}) OR {of} = {owner}"), names, values)
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;

    fn text(name: &'static str, value: &AttributeValue) -> AttributeValue {
        attributes(name, value, "ann").expect("it is not too long").remove(VALUE).expect("the key")
    }

    #[test]
    fn what_is_claimed_has_a_text_of_its_own() {
        let [inner, outer] = ["x", "S:x"].map(|text| AttributeValue::S(text.to_owned()));
        assert_eq!(text("a", &outer), AttributeValue::S("1:a:S:S:x".to_owned()));
        assert_eq!(text("a:S", &inner), AttributeValue::S("3:a:S:S:x".to_owned()));
        let (number, same) = (AttributeValue::N("7".to_owned()), AttributeValue::S("7".to_owned()));
        assert_ne!(text("a", &number), text("a", &same));
        assert_ne!(text("a", &AttributeValue::B(Blob::new("7"))), text("a", &same));
        assert_ne!(text("a", &inner), text("b", &inner));
    }
}
