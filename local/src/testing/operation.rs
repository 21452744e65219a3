//! Which operation of the OpenAPI document a route is.

use fingerpost_manifest::{Method, Route};

/// The ids that the route's operation for a method, in lower case, can have.
pub(super) fn ids(route: &Route, method: &str) -> Vec<String> {
    // A route for any method is an operation for each.
    let any = (route.method == Method::Any).then(|| format!("{}_{method}", route.name));
    any.into_iter().chain([route.name.clone()]).collect()
}
