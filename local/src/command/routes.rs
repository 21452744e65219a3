//! `routes`: what there is to call, as a table, as curl lines, or all that is known as JSON.

mod curl;

use fingerpost_manifest::description::Descriptions;
use fingerpost_manifest::{Auth, Grant, Guard, ResourceGrant, Route};
use serde_json::{Map, Value, json};

use super::sources;
use crate::program::Program;
use crate::terminal::{CommandError, escaped, print, say};

/// As what the routes are printed.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Table,
    Curl,
    Json,
}

pub(super) fn run(program: &Program, form: Form) -> Result<(), CommandError> {
    let Program { manifest, descriptions, .. } = program;
    say(sources::sentence(&manifest.routes));
    match form {
        Form::Table => print(&table(&manifest.routes)),
        Form::Curl => manifest.routes.iter().for_each(|route| print(&curl::line(route, descriptions))),
        Form::Json => print(&all(&manifest.routes, descriptions)?),
    }
    Ok(())
}

/// Each route as the manifest has it, with what it takes and gives; and the schemas of that.
fn all(routes: &[Route], descriptions: &Descriptions) -> Result<String, CommandError> {
    let route = |route: &Route| {
        let mut known = fields(route)?;
        if let Some(description) = descriptions.routes.get(&route.name) {
            known.extend(fields(description)?);
        }
        Ok(Value::Object(known))
    };
    let routes = routes.iter().map(route).collect::<serde_json::Result<Vec<_>>>();
    let all = routes.and_then(|routes| {
        let components = json!({ "schemas": descriptions.schemas });
        serde_json::to_string_pretty(&json!({ "routes": routes, "components": components }))
    });
    Ok(all.map_err(|error| error.to_string())? + "\n")
}

fn fields(value: &impl serde::Serialize) -> serde_json::Result<Map<String, Value>> {
    serde_json::from_value(serde_json::to_value(value)?)
}

/// A row for each route, in columns. That of settings is there where a route reads one.
pub(crate) fn table(routes: &[Route]) -> String {
    let reads = routes.iter().any(|route| !route.settings.is_empty());
    let header = ["METHOD", "PATH", "FUNCTION", "MEMORY", "TIMEOUT", "AUTH", "ACTIONS", "SETTINGS"];
    let columns = if reads { header.len() } else { header.len() - 1 };
    let header = header.map(str::to_owned);
    let rows = routes.iter().map(|route| {
        [
            route.method.to_string(),
            // Anything may stand in it, such as an end of the line.
            escaped(&route.path),
            route.name.clone(),
            format!("{} MB", route.memory_mb),
            format!("{} s", route.timeout_seconds),
            auth(&route.auth),
            actions(route),
            settings(route),
        ]
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|one, other| (&one[1], &one[0]).cmp(&(&other[1], &other[0])));
    rows.insert(0, header);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &[String; 8]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// `open`, `iam`, or `jwt: orders:read or orders:write`.
fn auth(auth: &Auth) -> String {
    match auth {
        Auth::Open => "open".to_owned(),
        Auth::Iam => "iam".to_owned(),
        Auth::By(Guard { authorizer, scopes }) if scopes.is_empty() => authorizer.clone(),
        Auth::By(Guard { authorizer, scopes }) => format!("{authorizer}: {}", scopes.join(" or ")),
    }
}

/// `BASE_URL; STRIPE_KEY, a secret`.
fn settings(route: &Route) -> String {
    let settings = route.settings.iter().map(|setting| {
        let secret = if setting.secret { ", a secret" } else { "" };
        let optional = if setting.optional { ", optional" } else { "" };
        format!("{}{secret}{optional}", setting.variable)
    });
    let settings: Vec<_> = settings.collect();
    if settings.is_empty() { "none".to_owned() } else { settings.join("; ") }
}

/// `GetItem on Events; sqs:SendMessage on Jobs`.
fn actions(route: &Route) -> String {
    let on_others = route.resources.iter().map(ResourceGrant::to_string);
    let grants: Vec<_> = route.grants.iter().map(Grant::to_string).chain(on_others).collect();
    if grants.is_empty() { "none".to_owned() } else { grants.join("; ") }
}
