//! Arguments beside those of `readers.rs`, and the answers that go with them: what they take, what they refuse, and what
//! an attack on each costs.

mod answers;
mod change;
mod cookies;
mod headers;
mod multipart;
mod multipart_attacks;
mod versions;

use fingerpost_tests::{Answer, run};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body));
}

/// Refused, with this sentence and this one detail: where, which field, what is wrong.
#[track_caller]
fn check_refused(answer: &Answer, status: u16, sentence: &str, detail: [&str; 3]) {
    let [place, field, message] = detail;
    let details = json!([{ "in": place, "field": field, "message": message }]);
    check(answer, status, json!({ "error": sentence, "details": details }));
}

/// What a route of the API is described as.
fn described(route: &str) -> Value {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = all["routes"].as_array().expect("routes");
    routes.iter().find(|known| known["name"] == route).expect("the route").clone()
}

fn refusals(route: &Value) -> Value {
    let all = route["refusals"].as_array().expect("refusals").iter();
    all.map(|refusal| refusal["status"].clone()).collect()
}
