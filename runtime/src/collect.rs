//! The executable as it describes itself: its manifest, made of its registered routes.
//!
//! Sorted and stable: the same source gives the same bytes. What AWS would refuse at deploy is refused
//! here, by sentences that name the places in the source.

use std::collections::BTreeMap;

use fingerpost_local::Program;
use fingerpost_manifest::{
    self as manifest, Action, Authorizers, Grant, KeySchema, Manifest, Table, Throttle, Version,
};

use crate::api::Api;
use crate::dynamodb::{self, TableSchema};
use crate::route::Route;

/// Describes an API by its routes.
///
/// # Errors
///
/// One sentence that names the places in the source.
pub(crate) fn program(api: &Api, routes: &[&'static Route]) -> Result<Program, String> {
    if routes.is_empty() {
        return Err("there are no routes: the executable must name the crate that declares them, as in \
                    `events_api::api().run()`, or the linker leaves it out"
            .into());
    }
    let mut tables: BTreeMap<&str, TableSchema> = BTreeMap::new();
    let mut entries = Vec::new();
    let mut bodies = BTreeMap::new();
    for route in routes {
        let description = route.describe();
        check_body_limit(route, description.body.is_some())?;
        let mut grants = Vec::new();
        for (table, grant) in description.grants {
            let known = *tables.entry(table).or_insert(grant.table);
            check_same_keys(known, grant.table)?;
            grants.push(Grant {
                table: table.to_owned(),
                index: None,
                actions: grant.actions.into_iter().map(Action::on_dynamodb).collect(),
            });
        }
        if let Some(schema) = description.body {
            bodies.insert(route.name.to_owned(), schema.to_value());
        }
        entries.push(entry(route, grants));
    }
    let api = manifest::Api {
        name: api.name.clone(),
        cors: api.cors.clone(),
        throttle: throttle(api.throttle),
        authorizers: Authorizers {},
    };
    let tables = tables.into_values().map(table).collect();
    let manifest = Manifest { version: Version, api, tables, routes: entries };
    manifest.check()?;
    Ok(Program { manifest, bodies })
}

fn entry(route: &Route, grants: Vec<Grant>) -> manifest::Route {
    manifest::Route {
        name: route.name.to_owned(),
        method: route.method,
        path: route.path.to_owned(),
        memory_mb: route.memory_mb,
        timeout_seconds: route.timeout_seconds,
        throttle: route.throttle.map(throttle),
        body_limit: route.body_limit,
        grants,
        summary: route.summary.to_owned(),
        source: route.source.to_owned(),
    }
}

fn table(table: TableSchema) -> Table {
    let key = |key: dynamodb::KeySchema| KeySchema { name: key.name.to_owned(), kind: key.kind };
    Table {
        name: table.name.to_owned(),
        variable: manifest::variable(table.name),
        partition_key: key(table.partition_key),
        sort_key: table.sort_key.map(key),
        indexes: Vec::new(),
        source: table.source.to_owned(),
    }
}

fn throttle((rate_per_second, burst): (u32, u32)) -> Throttle {
    Throttle { rate_per_second, burst }
}

/// A limit that nothing would hold to is a mistake.
fn check_body_limit(route: &Route, reads_json: bool) -> Result<(), String> {
    if reads_json || route.body_limit.is_none() {
        return Ok(());
    }
    Err(format!(
        "route `{}` has a `body_limit` but no argument that reads a JSON body, `Json<T>` or `Document<T>`: {}",
        route.name, route.source
    ))
}

fn check_same_keys(one: TableSchema, other: TableSchema) -> Result<(), String> {
    if (one.partition_key, one.sort_key) == (other.partition_key, other.sort_key) {
        return Ok(());
    }
    let (table, one, other) = (one.name, one.source, other.source);
    Err(format!("table `{table}` is declared with two different keys: {one} and {other}"))
}

#[cfg(test)]
mod tests;
