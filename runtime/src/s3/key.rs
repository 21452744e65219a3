//! What the key of an object may be: nothing that a client sent may lead to another object than was meant.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// Bytes of the longest key.
const LONGEST: usize = 1024;

/// What stands in a URL as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The key of an object, as the methods of a [`Bucket`](crate::Bucket) take it: a text, or an array of segments.
///
/// A text is the key as it stands: `"2026/r-7.pdf"`. In an array each element is one segment of the key, and
/// none can become two: `["receipts", customer, id]` leads below `receipts/` and the customer, whatever a client
/// sent for the id. Take an array for what clients send.
///
/// A key has 1 to 1024 bytes. Segments that are empty, `.` or `..` are refused, because programs on the way would
/// take them out of the path, and so is a segment of an array with a `/` in it. That is a 400.
///
/// ```
/// use fingerpost::ObjectKey;
///
/// assert_eq!(["receipts", "ann", "7.pdf"].key().unwrap(), "receipts/ann/7.pdf");
/// assert_eq!(["receipts", "ann", "../ben/7.pdf"].key().unwrap_err().status(), 400);
/// assert_eq!("receipts/../secret".key().unwrap_err().status(), 400);
/// ```
pub trait ObjectKey {
    /// Returns the key.
    ///
    /// # Errors
    ///
    /// A 400 for what is not a key.
    fn key(&self) -> Result<String>;
}

impl ObjectKey for str {
    fn key(&self) -> Result<String> {
        checked(self.to_owned())
    }
}

impl ObjectKey for String {
    fn key(&self) -> Result<String> {
        checked(self.clone())
    }
}

impl<S: AsRef<str>, const N: usize> ObjectKey for [S; N] {
    fn key(&self) -> Result<String> {
        let segments: Vec<_> = self.iter().map(AsRef::as_ref).collect();
        if segments.iter().any(|segment| segment.contains('/')) {
            return Err(Error::bad_request("Invalid key: a segment of it has a `/`"));
        }
        checked(segments.join("/"))
    }
}

impl<K: ObjectKey + ?Sized> ObjectKey for &K {
    fn key(&self) -> Result<String> {
        (**self).key()
    }
}

fn checked(key: String) -> Result<String> {
    if key.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        return Err(Error::bad_request("Invalid key: a segment of it is empty, `.` or `..`"));
    }
    if key.len() > LONGEST {
        return Err(Error::bad_request(format!("Invalid key: it has more than {LONGEST} bytes")));
    }
    Ok(key)
}

/// The key as the path of a URL has it.
pub(super) fn in_url(key: &str) -> String {
    let segments: Vec<_> = key.split('/').map(encoded).collect();
    segments.join("/")
}

/// A text as a segment of a path, or as a name or value of a query.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_as_it_stands() {
        for key in ["a", "a/b", "a b", "ü/%2e%2e/c", "..a", "a..", "a\\..\\b", "\u{0}"] {
            assert_eq!(key.key().expect("a key"), key);
            assert_eq!([key].key().is_ok(), !key.contains('/'), "{key}");
        }
        assert_eq!(in_url("ü/%2e/c d+~"), "%C3%BC/%252e/c%20d%2B~");
    }

    #[test]
    fn a_key_that_leads_elsewhere_is_refused() {
        let long = "x".repeat(LONGEST + 1);
        for key in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.", long.as_str()] {
            assert_eq!(key.key().expect_err(key).status(), 400, "{key}");
        }
        assert_eq!(["a", "b/c"].key().expect_err("refused").status(), 400);
        assert_eq!(["a", ""].key().expect_err("refused").status(), 400);
        assert!("x".repeat(LONGEST).key().is_ok());
    }
}
