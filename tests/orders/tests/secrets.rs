//! A function's secrets: fetched when it starts, and what is said where they cannot be.

#[path = "secrets/vault.rs"]
mod vault;

use std::time::{Duration, Instant};

use fingerpost_tests::{Function, NOWHERE, event};
use serde_json::{Value, json};
use vault::{Reply, Vault};

const ORDERS: &str = env!("CARGO_BIN_EXE_orders");
const KEY: &str = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-a1B2c3";
const PARAMETER: &str = "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/key";

/// The function that charges, with references to secrets beside its settings.
fn charge(endpoint: &str, references: &[(&str, &str)]) -> Function {
    let settings = [
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "ASIA1"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_SESSION_TOKEN", "session"),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint),
        ("AWS_ENDPOINT_URL_SSM", endpoint),
        ("PAYMENTS_URL", "https://pay.example.com/v1/"),
        ("RUST_LOG", "debug"),
    ];
    Function::start(ORDERS, "charge", &[&settings[..], references].concat())
}

fn charged(function: &Function) -> Value {
    let id = "5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10";
    let answer = function.answer(event(&json!({ "pathParameters": { "id": id } })));
    assert_eq!(answer["statusCode"], 200, "{answer}\n{}", function.log());
    serde_json::from_str(answer["body"].as_str().expect("a body")).expect("JSON")
}

#[test]
fn a_secret_is_fetched_with_the_functions_credentials() {
    let vault = Vault::start(&[Reply::secret("sk_shibboleth")]);
    let function = charge(&vault.url, &[("FINGERPOST_SECRET_STRIPE_KEY", KEY)]);
    assert_eq!(charged(&function)["key_ends"], "leth");
    // Another request asks for nothing.
    charged(&function);
    let [asked] = vault.asked().try_into().unwrap_or_else(|_| panic!("asked once"));
    assert_eq!(
        (asked.target.as_str(), asked.body),
        ("secretsmanager.GetSecretValue", json!({ "SecretId": KEY }))
    );
    assert!(asked.authorization.contains("Credential=ASIA1/"), "{}", asked.authorization);
    // Of the region in which the secret is, whatever the function's.
    assert!(
        asked.authorization.contains("/eu-west-1/secretsmanager/aws4_request"),
        "{}",
        asked.authorization
    );
    assert_eq!(asked.token, "session");
    assert!(!function.log().contains("shibboleth"), "{}", function.log());
}

#[test]
fn a_parameter_is_fetched_decrypted() {
    let vault =
        Vault::start(&[Reply::Json(200, json!({ "Parameter": { "Name": "n", "Value": "sk_shibboleth" } }))]);
    let function = charge(&vault.url, &[("FINGERPOST_SECRET_STRIPE_KEY", PARAMETER)]);
    assert_eq!(charged(&function)["key_ends"], "leth");
    let [asked] = vault.asked().try_into().unwrap_or_else(|_| panic!("asked once"));
    let body = json!({ "Name": PARAMETER, "WithDecryption": true });
    assert_eq!((asked.target.as_str(), asked.body), ("AmazonSSM.GetParameter", body));
    assert!(asked.authorization.contains("/eu-central-1/ssm/aws4_request"), "{}", asked.authorization);
}

#[test]
fn several_are_fetched_at_once() {
    // It answers none before both are asked for.
    let vault = Vault::start_when(2, &[Reply::secret("sk_shibboleth")]);
    let other = KEY.replace("shop", "hook");
    let references = [("FINGERPOST_SECRET_STRIPE_KEY", KEY), ("FINGERPOST_SECRET_WEBHOOK_KEY", &other)];
    let charge = charged(&charge(&vault.url, &references));
    assert_eq!((&charge["key_ends"], &charge["has_webhook"]), (&json!("leth"), &json!(true)));
}

#[test]
fn fields_of_one_secret_are_fetched_once() {
    let vault = Vault::start(&[Reply::secret(r#"{"key":"sk_shibboleth","hook":"h"}"#)]);
    let (key, hook) = (format!("{KEY}#key"), format!("{KEY}#hook"));
    let references =
        [("FINGERPOST_SECRET_STRIPE_KEY", key.as_str()), ("FINGERPOST_SECRET_WEBHOOK_KEY", &hook)];
    let charge = charged(&charge(&vault.url, &references));
    assert_eq!((&charge["key_ends"], &charge["has_webhook"]), (&json!("leth"), &json!(true)));
    assert_eq!(vault.asked().len(), 1);
}

#[test]
fn a_failure_that_may_pass_is_followed_by_another_attempt() {
    let failing = Reply::Json(500, json!({ "__type": "InternalServiceError" }));
    for failure in [failing, Reply::HangUp, Reply::error("ThrottlingException", "slow")] {
        let vault = Vault::start(&[failure, Reply::secret("sk_shibboleth")]);
        let function = charge(&vault.url, &[("FINGERPOST_SECRET_STRIPE_KEY", KEY)]);
        assert_eq!(charged(&function)["key_ends"], "leth");
        assert_eq!(vault.asked().len(), 2);
    }
}

#[track_caller]
fn check_refused(endpoint: &str, reference: &str, sentence: &str) {
    let mut function = charge(endpoint, &[("FINGERPOST_SECRET_STRIPE_KEY", reference)]);
    let (path, body) = function.report();
    assert!(path.ends_with("/runtime/init/error"), "{path}: {body}");
    let told: Value = serde_json::from_str(&body).expect("JSON");
    let told = told["errorMessage"].as_str().expect("a sentence");
    assert!(told.contains(sentence), "{told}");
    assert_eq!(function.exit_code(), 1);
    let log = function.log();
    assert!(log.contains("the function cannot start") && !log.contains("shibboleth"), "{log}");
}

#[test]
fn a_secret_that_cannot_be_fetched_is_told_by_its_variable_and_the_cause() {
    let message =
        "User: arn:aws:sts::1:assumed-role/r/f is not authorized to perform: secretsmanager:GetSecretValue";
    let denied = format!("route `charge`: `STRIPE_KEY` cannot be fetched: AccessDeniedException: {message}");
    let none = "Secrets Manager can't find the specified secret.";
    let field = format!("{KEY}#key");
    let no_field = format!("`STRIPE_KEY` `{KEY}` has no field `key`");
    let empty = format!("route `charge`: `STRIPE_KEY` `{KEY}` has a field `key` that is empty");
    let no_object = format!("`STRIPE_KEY` `{KEY}` is not a JSON object, which a field `key` is of");
    let binary = Reply::Json(200, json!({ "SecretBinary": "c2hpYmJvbGV0aA==" }));
    for (reply, reference, sentence) in [
        (Reply::error("AccessDeniedException", message), KEY, denied.as_str()),
        (
            Reply::error("ResourceNotFoundException", none),
            KEY,
            "`STRIPE_KEY` cannot be fetched: ResourceNotFoundException: Secrets Manager can't find",
        ),
        (Reply::secret(r#"{"other":"shibboleth"}"#), &field, &no_field),
        (Reply::secret("shibboleth"), &field, &no_object),
        (Reply::secret(r#"{"key":"","other":"shibboleth"}"#), &field, &empty),
        (Reply::secret(""), KEY, "route `charge`: `STRIPE_KEY` cannot be fetched: it is empty"),
        (binary, KEY, "`STRIPE_KEY` cannot be fetched: it is binary and not a text"),
        (
            Reply::Json(200, json!("shibboleth")),
            KEY,
            "`STRIPE_KEY` cannot be fetched: the answer cannot be read",
        ),
        (Reply::secret("shibboleth"), "shop", "cannot be fetched: a reference is the ARN of a secret"),
    ] {
        check_refused(&Vault::start(&[reply]).url, reference, sentence);
    }
    check_refused(NOWHERE, KEY, "`STRIPE_KEY` cannot be fetched: there is no answer: ");
}

#[test]
fn what_never_answers_is_given_up_before_lambda_gives_up_init() {
    let vault = Vault::start(&[Reply::Silence]);
    let started = Instant::now();
    check_refused(&vault.url, KEY, "`STRIPE_KEY` cannot be fetched: there is no answer");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(vault.asked().len(), 3);
}
