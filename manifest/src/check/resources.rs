//! What is wrong with resources of other services, and with the grants on them.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::check_variable;
use crate::auth::Authorizer;
use crate::entries::Manifest;
use crate::name;
use crate::need::{Resource, ResourceGrant};

/// Checks the resources, each and beside the others, and what every function may do with them.
pub(super) fn check(manifest: &Manifest) -> Result<(), String> {
    check_declared(manifest)?;
    for route in &manifest.routes {
        check_grants(&manifest.resources, &route.resources)
            .map_err(|wrong| format!("route `{}`{}: {wrong}", route.name, at(&route.source)))?;
    }
    for (name, authorizer) in &manifest.api.authorizers {
        if let Authorizer::Function(function) = authorizer {
            check_grants(&manifest.resources, &function.resources)
                .map_err(|wrong| format!("authorizer `{name}`{}: {wrong}", at(&function.source)))?;
        }
    }
    Ok(())
}

/// ` (src/jobs.rs:7)`, where the manifest says it.
fn at(source: &str) -> String {
    if source.is_empty() { String::new() } else { format!(" ({source})") }
}

fn check_declared(manifest: &Manifest) -> Result<(), String> {
    let mut known = BTreeSet::new();
    let of_tables = manifest.tables.iter().map(|table| (&table.variable, format!("table `{}`", table.name)));
    let mut variables: BTreeMap<&String, String> = of_tables.collect();
    for Resource { name, service, variable } in &manifest.resources {
        name::RESOURCE.check("a resource's", name)?;
        if !known.insert(name) {
            return Err(format!("two resources are named `{name}`"));
        }
        let of_it = |wrong| format!("resource `{name}`: {wrong}");
        check_variable(variable, "a resource").map_err(of_it)?;
        check_service(service).map_err(of_it)?;
        if let Some(other) = variables.insert(variable, format!("resource `{name}`")) {
            return Err(format!("{other} and resource `{name}` share the variable `{variable}`"));
        }
    }
    Ok(())
}

fn check_service(service: &str) -> Result<(), String> {
    if service == "dynamodb" {
        return Err(
            "a table of DynamoDB is granted by a `Table` in the signature, and not as a resource".into()
        );
    }
    let is_service = service.starts_with(|c: char| c.is_ascii_lowercase())
        && service.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if is_service {
        return Ok(());
    }
    Err(format!(
        "a service is lower-case ASCII letters, digits and `-`, as IAM's actions begin, got `{service}`"
    ))
}

fn check_grants(resources: &[Resource], grants: &[ResourceGrant]) -> Result<(), String> {
    let mut known = BTreeSet::new();
    for grant in grants {
        let name = &grant.resource;
        let resource = resources.iter().find(|resource| resource.name == *name);
        let resource = resource.ok_or_else(|| {
            format!("it is granted actions on the resource `{name}`, which is not declared")
        })?;
        if grant.actions.is_empty() {
            return Err(format!("its grant on the resource `{name}` names no action"));
        }
        if let Some(action) = grant.actions.iter().find(|action| action.service() != resource.service) {
            let service = &resource.service;
            return Err(format!(
                "`{action}` is not an action on the resource `{name}`, which is of `{service}`"
            ));
        }
        if let Some(part) = grant.within.as_deref().filter(|part| !is_part(part)) {
            return Err(format!(
                "a part of the resource `{name}` begins with `/` or `:` and has no `*` or `?`, except for a `*` at \
                 its end, got `{part}`"
            ));
        }
        if !known.insert((name, &grant.within)) {
            let part = grant.within.as_deref().unwrap_or_default();
            return Err(format!("its grant on `{name}{part}` is there twice"));
        }
    }
    Ok(())
}

fn is_part(text: &str) -> bool {
    let before = text.strip_suffix('*').unwrap_or(text);
    before.starts_with(['/', ':']) && !before.contains(['*', '?'])
}
