//! What the developer's variables say of services of AWS: an emulator's endpoints come through, and whoever the
//! developer is at AWS does not.

use std::env;

use super::{ENDPOINT, Given, wrong};
use crate::terminal::CommandError;

/// How the variables begin that lead to the endpoint of one service.
const ENDPOINTS: &str = "AWS_ENDPOINT_URL_";

/// The variables by which AWS's tools find credentials, or a file that has them. No function gets them.
const CREDENTIALS: [&str; 12] = [
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

/// The endpoints that the shell has, but for that of DynamoDB, which is always here.
pub(super) fn endpoints() -> Vec<String> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| name.starts_with(ENDPOINTS) && name != ENDPOINT).collect()
}

/// Refuses a variable that would lead a function to credentials of the developer's.
pub(super) fn check(name: &str, by: &str) -> Result<(), CommandError> {
    if !CREDENTIALS.contains(&name) {
        return Ok(());
    }
    Err(wrong(format!("`{name}` cannot be set by {by}: each function has its own credentials")))
}

impl Given {
    /// The value that the developer gives to a variable.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let value = &self.0.get(name)?.text;
        let text = value.to_string_lossy().into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// What is to be told: which services are elsewhere, and which of the shell's credentials functions do not get.
    pub(crate) fn of_services(&self) -> Vec<String> {
        let elsewhere = self.0.iter().filter(|(name, _)| name.starts_with(ENDPOINTS));
        let mut told: Vec<_> = elsewhere
            .map(|(name, value)| {
                let (text, by) = (value.text.to_string_lossy(), value.by);
                format!("functions find {} at {text}, which {by} gives by `{name}`", &name[ENDPOINTS.len()..])
            })
            .collect();
        let credentials: Vec<_> =
            CREDENTIALS.into_iter().filter(|name| env::var_os(name).is_some()).collect();
        if !credentials.is_empty() {
            let names = credentials.join(", ");
            told.push(format!("functions have keys of their own and get none of the shell's: {names}"));
        }
        told
    }
}
