//! What a function needs of its deployment, as its signature says it: actions on tables and on other resources,
//! settings and secrets.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost_manifest::{Grant, Resource, ResourceGrant, ServiceAction, Setting, resource_variable};

use super::tables;
use crate::api::Api;
use crate::route::{Description, Route, Signature};

/// What one function needs.
pub(super) struct Needs {
    pub(super) grants: Vec<Grant>,
    pub(super) settings: Vec<Setting>,
    pub(super) resources: Vec<ResourceGrant>,
}

impl Needs {
    /// Gathers what arguments named, each once.
    ///
    /// # Errors
    ///
    /// One sentence about an action that cannot be granted, or a variable that is two things at once.
    pub(super) fn of(route: &Route, signature: &Signature) -> Result<Self, String> {
        if let Some(wrong) = signature.wrong_defaults.first() {
            return Err(format!("route `{}`: a default: {wrong}: {}", route.name, route.source()));
        }
        let named = |wrong| format!("route `{}` {wrong}: {}", route.name, route.source());
        Ok(Self {
            grants: tables::grants(&signature.grants),
            settings: settings(&signature.settings).map_err(named)?,
            resources: resources(signature).map_err(named)?,
        })
    }
}

/// Adds the settings that the loaders of a route's states take: they run in its function.
pub(super) fn add_those_of_states(api: &Api, signature: &mut Signature) {
    for given in &api.states {
        if signature.states.iter().any(|(id, _)| *id == given.id) {
            let mut description = Description::default();
            (given.describe)(&mut description);
            let of_loader = description.signature();
            signature.settings.extend(of_loader.settings);
            signature.wrong_defaults.extend(of_loader.wrong_defaults);
            signature.readers.extend(of_loader.readers);
        }
    }
}

/// What one argument needs and another may be without, is needed.
fn settings(named: &[Setting]) -> Result<Vec<Setting>, String> {
    let mut settings: BTreeMap<&str, Setting> = BTreeMap::new();
    for setting in named {
        let variable = &setting.variable;
        let known = settings.entry(variable).or_insert_with(|| setting.clone());
        if known.secret != setting.secret {
            return Err(format!("reads `{variable}` both as a secret and as a plain setting"));
        }
        known.optional &= setting.optional;
    }
    Ok(settings.into_values().collect())
}

fn resources(signature: &Signature) -> Result<Vec<ResourceGrant>, String> {
    let mut grants: BTreeMap<_, BTreeSet<ServiceAction>> = BTreeMap::new();
    for (action, resource) in &signature.allowed {
        let parsed = ServiceAction::parse(action).ok_or_else(|| {
            format!("allows `{action}`, which is not one action as IAM writes it, such as `sqs:SendMessage`")
        })?;
        grants.entry((resource.name(), resource.part())).or_default().insert(parsed);
    }
    let grant = |((resource, within), actions): ((&str, Option<&str>), _)| ResourceGrant {
        resource: resource.to_owned(),
        within: within.map(str::to_owned),
        actions,
    };
    Ok(grants.into_iter().map(grant).collect())
}

/// The resources that functions name, each with its service.
#[derive(Default)]
pub(super) struct Resources(BTreeMap<String, String>);

impl Resources {
    /// Adds those of one function. That the actions on a resource are of one service, the manifest checks.
    pub(super) fn add(&mut self, needs: &Needs) {
        for grant in &needs.resources {
            let service = grant.actions.first().map_or("", ServiceAction::service);
            self.0.entry(grant.resource.clone()).or_insert_with(|| service.to_owned());
        }
    }

    /// The resources as the manifest has them.
    pub(super) fn described(self) -> Vec<Resource> {
        let resource = |(name, service): (String, String)| {
            let variable = resource_variable(&name);
            Resource { name, service, variable }
        };
        self.0.into_iter().map(resource).collect()
    }
}
