//! Which authorizers an API has, and who may call each route. Every mistake is a sentence that names the places
//! in the source and what to write instead.

use std::any::TypeId;
use std::collections::BTreeMap;

use fingerpost_manifest::name::NO_AUTHORIZERS;
use fingerpost_manifest::{
    Auth, Authorizer, AuthorizerFunction, Authorizers, Guard, IdentitySource, Parameter,
};

use super::checks::without_modules;
use super::needs::Needs;
use crate::api::Api;
use crate::auth::{self, Jwt};
use crate::route::{Claimed, Route, Signature};

/// The authorizers of an API.
pub(super) struct Declared<'a> {
    api: &'a Api,
    known: BTreeMap<&'a str, Entry>,
    /// The one that a route asks for which does not say.
    default: Option<&'a str>,
}

/// An authorizer that is a function.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) source: String,
    pub(super) authorizer: AuthorizerFunction,
    pub(super) caller: (TypeId, &'static str),
}

impl Function {
    /// What its annotation and its signature say.
    pub(super) fn of(
        declared: &auth::Authorizer,
        signature: &Signature,
        needs: Needs,
    ) -> Result<Self, String> {
        let (route, cache_seconds) = (&declared.route, declared.cache_seconds);
        let description = &signature.description;
        let source = route.source();
        let required = |known: &&Parameter| known.required;
        let identity = description
            .parameters
            .iter()
            .filter(required)
            .map(|known| IdentitySource { place: known.place, name: known.name.clone() });
        let identity: Vec<_> = identity.collect();
        let reads_more =
            description.reads_more || signature.reads_of_all || identity.len() < description.parameters.len();
        if cache_seconds > 0 && reads_more {
            return Err(format!(
                "authorizer `{}` has a `cache`, and reads more of a request than what must be there, so that a decision \
                 would hold for others, too: {source}; leave `cache` out, or make what it reads a part that must be there",
                route.name
            ));
        }
        if description.body.is_some() {
            return Err(format!(
                "authorizer `{}` reads the body, which API Gateway does not show it: {source}",
                route.name
            ));
        }
        let authorizer = AuthorizerFunction {
            identity,
            cache_seconds,
            memory_mb: route.memory_mb,
            timeout_seconds: route.timeout_seconds,
            grants: needs.grants,
            settings: needs.settings,
            resources: needs.resources,
            source: source.clone(),
        };
        Ok(Self { name: route.name, source, authorizer, caller: (declared.caller)() })
    }
}

/// An authorizer.
struct Entry {
    source: String,
    authorizer: Authorizer,
    /// What it says of a caller, where that is known: of a token it is whatever the issuer says.
    caller: Option<(TypeId, &'static str)>,
}

impl<'a> Declared<'a> {
    /// Gathers them, with those of the functions.
    pub(super) fn of(api: &'a Api, functions: Vec<Function>) -> Result<Self, String> {
        let mut declared = Self { api, known: BTreeMap::new(), default: None };
        for Jwt { known, issuer, audiences } in &api.authorizers.jwts {
            let authorizer = Authorizer::Jwt { issuer: issuer.clone(), audiences: audiences.clone() };
            declared.add(&known.name, Entry { source: known.source(), authorizer, caller: None })?;
        }
        for Function { name, source, authorizer, caller } in functions {
            declared.add(
                name,
                Entry { source, authorizer: Authorizer::Function(authorizer), caller: Some(caller) },
            )?;
        }
        declared.default = match &api.authorizers.default {
            Some(default) if declared.known.contains_key(default.name.as_str()) => Some(&default.name),
            Some(default) => {
                let (name, source) = (&default.name, default.source());
                let known = declared.known();
                return Err(format!(
                    "the default authorizer of the API `{}` is `{name}`, {known}: {source}",
                    api.name
                ));
            }
            None if declared.known.len() == 1 => declared.known.keys().next().copied(),
            None => None,
        };
        Ok(declared)
    }

    fn add(&mut self, name: &'a str, entry: Entry) -> Result<(), String> {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name = name.chars().all(letters) && name.starts_with(|c: char| !c.is_ascii_digit());
        if !is_name || NO_AUTHORIZERS.contains(&name) {
            let source = &entry.source;
            return Err(format!(
                "an authorizer's name is a Rust name, so that a route can say `auth = name`, and not `open` or `iam`, \
                 got `{name}`: {source}"
            ));
        }
        let source = entry.source.clone();
        match self.known.insert(name, entry) {
            Some(other) => Err(format!("two authorizers are named `{name}`: {} and {source}", other.source)),
            None => Ok(()),
        }
    }

    /// The names, to follow "no such authorizer".
    fn known(&self) -> String {
        let names: Vec<_> = self.known.keys().map(|name| format!("`{name}`")).collect();
        match names.as_slice() {
            [] => "and it has no authorizer".to_owned(),
            [one] => format!("and its only authorizer is {one}"),
            _ => format!("and its authorizers are {}", names.join(", ")),
        }
    }

    /// Who may call a route.
    pub(super) fn of_route(&self, route: &Route, signature: &Signature) -> Result<Auth, String> {
        let auth = match route.callers.auth {
            Some(auth::Auth::Open) => Auth::Open,
            Some(auth::Auth::Iam) => Auth::Iam,
            Some(auth::Auth::By(name)) => guarded(route, self.named(route, name)?),
            None => match self.default {
                Some(name) => guarded(route, name),
                None => self.without(route)?,
            },
        };
        self.check_scopes(route, &auth)?;
        self.check_claims(route, signature, &auth)?;
        Ok(auth)
    }

    fn named(&self, route: &Route, name: &'static str) -> Result<&'static str, String> {
        if self.known.contains_key(name) {
            return Ok(name);
        }
        Err(format!(
            "route `{}` asks for the authorizer `{name}` of the API `{}`, {}: {}; write `.jwt_named(\"{name}\")` behind \
             its `Api::new(…)`, or `#[authorizer]` above a function of that name",
            route.name,
            self.api.name,
            self.known(),
            route.source()
        ))
    }

    /// A route that does not say who may call it, of an API without a default.
    fn without(&self, route: &Route) -> Result<Auth, String> {
        let (name, source, api) = (route.name, route.source(), &self.api.name);
        if self.known.is_empty() && route.callers.scopes.is_empty() {
            return Ok(Auth::Open);
        }
        if self.known.is_empty() {
            return Err(format!(
                "route `{name}` has scopes, and nobody verifies the tokens that would have them: {source}; write \
                 `.jwt(issuer, [audience])` behind the `Api::new(…)` of `{api}`"
            ));
        }
        let sources: Vec<_> =
            self.known.iter().map(|(name, entry)| format!("`{name}` at {}", entry.source)).collect();
        Err(format!(
            "route `{name}` does not say who may call it, and the API `{api}` has several authorizers, none of which is \
             the default: {source}, {}; write `auth = name` or `auth = open` in its annotation, or \
             `.default_authorizer(\"name\")` behind the `Api::new(…)`",
            sources.join(" and ")
        ))
    }

    /// Scopes are those of a token.
    fn check_scopes(&self, route: &Route, auth: &Auth) -> Result<(), String> {
        let Some(guard) = auth.guard().filter(|guard| !guard.scopes.is_empty()) else { return Ok(()) };
        match self.known.get(guard.authorizer.as_str()) {
            Some(Entry { source, authorizer: Authorizer::Function(_), .. }) => Err(format!(
                "route `{}` has scopes, and its authorizer `{}` is a function, and has no scopes: {} and {source}",
                route.name,
                guard.authorizer,
                route.source()
            )),
            _ => Ok(()),
        }
    }

    /// What a route takes of its caller, somebody has to say.
    fn check_claims(&self, route: &Route, signature: &Signature, auth: &Auth) -> Result<(), String> {
        let said = auth.guard().and_then(|guard| self.known.get(guard.authorizer.as_str()));
        for Claimed { id, name, optional } in &signature.claims {
            let (route_name, source) = (route.name, route.source());
            let taken = match id {
                Some(_) => format!("Claims<{}>", without_modules(name)),
                None => without_modules(name),
            };
            match (said.map(|entry| (&entry.source, entry.caller)), auth) {
                (None, Auth::Open) if !optional => {
                    return Err(format!(
                        "route `{route_name}` takes `{taken}`, and nobody verifies who calls it: {source}; write \
                         `.jwt(issuer, [audience])` behind the `Api::new(…)` of `{}`",
                        self.api.name
                    ));
                }
                (Some((also, Some((other, given)))), _) if id.is_some_and(|id| other != id) => {
                    let given = without_modules(given);
                    return Err(format!(
                        "route `{route_name}` takes `{taken}`, and its authorizer returns a `{given}`: {source} and \
                         {also}; take `Claims<{given}>`"
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The authorizers as the manifest has them.
    pub(super) fn authorizers(self) -> Authorizers {
        self.known.into_iter().map(|(name, entry)| (name.to_owned(), entry.authorizer)).collect()
    }
}

fn guarded(route: &Route, name: &str) -> Auth {
    let mut scopes: Vec<_> = route.callers.scopes.iter().map(|&scope| scope.to_owned()).collect();
    scopes.sort();
    Auth::By(Guard { authorizer: name.to_owned(), scopes })
}

#[cfg(test)]
mod tests;
