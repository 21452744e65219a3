//! What changed of who may call: a route that lets more through widens what the API permits, and one that asks for
//! more breaks callers.

use std::collections::BTreeSet;

use super::found::{Concern, Found, keyed, or_none};
use crate::auth::{Auth, Authorizer, AuthorizerFunction, Guard};
use crate::entries::{Api, Manifest, Route};
use crate::grant::Grant;
use crate::need::ResourceGrant;

impl Found {
    /// Who may call which route, and who decides.
    pub(super) fn auth(&mut self, old: &Manifest, new: &Manifest) {
        let (were, are) = (keyed(&old.routes, Route::shape), keyed(&new.routes, Route::shape));
        let closed = new.routes.iter().any(|route| !route.auth.is_open());
        for (shape, route) in &are {
            match were.get(shape) {
                Some(was) => self.callers(&route.key(), &was.auth, &route.auth),
                None if closed && route.auth.is_open() => {
                    self.widened(format!("{} is new and open to everyone", route.key()));
                }
                None => {}
            }
        }
        self.authorizers(&old.api, &new.api);
    }

    fn callers(&mut self, key: &str, old: &Auth, new: &Auth) {
        match (old, new) {
            (Auth::By(was), Auth::By(is)) if was.authorizer == is.authorizer => self.scopes(key, was, is),
            (was, is) if was == is => {}
            (_, Auth::Open) => self.widened(format!("{key} is open to everyone now")),
            (Auth::Open, is) => self.broken(format!("{key} asks for {} now", shown(is))),
            (was, is) => {
                self.widened(format!("{key} asks for {} and no longer for {}", shown(is), shown(was)));
            }
        }
    }

    /// Any one of the scopes suffices, and without scopes every token does.
    fn scopes(&mut self, key: &str, old: &Guard, new: &Guard) {
        let [was, is] = [old, new].map(|guard| guard.scopes.iter().collect::<BTreeSet<_>>());
        if was == is {
            return;
        }
        if is.is_empty() {
            return self.widened(format!("{key} asks for no scope any more"));
        }
        if was.is_empty() {
            return self.broken(format!("{key} asks for {} now", either(&new.scopes)));
        }
        for scope in is.difference(&was) {
            self.widened(format!("{key} lets the scope {scope} through now"));
        }
        for scope in was.difference(&is) {
            self.broken(format!("{key} does not let the scope {scope} through any more"));
        }
    }

    fn authorizers(&mut self, old: &Api, new: &Api) {
        for (name, was) in &old.authorizers {
            match (was, new.authorizers.get(name)) {
                (_, None) => self.note(Concern::Operations, false, format!("authorizer {name} is gone")),
                (
                    Authorizer::Jwt { issuer, audiences },
                    Some(Authorizer::Jwt { issuer: now, audiences: are }),
                ) => {
                    if issuer != now {
                        let (was, is) = (or_deployed(issuer.as_ref()), or_deployed(now.as_ref()));
                        self.widened(format!("authorizer {name} issuer: {was} -> {is}"));
                    }
                    for added in are.iter().filter(|known| !audiences.contains(known)) {
                        self.widened(format!("authorizer {name} takes tokens for {added} now"));
                    }
                    for gone in audiences.iter().filter(|known| !are.contains(known)) {
                        self.broken(format!("authorizer {name} takes no tokens for {gone} any more"));
                    }
                }
                (Authorizer::Function(was), Some(Authorizer::Function(is))) => self.function(name, was, is),
                (_, Some(_)) => self.widened(format!("authorizer {name} decides in another way now")),
            }
        }
        for (name, added) in new.authorizers.iter().filter(|(name, _)| !old.authorizers.contains_key(*name)) {
            self.note(Concern::Operations, false, format!("authorizer {name} is new"));
            if let Authorizer::Function(function) = added {
                let of = format!("authorizer {name}");
                self.actions(&of, &BTreeSet::new(), &actions(&function.grants, &function.resources));
                self.settings(&of, &[], &function.settings);
            }
        }
    }

    fn function(&mut self, name: &str, old: &AuthorizerFunction, new: &AuthorizerFunction) {
        let of = format!("authorizer {name}");
        let [was, is] = [old, new].map(|function| function.identity.iter().collect::<BTreeSet<_>>());
        for added in is.difference(&was) {
            self.broken(format!("{of} asks for the {} {} now", added.place, added.name));
        }
        for gone in was.difference(&is) {
            self.widened(format!("{of} does not ask for the {} {} any more", gone.place, gone.name));
        }
        let actions = |function: &AuthorizerFunction| actions(&function.grants, &function.resources);
        self.actions(&of, &actions(old), &actions(new));
        self.settings(&of, &old.settings, &new.settings);
        let fields = |function: &AuthorizerFunction| {
            [
                ("cacheSeconds", format!("{} s", function.cache_seconds)),
                ("memoryMb", format!("{} MB", function.memory_mb)),
                ("timeoutSeconds", format!("{} s", function.timeout_seconds)),
            ]
        };
        self.fields(&of, fields(old), fields(new));
    }

    pub(super) fn widened(&mut self, text: String) {
        self.note(Concern::Security, true, text);
    }

    pub(super) fn broken(&mut self, text: String) {
        self.note(Concern::Callers, true, text);
    }
}

/// `GetItem on Keys`, `sqs:SendMessage on Jobs`.
pub(super) fn actions(grants: &[Grant], resources: &[ResourceGrant]) -> BTreeSet<String> {
    let on_tables = grants.iter().flat_map(Grant::apart).map(|grant| grant.to_string());
    let on_others = resources.iter().flat_map(ResourceGrant::apart).map(|grant| grant.to_string());
    on_tables.chain(on_others).collect()
}

fn or_deployed(issuer: Option<&String>) -> String {
    issuer.map_or_else(|| "given at deployment".to_owned(), |issuer| or_none(Some(issuer)))
}

/// `a token of jwt with the scope orders:read or orders:write`.
fn shown(auth: &Auth) -> String {
    match auth {
        Auth::Open => "nothing".to_owned(),
        Auth::Iam => "a signature of IAM".to_owned(),
        Auth::By(Guard { authorizer, scopes }) if scopes.is_empty() => {
            format!("a caller whom {authorizer} lets through")
        }
        Auth::By(Guard { authorizer, scopes }) => {
            format!("a caller whom {authorizer} lets through, with {}", either(scopes))
        }
    }
}

fn either(scopes: &[String]) -> String {
    format!("the scope {}", scopes.join(" or "))
}
