//! Headers by which S3 would do more than is done here: a request that has one must not pass for done.

use axum::http::{HeaderMap, HeaderName};

use super::failure::Failure;

/// What says who signs and what the body is.
const KNOWN: [&str; 5] = [
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-security-token",
    "x-amz-user-agent",
];

/// Refuses what would be another operation than it looks like, such as a public object or one with tags.
pub(super) fn check(headers: &HeaderMap, writes: bool) -> Result<(), Failure> {
    let refused = |name: &&str| {
        let is_known = KNOWN.contains(name) || name.starts_with("x-amz-checksum-");
        let conditional = writes && ["if-match", "if-none-match"].contains(name);
        conditional || (name.starts_with("x-amz-") && !is_known)
    };
    match headers.keys().map(HeaderName::as_str).find(refused) {
        Some(name) => Err(Failure::not_implemented(&format!("the header {name}"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, StatusCode};

    use super::*;

    fn checked(name: &'static str, writes: bool) -> Option<StatusCode> {
        let headers = [(HeaderName::from_static(name), HeaderValue::from_static("*"))].into_iter().collect();
        check(&headers, writes).err().map(|failure| failure.status)
    }

    #[test]
    fn a_header_that_asks_for_more_is_refused() {
        for name in ["x-amz-acl", "x-amz-tagging", "x-amz-copy-source", "x-amz-meta-a", "x-amz-storage-class"]
        {
            assert_eq!(checked(name, true), Some(StatusCode::NOT_IMPLEMENTED), "{name}");
            assert_eq!(checked(name, false), Some(StatusCode::NOT_IMPLEMENTED), "{name}");
        }
        for name in ["if-match", "if-none-match"] {
            assert_eq!(checked(name, true), Some(StatusCode::NOT_IMPLEMENTED), "{name}");
            assert_eq!(checked(name, false), None, "{name}");
        }
        for name in KNOWN.into_iter().chain(["x-amz-checksum-crc32", "x-amzn-trace-id", "content-type"]) {
            assert_eq!(checked(name, true), None, "{name}");
        }
    }
}
