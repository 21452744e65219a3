//! The executable as it describes itself: its manifest, made of its registered routes.
//!
//! Sorted and stable: the same source gives the same bytes. What AWS would refuse at deploy is refused
//! here, by sentences that name the places in the source.

mod auth;
mod checks;
mod needs;
mod tables;

use std::collections::BTreeMap;
use std::mem;

use fingerpost_local::Program;
use fingerpost_manifest::description::{Content, Descriptions};
use fingerpost_manifest::{self as manifest, Auth, Body, Manifest, Throttle, Version};

use self::needs::{Needs, Resources};
use self::tables::Tables;
pub(crate) use self::tables::of_one as table;
use crate::api::Api;
use crate::auth::Authorizer;
use crate::response::failure;
use crate::route::{Description, Route, Signature};

/// Describes an API by its routes.
///
/// # Errors
///
/// One sentence that names the places in the source.
pub(crate) fn program(api: &Api, routes: &[&'static Route]) -> Result<Program, String> {
    if routes.is_empty() {
        return Err("there are no routes: the executable must name the crate that declares them, as in \
                    `use my_routes as _;`, or the linker leaves it out"
            .into());
    }
    checks::invalid_status(api)?;
    checks::one_state_of_a_type(api)?;
    let mut tables = Tables::default();
    let mut resources = Resources::default();
    let mut entries = Vec::new();
    let (mut descriptions, mut readers) = (BTreeMap::new(), BTreeMap::new());
    let mut description = Description::refusing_with(api.invalid_status);
    let mut functions = Vec::new();
    for deciding in Authorizer::by_name() {
        let mut signature = deciding.route.describe(&mut description);
        checks::signature(&deciding.route, &signature)?;
        checks::states(api, &deciding.route, &signature)?;
        needs::add_those_of_states(api, &mut signature);
        readers.insert(deciding.route.name.to_owned(), mem::take(&mut signature.readers));
        tables.add(signature.grants.iter().map(|(table, _)| *table))?;
        let needs = Needs::of(&deciding.route, &signature)?;
        resources.add(&needs);
        functions.push(auth::Function::of(deciding, &signature, needs)?);
    }
    let authorizers = auth::Declared::of(api, functions)?;
    for route in routes {
        let mut signature = route.describe(&mut description);
        checks::signature(route, &signature)?;
        checks::states(api, route, &signature)?;
        needs::add_those_of_states(api, &mut signature);
        readers.insert(route.name.to_owned(), mem::take(&mut signature.readers));
        // A layer may refuse any request.
        signature.description.refuses_more |= !api.layers.is_empty();
        let (summary, documentation) = route.documentation_in_parts();
        documentation.clone_into(&mut signature.description.documentation);
        tables.add(signature.grants.iter().map(|(table, _)| *table))?;
        let auth = authorizers.of_route(route, &signature)?;
        let needs = Needs::of(route, &signature)?;
        resources.add(&needs);
        entries.push(entry(route, &signature, auth, needs, summary));
        descriptions.insert(route.name.to_owned(), signature.description);
    }
    let descriptions = Descriptions {
        error_body: failure::described(api.error_body.as_deref()),
        version: api.version.clone(),
        ..description.finish(descriptions)
    };
    let api = manifest::Api {
        name: api.name.clone(),
        cors: api.cors.clone(),
        throttle: throttle(api.throttle),
        authorizers: authorizers.authorizers(),
    };
    let tables = tables.described()?;
    let manifest =
        Manifest { version: Version, api, tables, resources: resources.described(), routes: entries };
    manifest.check()?;
    Ok(Program { manifest, descriptions, readers })
}

fn entry(route: &Route, signature: &Signature, auth: Auth, needs: Needs, summary: String) -> manifest::Route {
    let Needs { grants, settings, resources } = needs;
    let description = &signature.description;
    let content_type = |content: &Content| content.content_type.clone();
    manifest::Route {
        name: route.name.to_owned(),
        method: route.method,
        path: route.path.to_owned(),
        memory_mb: route.memory_mb,
        timeout_seconds: route.timeout_seconds,
        throttle: route.throttle.map(throttle),
        parameters: description.parameters.clone(),
        body: description.body.as_ref().map(|body| Body {
            required: body.required,
            content_types: body.content.iter().map(content_type).collect(),
        }),
        body_limit: route.body_limit,
        auth,
        grants,
        settings,
        resources,
        summary,
        source: route.source(),
    }
}

fn throttle((rate_per_second, burst): (u32, u32)) -> Throttle {
    Throttle { rate_per_second, burst }
}

#[cfg(test)]
mod tests;
