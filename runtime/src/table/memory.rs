//! How much memory an item takes once it is read: a list that fits into a response of 6 MB of text
//! can take fifty times that in a function of 128 MB.

use aws_sdk_dynamodb::types::AttributeValue;

use super::Attributes;
use crate::json;

/// Bytes of memory that a page's items may take, by [`of`]. One item more may be in it, and
/// DynamoDB's own page beside it.
pub(super) const PAGE_BUDGET: usize = 16 * 1024 * 1024;

/// Bytes that an item takes, about: what is typed takes less than the JSON values that are counted.
pub(super) fn of(item: &Attributes) -> usize {
    item.iter().map(|(name, value)| json::STRING + name.len() + of_value(value)).sum()
}

fn of_value(value: &AttributeValue) -> usize {
    let texts = |texts: &[String]| texts.iter().map(|text| json::VALUE + json::STRING + text.len()).sum();
    let inside = match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::Ss(set) | AttributeValue::Ns(set) => texts(set),
        AttributeValue::Bs(set) => set.iter().map(|bytes| json::VALUE + bytes.as_ref().len()).sum(),
        AttributeValue::L(list) => json::ARRAY + list.iter().map(of_value).sum::<usize>(),
        AttributeValue::M(map) => json::OBJECT + of(map),
        _ => 0,
    };
    json::VALUE + inside
}
