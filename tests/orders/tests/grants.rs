//! What the functions of the orders API may do, as their signatures say it. Roles and the local cloud are held to the
//! manifest elsewhere: here the manifest is held to a table that nothing has made.

use std::collections::BTreeMap;

use fingerpost_tests::run;
use serde_json::{Value, json};

/// What a function may do, in the words of the table below.
fn granted(function: &Value) -> Vec<String> {
    let list = |key: &str| function[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut granted = Vec::new();
    for grant in list("grants").iter().chain(&list("resources")) {
        let mut on = text(&grant["table"]) + &text(&grant["resource"]) + &text(&grant["within"]);
        if let Some(index) = grant["index"].as_str() {
            on = format!("{on}/index/{index}");
        }
        if grant["owner"].is_string() {
            on += " of the caller";
        }
        let actions = grant["actions"].as_array().expect("actions");
        granted.extend(actions.iter().map(|action| format!("{} on {on}", text(action))));
    }
    let settings = list("settings");
    let secrets = settings.iter().filter(|setting| setting["secret"] == true);
    granted.extend(secrets.map(|secret| format!("the secret {}", text(&secret["variable"]))));
    granted.sort_unstable();
    granted
}

#[test]
fn each_function_may_do_what_its_signature_says_and_nothing_else() {
    let ran = run(env!("CARGO_BIN_EXE_orders"), &["manifest"], "");
    let manifest: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let authorizers = manifest["api"]["authorizers"].as_object().expect("authorizers").iter();
    let deciding = authorizers.map(|(name, authorizer)| (name.as_str(), &authorizer["function"]));
    let routes = manifest["routes"].as_array().expect("routes").iter();
    let answering = routes.map(|route| (route["name"].as_str().expect("a name"), route));
    let functions = deciding.chain(answering).map(|(name, function)| (name, granted(function)));
    let granted: BTreeMap<_, _> = functions.filter(|(_, granted)| !granted.is_empty()).collect();
    let expected = json!({
        "cancel_order": ["dynamodb:DeleteItem on Orders"],
        "carrier": ["dynamodb:GetItem on Carriers"],
        "change_order": ["dynamodb:UpdateItem on Orders"],
        "charge": ["the secret STRIPE_KEY", "the secret WEBHOOK_KEY"],
        "count": ["dynamodb:PutItem on Stock"],
        "invoice": ["dynamodb:GetItem on Orders of the caller"],
        "my_orders": ["dynamodb:Query on Orders of the caller"],
        "order": ["dynamodb:GetItem on Orders of the caller"],
        "pack": ["dynamodb:GetItem on Orders", "sqs:SendMessage on Jobs"],
        "pickups": ["dynamodb:Query on Orders/index/ByStatus"],
        "place_order": [
            "dynamodb:GetItem on Idempotency",
            "dynamodb:PutItem on Idempotency",
            "dynamodb:PutItem on Orders",
            "dynamodb:UpdateItem on Stock",
        ],
        "receipt": ["s3:GetObject on Receipts/*"],
        "receipt_link": ["s3:GetObject on Receipts/*"],
        "ship": ["dynamodb:UpdateItem on Orders"],
        "take_on": ["dynamodb:PutItem on Carriers"],
        "to_pack": ["dynamodb:Query on Orders/index/ByStatus"],
        "write_receipt": ["dynamodb:GetItem on Orders", "s3:PutObject on Receipts/*"],
    });
    assert_eq!(json!(granted), expected);
}
