//! What AWS would refuse at deploy, refused when the manifest is made or read.

mod auth;
mod resources;
mod settings;
mod tables;

use std::collections::BTreeMap;

use self::tables::twice;
use crate::entries::{Manifest, Route};
use crate::grant::Grant;
use crate::parameter::{Parameter, Place};
use crate::table::KeyType;
use crate::{limits, name, path};

impl Manifest {
    /// Checks that AWS takes it: names, numbers, and what has to differ or to exist.
    ///
    /// # Errors
    ///
    /// One sentence, with the places in the source where they are known.
    pub fn check(&self) -> Result<(), String> {
        self.check_api()?;
        tables::check(&self.tables)?;
        self.check_routes()?;
        auth::check(self)?;
        settings::check(self)?;
        resources::check(self)?;
        self.routes.iter().try_for_each(|route| self.check_route(route))
    }

    fn check_api(&self) -> Result<(), String> {
        let api = &self.api;
        name::API.check("an API's", &api.name)?;
        let throttles = self.routes.iter().filter_map(|route| route.throttle).chain([api.throttle]);
        if throttles.into_iter().any(|throttle| throttle.rate_per_second == 0 || throttle.burst == 0) {
            return Err(
                "a throttle of 0 lets no request through: give a rate and a burst of 1 or more".into()
            );
        }
        api.cors.as_ref().map_or(Ok(()), crate::Cors::check)
    }

    fn check_routes(&self) -> Result<(), String> {
        let routes = &self.routes;
        if routes.is_empty() {
            return Err("there are no routes".into());
        }
        if routes.len() > limits::ROUTES {
            let most = limits::ROUTES;
            return Err(format!("there are {} routes, but an HTTP API takes at most {most}", routes.len()));
        }
        let mut names: BTreeMap<&str, &Route> = BTreeMap::new();
        let mut keys: BTreeMap<String, &Route> = BTreeMap::new();
        for route in routes {
            if let Some(other) = names.insert(&route.name, route) {
                let what = format!("two routes are named `{}`", route.name);
                let both = twice(&what, &other.source, &route.source);
                return Err(format!("{both}; give one of them `name = \"…\"`"));
            }
            if let Some(other) = keys.insert(route.shape(), route) {
                let what = format!("two routes answer `{}`", route.key());
                return Err(twice(&what, &other.source, &route.source));
            }
        }
        Ok(())
    }

    fn check_route(&self, route: &Route) -> Result<(), String> {
        let name = &route.name;
        name::ROUTE.check("a route's", name)?;
        path::check(&route.path).map_err(|wrong| format!("route `{name}`: its path {wrong}"))?;
        let body_limit = route.body_limit.unwrap_or(*limits::BODY.start());
        for (what, number, accepted) in [
            ("MB of memory are", route.memory_mb, limits::MEMORY_MB),
            ("seconds of timeout are", route.timeout_seconds, limits::TIMEOUT_SECONDS),
            ("bytes of body limit are", body_limit, limits::BODY),
        ] {
            if !accepted.contains(&number) {
                let (least, most) = accepted.into_inner();
                return Err(format!("route `{name}`: its {what} {least} to {most}, got {number}"));
            }
        }
        auth::check_route(self, route).map_err(|wrong| format!("route `{name}`: {wrong}"))?;
        check_parameters(route).map_err(|wrong| format!("route `{name}`: {wrong}"))?;
        let owned = route.grants.iter().find(|grant| grant.owner.is_some());
        if let Some(grant) = owned.filter(|_| route.auth.guard().is_none()) {
            let table = &grant.table;
            return Err(format!(
                "route `{name}` is granted its caller's own items of `{table}`, and has no authorizer that says who the caller is"
            ));
        }
        route.grants.iter().try_for_each(|grant| {
            self.check_grant(grant).map_err(|wrong| format!("route `{name}` is granted actions on {wrong}"))
        })
    }

    pub(super) fn check_grant(&self, grant: &Grant) -> Result<(), String> {
        let table = self.tables.iter().find(|table| table.name == grant.table);
        let table = table.ok_or_else(|| format!("table `{}`, which is not declared", grant.table))?;
        if grant.actions.is_empty() {
            return Err(format!("table `{}`, which names no action", table.name));
        }
        if let Some(claim) = &grant.owner {
            check_owner(grant, claim, table.partition_key.kind)
                .map_err(|wrong| format!("table `{}`, {wrong}", table.name))?;
        }
        match &grant.index {
            Some(index) if !table.indexes.iter().any(|known| known.name == *index) => {
                Err(format!("index `{index}` of table `{}`, which is not declared", table.name))
            }
            _ => Ok(()),
        }
    }
}

/// Only a call that names its partition can be held to one.
fn check_owner(grant: &Grant, claim: &str, partition: KeyType) -> Result<(), String> {
    if claim.is_empty() {
        return Err("whose owner is a claim without a name".into());
    }
    if partition == KeyType::B {
        return Err("whose partition key is bytes, and a claim is a text or a number".into());
    }
    let own = ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"];
    match grant.actions.iter().find(|action| !own.contains(&action.name())) {
        Some(action) => Err(format!("of which {} is more than the caller's own", action.name())),
        None if grant.index.is_some() => Err("whose index has other partitions than its callers'".into()),
        None => Ok(()),
    }
}

/// A manifest that says nothing of parameters is one, too: another may have been made by hand.
fn check_parameters(route: &Route) -> Result<(), String> {
    for (at, parameter) in route.parameters.iter().enumerate() {
        let (place, name) = (parameter.place, &parameter.name);
        if name.is_empty() {
            return Err(format!("a parameter's name is at least 1 character, got none in its {place}"));
        }
        let same = |other: &Parameter| (other.place, &other.name) == (place, name);
        if route.parameters[..at].iter().any(same) {
            return Err(format!("its {place} parameter `{name}` is there twice"));
        }
        if place == Place::Path && !path::parameters(&route.path).any(|known| known == name) {
            return Err(format!("its path `{}` has no parameter `{name}`", route.path));
        }
    }
    Ok(())
}
