//! DynamoDB's pages that would take too much memory, found before they are parsed.
//!
//! A page is 1 MB as DynamoDB counts, but 80 MB of `AttributeValue`s when its items are little
//! else than maps in one another. So the text of a large page is surveyed where it arrives, in the
//! connector, and the listing that wanted it asks again for fewer items.

use std::fmt;
use std::future::Future;

use aws_sdk_dynamodb::error::SdkError;
use aws_smithy_runtime_api::client::result::ConnectorError;
use bytes::Bytes;
use memchr::memmem;

use fingerpost_untrusted::Survey;

/// Texts of up to this many bytes are taken without a look.
const SMALL: usize = 256 * 1024;
/// The bytes of memory that a page may take.
const LIMIT: usize = 32 * 1024 * 1024;
/// How many JSON values DynamoDB's text has for each value of an item: a value stands in an object that
/// names its type.
const VALUES_PER_ATTRIBUTE: usize = 3;

tokio::task_local! {
    // Only our own listings know what to do about the error. A user's call of the SDK is left alone.
    static LISTING: ();
}

/// Makes a call whose answer the connector checks, so that it may fail by [`TooLarge`].
///
/// The call is boxed because the SDK's futures are large, and would be part of every handler's.
pub(super) async fn listing<F: Future>(call: F) -> F::Output {
    LISTING.scope((), Box::pin(call)).await
}

/// Whether the call under way was made by [`listing`].
pub(super) fn is_listing() -> bool {
    LISTING.try_with(|()| ()).is_ok()
}

/// The error of a page that takes too much memory.
#[derive(Debug)]
struct TooLarge {
    /// How many of its items fit.
    items: i32,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the page takes too much memory; at most {} of its items fit", self.items)
    }
}

impl std::error::Error for TooLarge {}

/// How many items to ask for next, when a call failed because its page was too large.
pub(super) fn fitting<E>(error: &SdkError<E>) -> Option<i32> {
    let SdkError::DispatchFailure(failure) = error else { return None };
    let source = failure.as_connector_error().and_then(std::error::Error::source)?;
    source.downcast_ref::<TooLarge>().map(|too_large| too_large.items)
}

/// Refuses a listing's answer that would take too much memory.
///
/// # Errors
///
/// A [`TooLarge`], which the SDK does not repeat the call for.
pub(super) fn check(page: &Bytes) -> Result<(), ConnectorError> {
    match fewer(page) {
        Some(items) => Err(ConnectorError::user(TooLarge { items }.into())),
        None => Ok(()),
    }
}

/// How many of a page's items fit, or `None` when all of them do.
fn fewer(page: &Bytes) -> Option<i32> {
    if page.len() <= SMALL {
        return None;
    }
    let memory = Survey::of(page).memory / VALUES_PER_ATTRIBUTE;
    if memory <= LIMIT {
        return None;
    }
    let count = count(page).filter(|count| *count > 1)?;
    i32::try_from((count * LIMIT / memory).max(1)).ok()
}

/// The number of the page's `"Count":7`. It is not mistaken for an attribute of that name, whose value would
/// be an object.
fn count(page: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\"Count\":";
    memmem::rfind_iter(page, NAME).find_map(|at| {
        let digits = &page[at + NAME.len()..];
        let end = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(&digits[..end]).ok()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(item: &str, items: usize) -> Bytes {
        let items = vec![item; items];
        format!(r#"{{"Items":[{}],"Count":{},"ScannedCount":9}}"#, items.join(","), items.len()).into()
    }

    #[test]
    fn a_page_of_plain_rows_fits_whatever_it_holds() {
        let row = r#"{"id":{"S":"e-7"},"Count":{"N":"7"},"name":{"S":"the \"Count\":1 of one"}}"#;
        assert_eq!((fewer(&page(row, 14_000)), count(&page(row, 3))), (None, Some(3)));
    }

    #[test]
    fn of_a_page_that_does_not_fit_some_items_do_and_one_always() {
        let maps = format!(r#"{{"a":{{"L":[{}]}}}}"#, vec![r#"{"M":{"a":{"N":"0"}}}"#; 30_000].join(","));
        assert_eq!((fewer(&page(&maps, 4)), fewer(&page(&maps, 1))), (Some(1), None));
        let small = r#"{"a":{"M":{"a":{"M":{"a":{"M":{}}}}}}}"#;
        let fits = fewer(&page(small, 70_000)).expect("too large");
        assert_eq!(fewer(&page(small, usize::try_from(fits).expect("positive"))), None);
    }
}
