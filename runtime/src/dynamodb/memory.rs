//! How much memory an item takes once it is read: a list that fits into a response of 6 MB of text
//! can take fifty times that in a function of 128 MB.

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_untrusted::{ARRAY, OBJECT, STRING, VALUE};

use super::attributes::Attributes;

/// Bytes of memory that a page's items may take, by [`of`]. One item more may be in it, and
/// DynamoDB's own page beside it.
pub(super) const PAGE_BUDGET: usize = 16 * 1024 * 1024;

/// Bytes that an item takes, about: what is typed takes less than the JSON values that are counted.
pub(super) fn of(item: &Attributes) -> usize {
    item.iter().map(|(name, value)| STRING + name.len() + of_value(value)).sum()
}

fn of_value(value: &AttributeValue) -> usize {
    let texts = |texts: &[String]| texts.iter().map(|text| VALUE + STRING + text.len()).sum();
    let inside = match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::Ss(set) | AttributeValue::Ns(set) => texts(set),
        AttributeValue::Bs(set) => set.iter().map(|bytes| VALUE + bytes.as_ref().len()).sum(),
        AttributeValue::L(list) => ARRAY + list.iter().map(of_value).sum::<usize>(),
        AttributeValue::M(map) => OBJECT + of(map),
        _ => 0,
    };
    VALUE + inside
}
