//! What AWS refuses of authorizers, and of routes that name one.

use crate::auth::{Auth, Authorizer, AuthorizerFunction};
use crate::entries::{Manifest, Route};
use crate::{limits, name};

/// Checks the API's authorizers.
pub(super) fn check(manifest: &Manifest) -> Result<(), String> {
    let authorizers = &manifest.api.authorizers;
    if authorizers.len() > limits::AUTHORIZERS {
        let (count, most) = (authorizers.len(), limits::AUTHORIZERS);
        return Err(format!("there are {count} authorizers, but an HTTP API takes at most {most}"));
    }
    for (name, authorizer) in authorizers {
        name::AUTHORIZER.check("an authorizer's", name)?;
        let checked = match authorizer {
            Authorizer::Jwt { issuer, audiences } => check_jwt(issuer.as_deref(), audiences),
            Authorizer::Function(function) => {
                check_function(function).and_then(|()| check_grants(manifest, function))
            }
        };
        checked.map_err(|wrong| format!("authorizer `{name}`: {wrong}"))?;
        if let Authorizer::Function(_) = authorizer
            && let Some(route) = manifest.routes.iter().find(|route| route.name == *name)
        {
            return Err(format!("an authorizer and a route are both named `{name}`: {}", route.source));
        }
    }
    Ok(())
}

fn check_jwt(issuer: Option<&str>, audiences: &[String]) -> Result<(), String> {
    if let Some(issuer) = issuer.filter(|issuer| !name::is_issuer(issuer)) {
        return Err(format!(
            "its issuer is a URL that begins with `https://`, without a user, a query and a fragment, got `{issuer}`"
        ));
    }
    if issuer.is_some() == audiences.is_empty() {
        return Err("its issuer and its audiences are given both, or both at deployment".into());
    }
    if audiences.len() > limits::AUDIENCES {
        let (count, most) = (audiences.len(), limits::AUDIENCES);
        return Err(format!("it has {count} audiences, but a JWT authorizer takes at most {most}"));
    }
    if audiences.iter().any(String::is_empty) {
        return Err("one of its audiences is empty".into());
    }
    Ok(())
}

fn check_function(function: &AuthorizerFunction) -> Result<(), String> {
    for (what, number, accepted) in [
        ("MB of memory are", function.memory_mb, limits::MEMORY_MB),
        ("seconds of timeout are", function.timeout_seconds, limits::AUTHORIZER_TIMEOUT_SECONDS),
        ("seconds of cache are", function.cache_seconds, 0..=limits::AUTHORIZER_CACHE_SECONDS),
    ] {
        if !accepted.contains(&number) {
            let (least, most) = accepted.into_inner();
            return Err(format!("its {what} {least} to {most}, got {number}"));
        }
    }
    if function.cache_seconds > 0 && function.identity.is_empty() {
        return Err(
            "it reads no part of the request, so that a cached decision would hold for everyone".into()
        );
    }
    Ok(())
}

fn check_grants(manifest: &Manifest, function: &AuthorizerFunction) -> Result<(), String> {
    if function.grants.iter().any(|grant| grant.owner.is_some()) {
        return Err("it is granted its caller's own items, and it is the one to say who calls".into());
    }
    let mut grants = function.grants.iter();
    grants.try_for_each(|grant| {
        manifest.check_grant(grant).map_err(|wrong| format!("it is granted actions on {wrong}"))
    })
}

/// Checks who may call a route.
pub(super) fn check_route(manifest: &Manifest, route: &Route) -> Result<(), String> {
    let Auth::By(guard) = &route.auth else { return Ok(()) };
    let authorizer = manifest.api.authorizers.get(&guard.authorizer);
    let authorizer = authorizer.ok_or_else(|| {
        format!("it is guarded by the authorizer `{}`, which is not declared", guard.authorizer)
    })?;
    if matches!(authorizer, Authorizer::Function(_)) && !guard.scopes.is_empty() {
        return Err(format!("its authorizer `{}` is a function, and has no scopes", guard.authorizer));
    }
    let (count, most) = (guard.scopes.len(), limits::SCOPES);
    if count > most {
        return Err(format!("it has {count} scopes, but a route takes at most {most}"));
    }
    for (at, scope) in guard.scopes.iter().enumerate() {
        if !name::is_scope(scope) {
            return Err(format!(
                "a scope is printable ASCII without spaces, quotes or backslashes, got `{scope}`"
            ));
        }
        if guard.scopes[..at].contains(scope) {
            return Err(format!("the scope `{scope}` is there twice"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What is refused of a manifest with one route, two authorizers and a table, once it is changed.
    fn refused(change: impl FnOnce(&mut Value)) -> String {
        let mut manifest = json!({
            "version": 1,
            "api": {
                "name": "a", "throttle": { "ratePerSecond": 1, "burst": 1 },
                "authorizers": {
                    "keys": { "function": { "identity": [], "memoryMb": 128, "timeoutSeconds": 1, "grants": [{ "table": "Notes", "actions": ["dynamodb:GetItem"] }] } },
                    "users": { "jwt": { "issuer": "https://id.example/a", "audiences": ["a"] } },
                },
            },
            "tables": [{ "name": "Notes", "variable": "TABLE_NAME_NOTES", "partitionKey": { "name": "writer", "type": "S" } }],
            "routes": [{
                "name": "r", "method": "GET", "path": "/r", "memoryMb": 128, "timeoutSeconds": 1, "auth": { "by": { "authorizer": "users" } },
                "grants": [{ "table": "Notes", "owner": "sub", "actions": ["dynamodb:GetItem", "dynamodb:Query"] }],
            }],
        });
        change(&mut manifest);
        let manifest: Manifest = serde_json::from_value(manifest).expect("a manifest");
        manifest.check().err().unwrap_or_default()
    }

    #[test]
    fn an_issuer_is_a_url_without_a_user_a_query_and_a_fragment() {
        let of =
            |issuer: &str| refused(|all| all["api"]["authorizers"]["users"]["jwt"]["issuer"] = issuer.into());
        for good in ["https://id.example", "https://id.example/", "https://[::1]:8443/a/b-c_d~e"] {
            assert_eq!(of(good), "", "{good}");
        }
        for wrong in [
            "",
            "http://id.example",
            "https://",
            "https:///a",
            "HTTPS://id.example",
            "https://id.example?a",
            "https://id.example#a",
            "https://ann@id.example",
            "https://id.example/a b",
            "https://id.example/\n",
            "https://id.example/ä",
        ] {
            assert!(
                of(wrong).starts_with("authorizer `users`: its issuer is a URL that begins"),
                "{wrong}: {}",
                of(wrong)
            );
        }
    }

    #[test]
    fn a_function_that_decides_is_granted_what_there_is() {
        let of =
            |grant: Value| refused(|all| all["api"]["authorizers"]["keys"]["function"]["grants"][0] = grant);
        assert_eq!(
            of(json!({ "table": "Keys", "actions": ["dynamodb:GetItem"] })),
            "authorizer `keys`: it is granted actions on table `Keys`, which is not declared"
        );
        assert_eq!(
            of(json!({ "table": "Notes", "owner": "sub", "actions": ["dynamodb:GetItem"] })),
            "authorizer `keys`: it is granted its caller's own items, and it is the one to say who calls"
        );
    }

    #[test]
    fn its_callers_own_items_are_granted_where_the_caller_is_known_and_no_more_of_them() {
        assert_eq!(refused(|_| {}), "");
        let open = refused(|all| all["routes"][0]["auth"] = "open".into());
        assert_eq!(
            open,
            "route `r` is granted its caller's own items of `Notes`, and has no authorizer that says who the caller is"
        );
        let scan = refused(|all| all["routes"][0]["grants"][0]["actions"][1] = "dynamodb:Scan".into());
        assert_eq!(
            scan,
            "route `r` is granted actions on table `Notes`, of which Scan is more than the caller's own"
        );
        let bytes = refused(|all| all["tables"][0]["partitionKey"]["type"] = "B".into());
        assert_eq!(
            bytes,
            "route `r` is granted actions on table `Notes`, whose partition key is bytes, and a claim is a text or a \
             number"
        );
        let nameless = refused(|all| all["routes"][0]["grants"][0]["owner"] = "".into());
        assert_eq!(
            nameless,
            "route `r` is granted actions on table `Notes`, whose owner is a claim without a name"
        );
    }
}
