//! What Secrets Manager and Parameter Store answer. A secret's text never stands in what is said of it.

use std::error::Error as StdError;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::reference::Store;

/// Why there is no secret.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) why: String,
    /// Whether another attempt may succeed.
    pub(super) may_pass: bool,
}

impl Refusal {
    /// The request is none, and another would be the same.
    pub(super) fn of_request(why: String) -> Self {
        Self { why, may_pass: false }
    }

    /// Nobody answered.
    pub(super) fn unanswered(error: &dyn StdError) -> Self {
        let mut why = format!("there is no answer: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            why = format!("{why}: {error}");
            cause = error.source();
        }
        Self { why, may_pass: true }
    }

    /// AWS's own error.
    pub(super) fn of_aws(status: StatusCode, body: &[u8]) -> Self {
        let error: AwsError = serde_json::from_slice(body).unwrap_or_default();
        let name = error.name.rsplit('#').next().unwrap_or_default();
        let may_pass = status.is_server_error()
            || status == StatusCode::TOO_MANY_REQUESTS
            || ["Throttling", "ThrottlingException", "RequestLimitExceeded"].contains(&name);
        let why = match (name, error.message.as_str()) {
            ("", _) => format!("status {}", status.as_u16()),
            (name, "") => name.to_owned(),
            (name, message) => format!("{name}: {message}"),
        };
        Self { why, may_pass }
    }
}

#[derive(Deserialize, Default)]
struct AwsError {
    #[serde(rename = "__type", default)]
    name: String,
    #[serde(alias = "Message", default)]
    message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SecretValue {
    secret_string: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ParameterAnswer {
    parameter: Parameter,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    value: String,
}

/// The secret's text.
pub(super) fn text(body: &[u8], store: Store) -> Result<String, Refusal> {
    // The parser's own words may quote what it read.
    let unreadable = || Refusal { why: "the answer cannot be read".to_owned(), may_pass: false };
    match store {
        Store::SecretsManager => {
            let answer: SecretValue = serde_json::from_slice(body).map_err(|_| unreadable())?;
            let binary = || Refusal { why: "it is binary and not a text".to_owned(), may_pass: false };
            answer.secret_string.ok_or_else(binary)
        }
        Store::ParameterStore => {
            let answer: ParameterAnswer = serde_json::from_slice(body).map_err(|_| unreadable())?;
            Ok(answer.parameter.value)
        }
    }
}

/// One field of a secret that is a JSON object.
///
/// # Errors
///
/// What it lacks, to follow the secret's ARN.
pub(super) fn field(text: &str, name: &str) -> Result<String, String> {
    let fields: Map<String, Value> = serde_json::from_str(text)
        .map_err(|_| format!("is not a JSON object, which a field `{name}` is of"))?;
    match fields.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!("has a field `{name}` that is not a text")),
        None => Err(format!("has no field `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_and_what_is_wrong_is_told_without_the_secret() {
        let secret = r#"{"stripe":"shibboleth","port":5432,"list":["shibboleth"]}"#;
        assert_eq!(field(secret, "stripe").as_deref(), Ok("shibboleth"));
        assert_eq!(field(secret, "port").as_deref(), Ok("5432"));
        for (text, name) in
            [(secret, "other"), (secret, "list"), ("shibboleth", "stripe"), ("[\"shibboleth\"]", "x")]
        {
            let why = field(text, name).expect_err("refused");
            assert!(!why.contains("shibboleth"), "{why}");
        }
    }

    #[test]
    fn a_secret_is_a_text() {
        let of = |body: &str, store| text(body.as_bytes(), store).map_err(|refusal| refusal.why);
        assert_eq!(of(r#"{"SecretString":"s","Name":"n"}"#, Store::SecretsManager).as_deref(), Ok("s"));
        assert_eq!(of(r#"{"Parameter":{"Value":"s"}}"#, Store::ParameterStore).as_deref(), Ok("s"));
        let binary = of(r#"{"SecretBinary":"c2hpYg=="}"#, Store::SecretsManager);
        assert_eq!(binary, Err("it is binary and not a text".to_owned()));
        for wrong in ["", "shibboleth", r#"{"Parameter":{"Value":["shibboleth"]}}"#] {
            assert_eq!(of(wrong, Store::ParameterStore), Err("the answer cannot be read".to_owned()));
        }
    }

    #[test]
    fn what_may_pass_is_tried_again() {
        for (status, body, may_pass) in [
            (500, "", true),
            (503, "<html>", true),
            (429, "{}", true),
            (400, r#"{"__type":"ThrottlingException"}"#, true),
            (400, r#"{"__type":"com.amazonaws#AccessDeniedException","Message":"no"}"#, false),
            (400, r#"{"__type":"ResourceNotFoundException"}"#, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(Refusal::of_aws(status, body.as_bytes()).may_pass, may_pass, "{status} {body}");
        }
    }
}
