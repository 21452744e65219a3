//! The `Link` header that leads from a page to the next one.

use fingerpost_manifest::path;
use percent_encoding::utf8_percent_encode;

use crate::request::{Request, query_text};
use crate::response::URL;

/// The header's value: the path and query of the request, with the query parameter `cursor` set.
///
/// The path is the route's pattern with its parameters filled in. It is not made from `rawPath`, which API
/// Gateway has decoded: a `/` in it may have been part of a parameter.
pub(super) fn write(pattern: &str, request: &Request<'_>, cursor: &str) -> String {
    let event = request.event;
    let stage = event.stage().filter(|stage| stage != "$default");
    let stage = stage.map(|stage| format!("/{stage}")).unwrap_or_default();
    let path = path::filled(pattern, |name| request.path_parameter(name));
    let query = event.raw_query_string().unwrap_or_default();
    let key = |pair: &str| query_text(pair.split('=').next().unwrap_or_default());
    let others = query.split('&').filter(|pair| !pair.is_empty() && key(pair).as_deref() != Some("cursor"));
    let others = others.map(|pair| utf8_percent_encode(pair, URL).to_string());
    let query: Vec<String> = others.chain([format!("cursor={cursor}")]).collect();
    format!("<{stage}{path}?{}>; rel=\"next\"", query.join("&"))
}
