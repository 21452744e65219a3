//! Where each route stands in a document. OpenAPI tells paths apart by less than API Gateway does: neither by
//! the names of their parameters nor by whether one is greedy, and it has no method for every other one.

use std::collections::{BTreeMap, BTreeSet};

use crate::path::{self, Segment};
use crate::{Method, Route};

/// What `ANY` stands for.
const METHODS: [Method; 7] =
    [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head, Method::Options];

/// A route, and where it stands.
pub(super) struct Placed<'m> {
    pub(super) route: &'m Route,
    /// `/files/{rest}`.
    pub(super) path: String,
    /// The names that its path's parameters have there, by their own.
    names: BTreeMap<&'m str, &'m str>,
    /// Its methods, in lower case, each with the id of its operation.
    pub(super) operations: Vec<(&'static str, String)>,
}

impl Placed<'_> {
    /// The name of a path parameter in the document.
    pub(super) fn name<'n>(&'n self, own: &'n str) -> &'n str {
        self.names.get(own).copied().unwrap_or(own)
    }

    /// Whether a path parameter is all that is left of the path.
    pub(super) fn is_greedy(&self, own: &str) -> bool {
        path::segments(&self.route.path).any(|segment| segment == Segment::Greedy(own))
    }
}

/// Where each route stands, and a sentence for each that has no place.
pub(super) fn places(routes: &[Route]) -> (Vec<Placed<'_>>, Vec<String>) {
    let mut same: BTreeMap<String, Vec<&Route>> = BTreeMap::new();
    for route in routes {
        same.entry(path::shape(&route.path).replace("{+}", "{}")).or_default().push(route);
    }
    let mut ids: BTreeSet<String> = routes.iter().map(|route| route.name.clone()).collect();
    let (mut places, mut left_out) = (Vec::new(), Vec::new());
    for mut routes in same.into_values() {
        let greedy = |route: &Route| path::segments(&route.path).any(|s| matches!(s, Segment::Greedy(_)));
        routes.sort_by_key(|route| (greedy(route), route.method == Method::Any, &route.name));
        let first = routes[0];
        let mut taken = BTreeSet::new();
        for route in routes {
            let meant = METHODS.into_iter().filter(|method| route.method.answers(method.as_str()));
            let free: Vec<Method> = meant.filter(|method| taken.insert(*method)).collect();
            if free.is_empty() {
                let (key, path) = (route.key(), &first.path);
                left_out.push(format!(
                    "`{key}` (`{}`) is not listed, because OpenAPI cannot tell it from `{path}`.",
                    route.name
                ));
                continue;
            }
            let operations =
                free.into_iter().map(|method| (lower(method), id(route, method, &mut ids))).collect();
            let names = path::parameters(&route.path).zip(path::parameters(&first.path)).collect();
            places.push(Placed { route, path: first.path.replace("+}", "}"), names, operations });
        }
    }
    (places, left_out)
}

fn lower(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options | Method::Any => "options",
    }
}

/// The route's name, or one for each of its methods.
fn id(route: &Route, method: Method, ids: &mut BTreeSet<String>) -> String {
    if route.method != Method::Any {
        return route.name.clone();
    }
    let mut id = format!("{}_{}", route.name, lower(method));
    while !ids.insert(id.clone()) {
        id.push('_');
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(keys: &[&str]) -> (Vec<String>, Vec<String>) {
        let routes = keys.iter().enumerate().map(|(at, key)| {
            let (method, path) = key.split_once(' ').expect("a key");
            let route = serde_json::json!({
                "name": format!("r{at}"), "method": method, "path": path, "memoryMb": 128, "timeoutSeconds": 3,
            });
            serde_json::from_value(route).expect("a route")
        });
        let routes: Vec<Route> = routes.collect();
        let (places, left_out) = places(&routes);
        let shown = places.iter().map(|place| {
            let ids: Vec<_> = place.operations.iter().map(|(method, id)| format!("{method} {id}")).collect();
            format!("{} {}", place.path, ids.join(", "))
        });
        (shown.collect(), left_out)
    }

    #[test]
    fn a_path_is_listed_once_by_the_names_of_one_route() {
        let (places, left_out) = placed(&["GET /a/{id}", "DELETE /a/{name}", "GET /b/{rest+}"]);
        assert_eq!(places, ["/a/{id} get r0", "/a/{id} delete r1", "/b/{rest} get r2"]);
        assert!(left_out.is_empty());
    }

    #[test]
    fn any_is_every_method_that_no_other_route_has() {
        let (places, _) = placed(&["ANY /a", "GET /a"]);
        let any =
            "/a post r0_post, put r0_put, patch r0_patch, delete r0_delete, head r0_head, options r0_options";
        assert_eq!(places, ["/a get r1", any]);
    }

    #[test]
    fn what_openapi_cannot_tell_apart_is_said() {
        let (places, left_out) = placed(&["GET /a/{rest+}", "GET /a/{id}", "PUT /a/{rest+}"]);
        assert_eq!(places, ["/a/{id} get r1", "/a/{id} put r2"]);
        let sentence =
            "`GET /a/{rest+}` (`r0`) is not listed, because OpenAPI cannot tell it from `/a/{id}`.";
        assert_eq!(left_out, [sentence]);
    }
}
