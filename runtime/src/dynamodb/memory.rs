//! How much memory an item takes once it is read, by which a page of a list is cut.
//!
//! A list that fits into a response of 6 MB of text can take fifty times as much memory, which a function of
//! 128 MB does not have.

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_untrusted::{ARRAY, OBJECT, STRING, VALUE};

use super::attributes::Attributes;

/// The bytes of memory that a page's items may take, by [`of`]. There is room for one item more, and for
/// DynamoDB's own page beside it.
pub(super) const PAGE_BUDGET: usize = 16 * 1024 * 1024;

/// About how many bytes an item takes. What is counted is JSON values, and a typed item takes less.
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
