//! What the tests of this crate take for a route.

use fingerpost_manifest::Route;
use serde_json::json;

/// A route that is nothing but its method and path.
pub(crate) fn bare(method: &str, path: &str) -> Route {
    let route =
        json!({ "name": "bare", "method": method, "path": path, "memoryMb": 128, "timeoutSeconds": 1 });
    serde_json::from_value(route).expect("a route")
}
