//! `manifest diff`: what changed between two manifests, or two OpenAPI documents, for those whom it concerns.

mod alternatives;
mod answers;
mod api;
mod auth;
mod document;
mod fields;
mod found;
mod keywords;
mod operations;
mod parameters;
mod resources;
mod routes;
pub mod schema;
mod security;
mod settings;
mod tables;
mod walk;

use fingerpost_untrusted::escape;

pub use self::document::OpenApi;
pub use self::found::Change;
use self::found::{Concern, Found};
use crate::auth::Authorizer;
use crate::entries::Manifest;

const CONCERNS: [(Concern, &str); 3] =
    [(Concern::Callers, "callers"), (Concern::Security, "security"), (Concern::Operations, "operations")];

/// The changes as text, by concern; those for which CI should stop begin with `!`. No name in it moves
/// a terminal's cursor over a line, or passes for one.
pub fn report(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let sections = CONCERNS.iter().filter_map(|(concern, title)| {
        let of: Vec<_> = changes.iter().filter(|change| change.concern == *concern).collect();
        let line = |change: &&Change| {
            let mut line = format!("  {} ", if change.stops { '!' } else { ' ' });
            escape(&change.text, &mut line);
            line + "\n"
        };
        (!of.is_empty()).then(|| format!("{title}\n{}", of.iter().map(line).collect::<String>()))
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// What changed from one manifest to another.
pub fn changes(old: &Manifest, new: &Manifest) -> Vec<Change> {
    let mut found = Found::default();
    found.routes(&old.routes, &new.routes);
    found.auth(old, new);
    found.api(&old.api, &new.api);
    found.tables(&old.tables, &new.tables);
    found.resources(&old.resources, &new.resources);
    // Whatever this does not know of is not passed over in silence.
    if found.0.is_empty() && essence(old) != essence(new) {
        found.note(Concern::Operations, false, "the manifests differ in what no line here tells".to_owned());
    }
    found.0
}

/// What changed from one OpenAPI document to another. What the manifests of the same two APIs tell of their routes
/// and parameters, if they are compared as well, is not told again.
///
/// # Errors
///
/// A sentence, for documents that cannot be compared to their end: a reference leads nowhere, or they are too
/// large.
pub fn documents(
    old: &OpenApi,
    new: &OpenApi,
    told: Option<(&Manifest, &Manifest)>,
) -> Result<Vec<Change>, String> {
    let mut found = operations::compare(old, new, told)?;
    // Whatever this does not know of is not passed over in silence.
    if found.0.is_empty() && told.is_none() && document::essence(&old.0) != document::essence(&new.0) {
        let text = "the documents differ in what no line here tells".to_owned();
        found.note(Concern::Operations, false, text);
    }
    Ok(found.0)
}

/// A manifest without what it says to people: where things are declared, and what they are for.
fn essence(manifest: &Manifest) -> Manifest {
    let mut essence = manifest.clone();
    for route in &mut essence.routes {
        route.source.clear();
        route.summary.clear();
        for parameter in &mut route.parameters {
            parameter.summary.clear();
            parameter.schema = schema::said(&parameter.schema);
        }
    }
    for authorizer in essence.api.authorizers.values_mut() {
        if let Authorizer::Function(function) = authorizer {
            function.source.clear();
        }
    }
    essence.tables.iter_mut().for_each(|table| table.source.clear());
    essence
}
