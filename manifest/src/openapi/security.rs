//! Who may call: the API's authorizers as security schemes, and what each operation asks for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::auth::{Auth, Authorizer, AuthorizerFunction, IdentitySource};
use crate::entries::Manifest;
use crate::parameter::Place;

/// What one request needs: the scopes of each scheme, all of which it names.
pub(super) type Requirement = BTreeMap<String, Vec<String>>;

/// The name of the scheme for `auth = iam`.
const IAM: &str = "iam";

/// The schemes, by name.
pub(super) fn schemes(manifest: &Manifest) -> BTreeMap<String, Value> {
    let mut schemes = BTreeMap::new();
    for (name, authorizer) in &manifest.api.authorizers {
        match authorizer {
            Authorizer::Jwt { issuer, audiences } => {
                schemes.insert(name.clone(), of_token(issuer.as_deref(), audiences));
            }
            Authorizer::Function(function) => {
                for (scheme, source) in sources(name, function) {
                    schemes
                        .insert(scheme, json!({ "type": "apiKey", "in": source.place, "name": source.name }));
                }
            }
        }
    }
    if manifest.routes.iter().any(|route| route.auth == Auth::Iam) {
        // As API Gateway exports it.
        let signature = json!({
            "type": "apiKey", "in": "header", "name": "Authorization", "x-amazon-apigateway-authtype": "awsSigv4",
            "description": "The request is signed with credentials of AWS, as Signature Version 4 has it.",
        });
        schemes.insert(IAM.to_owned(), signature);
    }
    schemes
}

fn of_token(issuer: Option<&str>, audiences: &[String]) -> Value {
    let mut scheme = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" });
    if let Some(issuer) = issuer {
        let audiences: Vec<_> = audiences.iter().map(|audience| format!("`{audience}`")).collect();
        scheme["description"] = format!("A token of {issuer} for {}.", audiences.join(" or ")).into();
    }
    scheme
}

/// The parts of a request by which a function decides, each with the name of its scheme. The path is a parameter
/// of the operation, and none of its secrets.
fn sources<'a>(
    name: &'a str,
    function: &'a AuthorizerFunction,
) -> impl Iterator<Item = (String, &'a IdentitySource)> {
    let sources = function.identity.iter().filter(|source| source.place != Place::Path);
    let only = sources.clone().count() == 1;
    sources.map(move |source| {
        let scheme = if only { name.to_owned() } else { format!("{name}.{}", source.name) };
        (scheme, source)
    })
}

/// What an operation asks for: one of these. Of several scopes any suffices, so each is a way of its own.
pub(super) fn of(auth: &Auth, manifest: &Manifest) -> Vec<Requirement> {
    let one = |name: String, scopes| Requirement::from([(name, scopes)]);
    let guard = match auth {
        Auth::Open => return Vec::new(),
        Auth::Iam => return vec![one(IAM.to_owned(), Vec::new())],
        Auth::By(guard) => guard,
    };
    match manifest.api.authorizers.get(&guard.authorizer) {
        Some(Authorizer::Function(function)) => {
            let all = sources(&guard.authorizer, function).map(|(scheme, _)| (scheme, Vec::new()));
            vec![all.collect()]
        }
        _ if guard.scopes.is_empty() => vec![one(guard.authorizer.clone(), Vec::new())],
        _ => guard.scopes.iter().map(|scope| one(guard.authorizer.clone(), vec![scope.clone()])).collect(),
    }
}
