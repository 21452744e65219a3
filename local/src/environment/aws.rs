//! The variables by which AWS's tools find its services, and who calls.

use std::env;

use super::reads::Reads;

/// How the variables begin that lead to the endpoint of one service.
pub(super) const ENDPOINTS: &str = "AWS_ENDPOINT_URL_";

/// The endpoint of all services that have none of their own.
pub(super) const EVERY_ENDPOINT: &str = "AWS_ENDPOINT_URL";

/// Services that the variables of endpoints call otherwise than IAM's actions do.
const CALLED_OTHERWISE: [(&str, &str); 7] = [
    ("cognito-idp", "COGNITO_IDENTITY_PROVIDER"),
    ("events", "EVENTBRIDGE"),
    ("execute-api", "APIGATEWAYMANAGEMENTAPI"),
    ("geo", "LOCATION"),
    ("logs", "CLOUDWATCH_LOGS"),
    ("secretsmanager", "SECRETS_MANAGER"),
    ("states", "SFN"),
];

/// The variable by which AWS's tools find a service, which IAM knows by this prefix: `states`.
pub(crate) fn endpoint_variable(service: &str) -> String {
    let known = CALLED_OTHERWISE.iter().find(|(name, _)| *name == service);
    let usual = || service.replace('-', "_").to_ascii_uppercase();
    format!("{ENDPOINTS}{}", known.map_or_else(usual, |(_, called)| (*called).to_owned()))
}

/// The variables by which AWS's tools find credentials, or a file that has them. No function gets them.
pub(super) const CREDENTIALS: [&str; 15] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_DEFAULT_PROFILE",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/// The variables of endpoints that the shell has.
pub(super) fn endpoints() -> impl Iterator<Item = String> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| name.starts_with(ENDPOINTS))
}

/// Whether a variable leads to a service, or to all of them.
pub(super) fn is_endpoint(name: &str) -> bool {
    name == EVERY_ENDPOINT || name.starts_with(ENDPOINTS)
}

/// Whether a function uses the service that this variable leads to; by IAM's name of it, `bedrock` is
/// `BEDROCK_RUNTIME`, too.
pub(super) fn is_used(endpoint: &str, function: Reads<'_>) -> bool {
    let has_secret = function.settings.iter().any(|setting| setting.secret);
    if endpoint == EVERY_ENDPOINT {
        return has_secret || !function.resources.is_empty();
    }
    let begins = |service: &str| {
        let bare = |text: &str| text.replace('_', "");
        bare(endpoint).starts_with(&bare(&endpoint_variable(service)))
    };
    let of_secrets = has_secret && ["secretsmanager", "ssm"].into_iter().any(begins);
    let mut actions = function.resources.iter().flat_map(|grant| &grant.actions);
    of_secrets || actions.any(|action| begins(action.service()))
}

/// A URL as it can be shown: without the user and the password that may stand in it.
pub(crate) fn without_user(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{host}{}", &rest[end..])
}

#[cfg(test)]
mod tests {
    use fingerpost_manifest::{ResourceGrant, Setting};
    use serde_json::json;

    use super::*;

    #[test]
    fn an_endpoint_is_for_those_who_use_its_service() {
        let resources: Vec<ResourceGrant> = serde_json::from_value(json!([
            { "resource": "News", "actions": ["sns:Publish", "events:PutEvents"] },
            { "resource": "Model", "actions": ["bedrock:InvokeModel"] },
        ]))
        .expect("grants");
        let setting = |secret| vec![Setting { variable: "KEY".to_owned(), secret, optional: false }];
        let (plain, secret) = (setting(false), setting(true));
        let used = |settings, resources| {
            let names = ["", "_SNS", "_EVENTBRIDGE", "_BEDROCK_RUNTIME", "_KMS", "_SECRETS_MANAGER", "_SSM"];
            names.map(|name| is_used(&format!("AWS_ENDPOINT_URL{name}"), Reads { settings, resources }))
        };
        assert_eq!(used(&plain, &[]), [false; 7]);
        assert_eq!(used(&plain, &resources), [true, true, true, true, false, false, false]);
        assert_eq!(used(&secret, &[]), [true, false, false, false, false, true, true]);
    }

    #[test]
    fn a_url_is_shown_without_its_user() {
        for (url, shown) in [
            ("http://u:p%40w@kms:1/a@b", "http://kms:1/a@b"),
            ("http://u:p@w@kms", "http://kms"),
            ("u:pw@kms", "kms"),
            ("http://kms?a@b", "http://kms?a@b"),
        ] {
            assert_eq!(without_user(url), shown);
        }
    }
}
