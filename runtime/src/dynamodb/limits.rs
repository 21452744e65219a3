//! What DynamoDB does not store, and the sentence that a client reads about it.
//!
//! The numbers are from the page on quotas in DynamoDB's developer guide. A JSON body is checked here before
//! it is parsed, so that what would be refused takes no memory. What comes another way is refused by
//! DynamoDB, and `error/failed_call.rs` turns its words into the same sentences.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_untrusted::{RESERVED, Survey};

use crate::error::{EMPTY_NAME, Error, Result, TOO_DEEP, TOO_LARGE};

/// The bytes that an item may have, names and values counted.
pub(crate) const ITEM: usize = 400 * 1024;
/// How deep maps and lists may be nested, the item being the first level.
const DEPTH: usize = 32;

/// The bytes of memory that an item's JSON may take once it is parsed.
///
/// The item is in memory twice, as JSON and as attributes. In a process that has held many items of all
/// sizes, about as much again is lost between them.
const MEMORY: usize = 32 * 1024 * 1024;

/// Refuses a JSON text that cannot become an item, before anything is made of it.
///
/// # Errors
///
/// 413 when it is too large or takes too much memory, 400 when DynamoDB would refuse it for another
/// reason.
pub(crate) fn check(survey: &Survey) -> Result<()> {
    if survey.item_size > ITEM {
        return Err(Error::payload_too_large(TOO_LARGE));
    }
    if survey.memory > MEMORY {
        return Err(Error::payload_too_large("Item has too many objects and arrays"));
    }
    if survey.depth > DEPTH {
        return Err(Error::bad_request(TOO_DEEP));
    }
    if survey.empty_name {
        return Err(Error::bad_request(EMPTY_NAME));
    }
    Ok(())
}

/// Refuses an item with a field whose name `serde_json` would take for an instruction when it is read again.
///
/// A body was checked for such names when it was read. This is for names that came another way.
///
/// # Errors
///
/// 400 for such a name.
pub(super) fn check_names(item: &HashMap<String, AttributeValue>) -> Result<()> {
    for (name, value) in item {
        if name.starts_with(RESERVED) {
            return Err(Error::reserved_key(name));
        }
        check_names_in(value)?;
    }
    Ok(())
}

/// Refuses such a name anywhere in a value.
///
/// # Errors
///
/// As for [`check_names`].
pub(super) fn check_names_in(value: &AttributeValue) -> Result<()> {
    match value {
        AttributeValue::M(map) => check_names(map),
        AttributeValue::L(list) => list.iter().try_for_each(check_names_in),
        _ => Ok(()),
    }
}
