//! The variables by which AWS's tools find its services, and who calls.

use std::env;

/// How the variables begin that lead to the endpoint of one service.
pub(super) const ENDPOINTS: &str = "AWS_ENDPOINT_URL_";

/// The variable by which AWS's tools find a service, which IAM knows by this prefix: `states`. They have names of
/// their own for some services.
pub(crate) fn endpoint_variable(service: &str) -> String {
    let name = match service {
        "events" => "EVENTBRIDGE",
        "states" => "SFN",
        other => &other.to_ascii_uppercase(),
    };
    format!("{ENDPOINTS}{name}")
}

/// The variables by which AWS's tools find credentials, or a file that has them. No function gets them.
pub(super) const CREDENTIALS: [&str; 12] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
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

#[cfg(test)]
mod tests {
    use super::endpoint_variable;

    #[test]
    fn a_service_is_found_by_the_name_that_the_tools_have_for_it() {
        for (service, variable) in [
            ("events", "AWS_ENDPOINT_URL_EVENTBRIDGE"),
            ("states", "AWS_ENDPOINT_URL_SFN"),
            ("sqs", "AWS_ENDPOINT_URL_SQS"),
        ] {
            assert_eq!(endpoint_variable(service), variable);
        }
    }
}
