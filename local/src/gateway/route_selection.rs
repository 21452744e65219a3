//! Which route answers a request, by API Gateway's rules.
//!
//! The path that fits best wins, see [`path::fit`]; on one path, a method of its own beats `ANY`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use fingerpost_manifest::path::{self, Kind, Rank};
use fingerpost_manifest::{Method, Route};

use crate::facts::Facts;

/// The route and its path parameters, decoded.
pub(crate) type Matched<'a> = (&'a Route, BTreeMap<String, String>);

/// Finds the route for a method and a path as it was sent, still percent-encoded.
pub(crate) fn find<'a>(facts: &Facts, routes: &'a [Route], method: &str, path: &str) -> Option<Matched<'a>> {
    let path = match path.strip_suffix('/') {
        Some(without) if facts.trailing_slash_matches && !without.is_empty() => without,
        _ => path,
    };
    let same = |literal: &str, sent: &str| {
        literal == sent || (facts.literals_ignore_case && literal.eq_ignore_ascii_case(sent))
    };
    let candidates = routes.iter().filter(|route| route.method.answers(method));
    let matched = candidates.filter_map(|route| {
        let (rank, values) = path::fit(&route.path, path, same)?;
        let empty = rank.greedy && values.last().is_some_and(|(_, rest)| rest.is_empty());
        (!empty || facts.greedy_matches_empty).then_some((rank, route.method == Method::Any, route, values))
    });
    let literals = |rank: &Rank| rank.segments.iter().filter(|kind| **kind == Kind::Literal).count();
    let order = |(rank, any, ..): &(Rank, bool, _, _)| {
        let counted = facts.greedy_by_literals && rank.greedy;
        (rank.greedy, counted.then(|| Reverse(literals(rank))), rank.segments.clone(), *any)
    };
    let (_, _, route, values) = matched.min_by_key(order)?;
    Some((route, values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare_route::bare;
    use crate::facts::FACTS;

    type Routes<'a> = &'a [(&'static str, &'static str)];

    #[track_caller]
    fn check(routes: Routes<'_>, request: &str, expected: Option<&str>) {
        check_where(&FACTS, routes, request, expected);
    }

    #[track_caller]
    fn check_where(facts: &Facts, routes: Routes<'_>, request: &str, expected: Option<&str>) {
        let routes: Vec<_> = routes.iter().map(|(method, path)| bare(method, path)).collect();
        let (method, path) = request.split_once(' ').expect("method and path");
        let found = find(facts, &routes, method, path).map(|(route, _)| route.key());
        assert_eq!(found.as_deref(), expected, "{request}");
    }

    #[test]
    fn the_more_literal_route_wins() {
        let routes = [
            ("ANY", "/{proxy+}"),
            ("GET", "/pets/{proxy+}"),
            ("GET", "/pets/dog/{id}"),
            ("GET", "/pets/dog/1"),
        ];
        check(&routes, "GET /pets/dog/1", Some("GET /pets/dog/1"));
        check(&routes, "GET /pets/dog/2", Some("GET /pets/dog/{id}"));
        check(&routes, "GET /pets/cat/2", Some("GET /pets/{proxy+}"));
        check(&routes, "POST /pets/dog/1", Some("ANY /{proxy+}"));
    }

    #[test]
    fn a_full_match_beats_a_greedy_one() {
        let routes = [("GET", "/files/{path+}"), ("GET", "/{bucket}/list")];
        check(&routes, "GET /files/list", Some("GET /{bucket}/list"));
        check(&routes, "GET /files/other", Some("GET /files/{path+}"));
    }

    #[test]
    fn a_method_of_its_own_beats_any() {
        let routes = [("ANY", "/a"), ("GET", "/a")];
        check(&routes, "GET /a", Some("GET /a"));
        check(&routes, "PUT /a", Some("ANY /a"));
    }

    #[test]
    fn what_no_route_names_is_not_found() {
        let routes = [("GET", "/events"), ("GET", "/events/{id}"), ("GET", "/files/{path+}")];
        for request in
            ["HEAD /events", "GET /events/", "GET /events/1/2", "GET /", "GET /files", "GET //events"]
        {
            check(&routes, request, None);
        }
    }

    #[test]
    fn parameters_arrive_decoded_and_an_encoded_slash_stays_in_its_segment() {
        let routes = [bare("GET", "/events/{id}")];
        let (_, parameters) = find(&FACTS, &routes, "GET", "/events/a%2Fb%20c").expect("found");
        assert_eq!(parameters["id"], "a/b c");
    }

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let routes = [("GET", "/a"), ("GET", "/g/{rest+}")];
        check(&routes, "GET /g/", Some("GET /g/{rest+}"));
        check_where(&Facts { greedy_matches_empty: false, ..FACTS }, &routes, "GET /g/", None);
        check_where(&Facts { trailing_slash_matches: true, ..FACTS }, &routes, "GET /a/", Some("GET /a"));
        check_where(&Facts { literals_ignore_case: true, ..FACTS }, &routes, "GET /A", Some("GET /a"));
        let greedy = [("GET", "/g/a/{rest+}"), ("GET", "/g/{one}/b/c/{rest+}")];
        check(&greedy, "GET /g/a/b/c/d", Some("GET /g/a/{rest+}"));
        let by_literals = Facts { greedy_by_literals: true, ..FACTS };
        check_where(&by_literals, &greedy, "GET /g/a/b/c/d", Some("GET /g/{one}/b/c/{rest+}"));
    }
}
