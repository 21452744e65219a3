//! The origins that a CORS declaration names, and those of requests that it means.

/// Every origin.
pub(crate) const ANY: &str = "*";

/// What [`is_one`] accepts.
#[cfg(feature = "contract")]
pub(crate) const PATTERN: &str = r"^(\*|https?://\*|[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._:\[\]-]+)$";

/// `https://*` and `http://*` stand for every origin of that scheme.
fn of_any_host(allowed: &str) -> bool {
    matches!(allowed, "https://*" | "http://*")
}

/// Whether a declaration can name it.
#[cfg(feature = "contract")]
pub(crate) fn is_one(text: &str) -> bool {
    let (scheme, host) = text.split_once("://").unwrap_or_default();
    let has =
        |part: &str, others: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c));
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && !host.is_empty();
    text == ANY || of_any_host(text) || (named && has(scheme, "+.-") && has(host, "._:[]-"))
}

/// Whether a request's origin is one that is allowed.
pub(crate) fn allows(allowed: &str, origin: &str) -> bool {
    // What stands in a response has to be an origin: it is echoed.
    let is_origin = origin.bytes().all(|byte| byte.is_ascii_graphic());
    allowed == origin
        || (of_any_host(allowed) && is_origin && origin.starts_with(allowed.trim_end_matches('*')))
}

#[cfg(all(test, feature = "contract"))]
mod tests {
    use super::*;

    #[test]
    fn the_schema_accepts_the_same_origins() {
        let schema = regex_lite::Regex::new(PATTERN).expect("a regular expression");
        let characters =
            ('\0'..='\u{ff}').flat_map(|c| [format!("{c}a://b"), format!("a{c}://b"), format!("a://b{c}")]);
        let others =
            ["", "*", "*://*", "http://*", "ftp://*", "a", "://a", "a://", "http://[::1]:80", "http://a://b"];
        for origin in characters.chain(others.map(str::to_owned)) {
            assert_eq!(is_one(&origin), schema.is_match(&origin), "{origin:?}");
        }
    }
}
