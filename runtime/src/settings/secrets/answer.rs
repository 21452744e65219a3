//! What Secrets Manager and Parameter Store answer. A secret's text never stands in what is said of it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::reference::Store;

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
///
/// # Errors
///
/// Why there is none.
pub(super) fn text(body: &[u8], store: Store) -> Result<String, String> {
    // The parser's own words may quote what it read.
    let unreadable = || "the answer cannot be read".to_owned();
    let text = match store {
        Store::SecretsManager => {
            let answer: SecretValue = serde_json::from_slice(body).map_err(|_| unreadable())?;
            answer.secret_string.ok_or_else(|| "it is binary and not a text".to_owned())?
        }
        Store::ParameterStore => {
            let answer: ParameterAnswer = serde_json::from_slice(body).map_err(|_| unreadable())?;
            answer.parameter.value
        }
    };
    // An empty variable counts as one that is not set, and this is no better.
    if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(text) }
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
        Some(Value::String(text)) if text.is_empty() => Err(format!("has a field `{name}` that is empty")),
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
        let of = |body: &str, store| text(body.as_bytes(), store);
        assert_eq!(of(r#"{"SecretString":"s","Name":"n"}"#, Store::SecretsManager).as_deref(), Ok("s"));
        assert_eq!(of(r#"{"Parameter":{"Value":"s"}}"#, Store::ParameterStore).as_deref(), Ok("s"));
        let binary = of(r#"{"SecretBinary":"c2hpYg=="}"#, Store::SecretsManager);
        assert_eq!(binary, Err("it is binary and not a text".to_owned()));
        assert_eq!(of(r#"{"SecretString":""}"#, Store::SecretsManager), Err("it is empty".to_owned()));
        for wrong in ["", "shibboleth", r#"{"Parameter":{"Value":["shibboleth"]}}"#] {
            assert_eq!(of(wrong, Store::ParameterStore), Err("the answer cannot be read".to_owned()));
        }
    }
}
