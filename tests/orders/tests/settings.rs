//! Settings and a secret of the orders API: what reaches a handler, and what is told when they are wrong.

use std::fs;
use std::path::Path;
use std::process::Command;

use fingerpost::testing::TestApi;
use fingerpost_tests::{Ran, Serve, run};
use serde_json::json;
use tempfile::TempDir;

const ORDERS: &str = env!("CARGO_BIN_EXE_orders");

const CHARGE: &str = "/orders/5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10/charge";
const URL: (&str, &str) = ("PAYMENTS_URL", "https://pay.example.com/v1/");
const KEY: (&str, &str) = ("STRIPE_KEY", "sk_test_shibboleth");

async fn start(variables: &[(&str, &str)]) -> TestApi {
    let api = TestApi::of(orders::api());
    let api = variables.iter().fold(api, |api, (name, value)| api.variable(*name, *value));
    api.start().await
}

#[tokio::test]
async fn a_handler_gets_its_settings_and_its_secret() {
    let api = start(&[URL, KEY]).await;
    let answer = api.caller("ann").scope("orders:read").get(CHARGE).send().await;
    answer.assert(200).assert_body(json!({
        "url": "https://pay.example.com/v1/charges/5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10",
        "key_ends": "leth",
        "seconds": 5,
        "currency": "eur",
        "waived": 0,
        "has_webhook": false,
    }));
    assert!(api.log().contains("a charge is prepared") && api.log().contains("[secret]"), "{}", api.log());
    assert!(!api.log().contains("shibboleth"), "{}", api.log());
}

#[tokio::test]
async fn what_is_given_stands_in_the_place_of_a_default() {
    let given = [
        ("PAYMENT_TIMEOUT", "2m"),
        ("CURRENCY", "usd"),
        ("PAYMENTS_WAIVED", "ann, bob,"),
        ("CUP_PRICE", "7"),
    ];
    let api = start(&[&[URL, KEY][..], &given].concat()).await;
    let answer = api.caller("ann").scope("orders:read").get(CHARGE).send().await;
    let charge: serde_json::Value = answer.assert(200).json();
    let read = ["seconds", "currency", "waived"].map(|field| charge[field].clone());
    assert_eq!(read, [json!(120), json!("usd"), json!(2)]);
    // A loader of a state takes settings, too.
    api.get("/catalogue/cup").send().await.assert(200).assert_body(7);
    start(&[]).await.get("/catalogue/cup").send().await.assert(200).assert_body(900);
}

#[tokio::test]
async fn all_that_is_wrong_with_settings_is_told_at_once_and_no_secret() {
    let given = [("PAYMENTS_URL", "shop"), ("CURRENCY", "dm"), ("PAYMENT_TIMEOUT", "30"), KEY];
    let api = start(&given).await;
    api.caller("ann").scope("orders:read").get(CHARGE).send().await.assert(500);
    let log = api.log();
    for sentence in [
        "route `charge`: `PAYMENTS_URL` cannot be read as `Url`: relative URL without a base; ",
        "`PAYMENT_TIMEOUT` cannot be read as `Duration`: must be a whole number with `ms`, `s`, `m` or `h`, as in `30s`, got `30`; ",
        "`CURRENCY` cannot be read as `Currency`: must be `eur` or `usd`, got `dm`",
    ] {
        assert!(log.contains(sentence), "{sentence}\n{log}");
    }
    assert!(!log.contains("shibboleth"), "{log}");
}

#[tokio::test]
async fn a_route_without_its_settings_does_not_start_and_the_others_do() {
    let api = start(&[]).await;
    api.caller("ann").scope("orders:read").get(CHARGE).send().await.assert(500);
    let told = "route `charge`: `PAYMENTS_URL` is not set: it takes a `Url`; `STRIPE_KEY` is not set: it is a secret";
    assert!(api.log().contains(told), "{}", api.log());
    api.get("/catalogue/cup").send().await.assert(200);
}

#[tokio::test]
#[should_panic(expected = "no route or authorizer reads the variable `STRIPE_KEZ` that the test gives")]
async fn a_variable_that_nothing_reads_is_a_mistake_of_the_test() {
    start(&[("STRIPE_KEZ", "1")]).await;
}

#[test]
fn the_table_of_routes_says_what_each_reads() {
    let Ran { stdout, .. } = run(ORDERS, &["routes"], "");
    let ends = |path: &str, end: &str| stdout.lines().any(|line| line.contains(path) && line.ends_with(end));
    let charge = "  CURRENCY, optional; PAYMENTS_URL; PAYMENTS_WAIVED, optional; PAYMENT_TIMEOUT, optional; \
                  STRIPE_KEY, a secret; WEBHOOK_KEY, a secret, optional";
    assert!(ends("/orders/{id}/charge", charge), "{stdout}");
    // By the loader of its state.
    assert!(ends("/catalogue/{sku+}", "  CUP_PRICE, optional") && ends("/origin", "  none"), "{stdout}");
}

/// A command of the API in a folder.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(ORDERS);
    command.current_dir(folder);
    command
}

/// The header of a caller who may read orders.
fn authorization(folder: &Path) -> String {
    let output =
        command(folder).args(["token", "--sub", "ann", "--scope", "orders:read"]).output().expect("ends");
    format!("Bearer {}", String::from_utf8(output.stdout).expect("UTF-8").trim())
}

#[test]
fn over_http_they_come_of_dotenv_and_of_the_shell() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(".env"), "STRIPE_KEY=sk_test_shibboleth\nCURRENCY=usd\n").expect("writes");
    let mut shell = command(folder.path());
    shell.envs([URL, ("CURRENCY", "eur")]);
    let api = Serve::start_with(shell, &[]);
    let answer = api
        .request("GET", CHARGE, &[("authorization", &authorization(folder.path()))], b"")
        .expect("answers");
    let charge = answer.json();
    assert_eq!(
        (answer.status, &charge["key_ends"], &charge["currency"]),
        (200, &json!("leth"), &json!("eur"))
    );
    assert!(!api.log().contains("cannot start") && !api.log().contains("shibboleth"), "{}", api.log());
}

#[test]
fn over_http_a_value_that_cannot_be_read_is_told_at_the_start_and_stops_its_own_routes_alone() {
    let folder = TempDir::new().expect("a folder");
    let file = "PAYMENTS_URL=shop\nSTRIPE_KEY=sk_test_shibboleth\nPAYMENT_TIMEOUT=30\nCUP_PRICE=cheap\n";
    fs::write(folder.path().join(".env"), file).expect("writes");
    let mut shell = command(folder.path());
    shell.env_remove("PAYMENTS_URL").env_remove("STRIPE_KEY").env("PAYMENT_TIMEOUT", "30s");
    let api = Serve::start_with(shell, &[]);
    // It says so before it takes a request.
    assert_eq!(api.call("GET", "/origin").status, 200);
    let log = api.log();
    let told: Vec<_> = log.lines().filter(|line| line.contains(" cannot start: ")).collect();
    let of_loader = "`CUP_PRICE` cannot be read as `u64`: ";
    let [cup, url] = &told[..] else { panic!("two sentences: {log}") };
    assert!(cup.contains("route `price`") && cup.contains(of_loader), "{log}");
    assert_eq!(
        *url,
        "route `charge` cannot start: `PAYMENTS_URL` cannot be read as `Url`: relative URL without a base"
    );
    assert!(!log.contains("shibboleth"), "{log}");
    let token = authorization(folder.path());
    let answer = api.request("GET", CHARGE, &[("authorization", &token)], b"").expect("answers");
    assert_eq!(answer.status, 500);
}

#[test]
fn over_http_a_missing_one_is_told_at_the_start_and_stops_its_own_route_alone() {
    let folder = TempDir::new().expect("a folder");
    let mut shell = command(folder.path());
    shell.env_remove("STRIPE_KEY").envs([URL]);
    let api = Serve::start_with(shell, &[]);
    let told = "route `charge` reads `STRIPE_KEY`, which is not set, and cannot start: give it in .env or in the shell\n";
    let token = authorization(folder.path());
    let answer = api.request("GET", CHARGE, &[("authorization", &token)], b"").expect("answers");
    assert_eq!((answer.status, api.call("GET", "/catalogue/cup").status), (500, 200));
    // Said before the first request is answered.
    assert!(api.log().contains(told), "{}", api.log());
    let logged = "route `charge`: `STRIPE_KEY` is not set: it is a secret";
    assert!(api.log().contains(logged), "{}", api.log());
}
