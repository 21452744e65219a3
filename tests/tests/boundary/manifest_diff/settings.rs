//! What a diff tells of the settings that functions read.

use serde_json::{Value, json};

use super::auth::check_two;

/// The reference API whose `GET /events` reads these.
fn reading(settings: &Value) -> impl Fn(&mut Value) {
    let settings = settings.clone();
    move |manifest| manifest["routes"][3]["settings"] = settings.clone()
}

#[track_caller]
fn check(old: &Value, new: &Value, report: &str) {
    check_two(reading(old), reading(new), report);
}

#[test]
fn a_setting_that_is_new_or_gone_is_told_to_whoever_deploys() {
    let (none, url) = (json!([]), json!([{ "variable": "BASE_URL" }]));
    let optional = json!([{ "variable": "BASE_URL", "optional": true }]);
    check(&none, &url, "operations\n    GET /events reads BASE_URL now, which a deployment must give\n");
    check(&none, &optional, "operations\n    GET /events reads BASE_URL now, if it is given\n");
    check(&optional, &url, "operations\n    GET /events setting BASE_URL must be given now\n");
    check(&url, &optional, "operations\n    GET /events setting BASE_URL may be left out now\n");
    check(&url, &none, "operations\n    GET /events does not read BASE_URL any more\n");
    check(&url, &url, "nothing changed\n");
}

#[test]
fn a_secret_is_a_permission() {
    let (none, plain) = (json!([]), json!([{ "variable": "KEY" }]));
    let secret = json!([{ "variable": "KEY", "secret": true }]);
    check(
        &none,
        &secret,
        "security\n  ! GET /events may now read the secret KEY\n\noperations\n    GET /events reads KEY now, which a \
         deployment must give\n",
    );
    check(&plain, &secret, "security\n  ! GET /events may now read the secret KEY\n");
    check(&secret, &plain, "security\n  ! GET /events setting KEY is no secret any more\n");
    check(
        &secret,
        &none,
        "security\n    GET /events may no longer read the secret KEY\n\noperations\n    GET /events does not read KEY \
         any more\n",
    );
}
