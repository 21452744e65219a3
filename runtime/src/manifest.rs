//! The manifest: everything that infrastructure needs to know of the routes, as JSON.
//!
//! It is the whole contract between Rust and CDK, version 1. Sorted and stable: the same
//! source gives the same bytes. What AWS would refuse at deploy is refused here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::api::{Api, Throttle};
use crate::cors::Cors;
use crate::item::{KeySchema, TableSchema, variable};
use crate::path;
use crate::route::Route;

/// Routes that one HTTP API takes.
const MOST_ROUTES: usize = 300;

/// See the module's page.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest<'a> {
    version: u32,
    api: ApiSettings<'a>,
    pub(crate) tables: Vec<TableEntry>,
    pub(crate) routes: Vec<RouteEntry>,
}

#[derive(Debug, Serialize)]
struct ApiSettings<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cors: Option<&'a Cors>,
    throttle: Throttle,
    authorizers: Empty,
}

/// What no route can declare yet.
#[derive(Debug, Serialize)]
struct Empty {}

/// A table, as the routes' types declare it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TableEntry {
    pub(crate) name: &'static str,
    /// The variable in which a function finds the deployed table's name.
    pub(crate) variable: String,
    pub(crate) partition_key: KeySchema,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sort_key: Option<KeySchema>,
    indexes: [(); 0],
}

/// A route, and what its function may do.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RouteEntry {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) memory_mb: u32,
    pub(crate) timeout_seconds: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    throttle: Option<Throttle>,
    pub(crate) grants: Vec<GrantEntry>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) summary: &'static str,
    source: &'static str,
}

#[cfg(test)]
impl RouteEntry {
    /// A route that is nothing but its method and path.
    pub(crate) fn bare(method: &'static str, path: &'static str) -> Self {
        let (name, summary, source) = ("", "", "");
        let (memory_mb, timeout_seconds, throttle) = (256, 10, None);
        Self { name, method, path, memory_mb, timeout_seconds, throttle, grants: Vec::new(), summary, source }
    }
}

/// Actions on one table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct GrantEntry {
    pub(crate) table: &'static str,
    pub(crate) actions: Vec<String>,
}

impl<'a> Manifest<'a> {
    /// Makes the manifest of an API from its registered routes.
    ///
    /// # Errors
    ///
    /// One sentence that names both places in the source.
    pub(crate) fn of(api: &'a Api, routes: &[&'static Route]) -> Result<Self, String> {
        check_api(api)?;
        check_routes(routes)?;
        let mut tables: BTreeMap<&str, TableSchema> = BTreeMap::new();
        let mut entries = Vec::new();
        for route in routes {
            let mut grants = Vec::new();
            let description = route.describe();
            check_body_limit(route, description.body.is_some())?;
            for (table, grant) in description.grants {
                let known = *tables.entry(table).or_insert(grant.table);
                check_same_keys(known, grant.table)?;
                grants.push(GrantEntry { table, actions: grant.actions.into_iter().collect() });
            }
            entries.push(RouteEntry {
                name: route.name,
                method: route.method.as_str(),
                path: route.path,
                memory_mb: route.memory_mb,
                timeout_seconds: route.timeout_seconds,
                throttle: route.throttle.map(|(rate_per_second, burst)| Throttle { rate_per_second, burst }),
                grants,
                summary: route.summary,
                source: route.source,
            });
        }
        check_variables(tables.values())?;
        let tables = tables.into_values().map(|table| TableEntry {
            name: table.name,
            variable: variable(table.name),
            partition_key: table.partition_key,
            sort_key: table.sort_key,
            indexes: [],
        });
        Ok(Self {
            version: 1,
            api: ApiSettings {
                name: &api.name,
                cors: api.cors.as_ref(),
                throttle: api.throttle,
                authorizers: Empty {},
            },
            tables: tables.collect(),
            routes: entries,
        })
    }

    /// The manifest as it is written to a file.
    pub(crate) fn to_json(&self) -> Result<String, String> {
        let mut json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        json.push('\n');
        Ok(json)
    }
}

fn check_api(api: &Api) -> Result<(), String> {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if api.name.is_empty() || api.name.len() > 64 || !api.name.chars().all(letters) {
        let accepted = "1 to 64 ASCII letters, digits, `-` or `_`";
        return Err(format!("an API's name is {accepted}, got `{}`", api.name));
    }
    if api.throttle.rate_per_second == 0 || api.throttle.burst == 0 {
        return Err("a throttle of 0 lets no request through: give a rate and a burst of 1 or more".into());
    }
    api.cors.as_ref().map_or(Ok(()), Cors::check)
}

fn check_routes(routes: &[&'static Route]) -> Result<(), String> {
    if routes.is_empty() {
        return Err("there are no routes: the executable must name the crate that declares them, as in \
                    `events_api::api().run()`, or the linker leaves it out"
            .into());
    }
    if routes.len() > MOST_ROUTES {
        return Err(format!("{} routes, but an HTTP API takes at most {MOST_ROUTES}", routes.len()));
    }
    let mut names: BTreeMap<&str, &Route> = BTreeMap::new();
    let mut keys: BTreeMap<String, &Route> = BTreeMap::new();
    for route in routes {
        if let Some(other) = names.insert(route.name, route) {
            return Err(twice(&format!("two routes are named `{}`", route.name), other.source, route.source));
        }
        // The gateway does not tell `{id}` from `{name}`.
        let shape = format!("{} {}", route.method, path::shape(route.path));
        if let Some(other) = keys.insert(shape, route) {
            let what = format!("two routes answer `{}`", route.key());
            return Err(twice(&what, other.source, route.source));
        }
    }
    Ok(())
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
    Err(twice(&format!("table `{}` is declared with two different keys", one.name), one.source, other.source))
}

/// Two tables must not share the variable that names them.
fn check_variables<'t>(tables: impl Iterator<Item = &'t TableSchema>) -> Result<(), String> {
    let mut known: BTreeMap<String, &TableSchema> = BTreeMap::new();
    for table in tables {
        let variable = variable(table.name);
        if let Some(other) = known.insert(variable.clone(), table) {
            let what =
                format!("tables `{}` and `{}` share the variable `{variable}`", other.name, table.name);
            return Err(twice(&what, other.source, table.source));
        }
    }
    Ok(())
}

fn twice(what: &str, one: &str, other: &str) -> String {
    format!("{what}: {one} and {other}")
}

#[cfg(test)]
mod tests;
