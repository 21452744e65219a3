//! What changed of who may call, as two OpenAPI documents say it: what each operation asks for, and by which schemes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::essence;
use super::operations::{Documents, entries};
use super::walk::Both;

impl Documents<'_> {
    /// What an operation asks for: one of several ways, of which each may be let through or not.
    pub(super) fn security(&mut self, key: &str, (old, new): Both<'_>) {
        let (were, are) = (ways(self.roots.0, old), ways(self.roots.1, new));
        match (were.is_empty(), are.is_empty()) {
            (true, true) => {}
            (true, false) => self.found.broken(format!("{key} asks for {} now", either(&are))),
            (false, true) => self.found.widened(format!("{key} is open to everyone now")),
            (false, false) => {
                for way in are.difference(&were) {
                    self.found.widened(format!("{key} lets callers through with {way} now"));
                }
                for way in were.difference(&are) {
                    self.found.broken(format!("{key} does not let callers through with {way} any more"));
                }
            }
        }
    }

    /// What the schemes are that operations ask for by their names.
    pub(super) fn schemes(&mut self) {
        let [were, are] = [self.roots.0, self.roots.1].map(|root| &root["components"]["securitySchemes"]);
        for (name, was) in entries(were) {
            if let Some(is) = are.get(name).filter(|is| essence(is) != essence(was)) {
                let (was, is) = (essence(was), essence(is));
                self.found.widened(format!("security scheme {name}: {was} -> {is}"));
            }
        }
    }
}

/// The ways to call an operation; none where everyone may. An operation that does not say asks for what the document
/// does.
fn ways(document: &Value, operation: &Value) -> BTreeSet<String> {
    let ways = operation.get("security").or_else(|| document.get("security"));
    let ways: BTreeSet<_> = ways.and_then(Value::as_array).into_iter().flatten().map(way).collect();
    // One of them asks for nothing.
    if ways.contains("") { BTreeSet::new() } else { ways }
}

/// `jwt (orders:read)`; schemes that are asked for together, `key and session`.
fn way(requirement: &Value) -> String {
    let schemes = entries(requirement).map(|(name, scopes)| {
        let scopes: BTreeSet<_> = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let scopes: Vec<_> = scopes.into_iter().collect();
        if scopes.is_empty() { name.to_owned() } else { format!("{name} ({})", scopes.join(" and ")) }
    });
    schemes.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" and ")
}

fn either(ways: &BTreeSet<String>) -> String {
    ways.iter().map(String::as_str).collect::<Vec<_>>().join(" or ")
}
