//! What AWS would refuse at deploy, refused when the manifest is made or read.

use std::collections::BTreeMap;

use crate::entries::{Grant, Manifest, Route, Table};
use crate::name::Rule;
use crate::parameter::{Parameter, Place};
use crate::{limits, name, path};

impl Manifest {
    /// Checks that AWS takes it: names, numbers, and what has to differ or to exist.
    ///
    /// # Errors
    ///
    /// One sentence, with the places in the source where they are known.
    pub fn check(&self) -> Result<(), String> {
        self.check_api()?;
        self.check_tables()?;
        self.check_routes()?;
        self.routes.iter().try_for_each(|route| self.check_route(route))
    }

    fn check_api(&self) -> Result<(), String> {
        let api = &self.api;
        check_name("an API's", &name::API, &api.name)?;
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

    fn check_tables(&self) -> Result<(), String> {
        let mut names: BTreeMap<&str, &Table> = BTreeMap::new();
        let mut variables: BTreeMap<&str, &Table> = BTreeMap::new();
        for table in &self.tables {
            check_name("a table's", &name::TABLE, &table.name)?;
            check_keys(table).map_err(|wrong| format!("table `{}`: {wrong}", table.name))?;
            if let Some(other) = names.insert(&table.name, table) {
                let what = format!("two tables are named `{}`", table.name);
                return Err(twice(&what, &other.source, &table.source));
            }
            let variable = &table.variable;
            // Lambda takes no name of one character.
            let is_variable = variable.len() > 1
                && variable.starts_with(|c: char| c.is_ascii_uppercase())
                && variable.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
            if !is_variable {
                return Err(format!(
                    "table `{}`: a variable is two or more upper-case ASCII letters, digits and `_`, got `{variable}`",
                    table.name
                ));
            }
            if is_taken(variable) {
                return Err(format!(
                    "table `{}`: the variable `{variable}` is not for a table's name: a function finds what it \
                     runs by there",
                    table.name
                ));
            }
            if let Some(other) = variables.insert(variable, table) {
                let what =
                    format!("tables `{}` and `{}` share the variable `{variable}`", other.name, table.name);
                return Err(twice(&what, &other.source, &table.source));
            }
        }
        Ok(())
    }

    fn check_route(&self, route: &Route) -> Result<(), String> {
        let name = &route.name;
        check_name("a route's", &name::ROUTE, name)?;
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
        check_parameters(route).map_err(|wrong| format!("route `{name}`: {wrong}"))?;
        route.grants.iter().try_for_each(|grant| {
            self.check_grant(grant).map_err(|wrong| format!("route `{name}` is granted actions on {wrong}"))
        })
    }

    fn check_grant(&self, grant: &Grant) -> Result<(), String> {
        let table = self.tables.iter().find(|table| table.name == grant.table);
        let table = table.ok_or_else(|| format!("table `{}`, which is not declared", grant.table))?;
        if grant.actions.is_empty() {
            return Err(format!("table `{}`, which names no action", table.name));
        }
        match &grant.index {
            Some(index) if !table.indexes.iter().any(|known| known.name == *index) => {
                Err(format!("index `{index}` of table `{}`, which is not declared", table.name))
            }
            _ => Ok(()),
        }
    }
}

/// A table's indexes, and the keys of it and of them.
fn check_keys(table: &Table) -> Result<(), String> {
    let indexes = &table.indexes;
    let (count, most) = (indexes.len(), limits::INDEXES);
    if count > most {
        return Err(format!("it has {count} indexes, but a table takes at most {most}"));
    }
    for (at, index) in indexes.iter().enumerate() {
        check_name("an index's", &name::TABLE, &index.name)?;
        if indexes[..at].iter().any(|other| other.name == index.name) {
            return Err(format!("two of its indexes are named `{}`", index.name));
        }
    }
    let of_indexes = indexes.iter().flat_map(|index| [Some(&index.partition_key), index.sort_key.as_ref()]);
    let keys = [Some(&table.partition_key), table.sort_key.as_ref()].into_iter().chain(of_indexes).flatten();
    let mut kinds = BTreeMap::new();
    for key in keys.clone() {
        if *kinds.entry(&key.name).or_insert(key.kind) != key.kind {
            return Err(format!("the attribute `{}` has two types in its keys", key.name));
        }
    }
    let of_indexes = indexes.iter().map(|index| (&index.partition_key, index.sort_key.as_ref()));
    let pairs = of_indexes.chain([(&table.partition_key, table.sort_key.as_ref())]);
    for (partition, sort) in pairs {
        if sort.is_some_and(|sort| sort.name == partition.name) {
            return Err(format!("the attribute `{}` is both keys of one", partition.name));
        }
    }
    let (least, most) = limits::KEY_NAME.into_inner();
    keys.map(|key| &key.name).try_for_each(|name| {
        let accepted = limits::KEY_NAME.contains(&name.chars().count());
        accepted
            .then_some(())
            .ok_or_else(|| format!("a key's name is {least} to {most} characters, got `{name}`"))
    })
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

fn check_name(whose: &str, rule: &Rule, name: &str) -> Result<(), String> {
    if rule.accepts(name) { Ok(()) } else { Err(format!("{whose} name is {rule}, got `{name}`")) }
}

/// Whether a variable says to a function where and as whom it runs, or to the system what to load into
/// it. Lambda refuses most of these at deploy. The schema says the same.
fn is_taken(variable: &str) -> bool {
    variable == "PATH"
        || ["AWS_", "FINGERPOST_", "LAMBDA_", "LD_"].iter().any(|prefix| variable.starts_with(prefix))
}

/// Both places, where the manifest says them.
fn twice(what: &str, one: &str, other: &str) -> String {
    if one.is_empty() && other.is_empty() { what.to_owned() } else { format!("{what}: {one} and {other}") }
}
