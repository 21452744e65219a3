//! What a client gets of each kind of answer, whatever the client itself put into it, and how each is described.

use fingerpost_tests::{Serve, run};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// The answers of a route, and whether there are others, as `routes --json` has them.
fn described(route: &str) -> (Value, bool) {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = all["routes"].as_array().expect("routes");
    let route = routes.iter().find(|known| known["name"] == route).expect("the route");
    (route["answers"].clone(), route["answersMore"] == true)
}

#[test]
fn a_redirect_leads_to_a_url_and_nowhere_else() {
    let api = Serve::start(FAULTS);
    for status in [303, 307, 308] {
        let answer =
            api.call("GET", &format!("/redirect/{status}?to=/notes/Zo%C3%AB%0D%0Aset-cookie:%20a=1"));
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("location"), "/notes/Zo%C3%AB%0D%0Aset-cookie:%20a=1");
        assert_eq!((answer.header("set-cookie"), answer.text()), (String::new(), String::new()));
    }
    let (answers, more) = described("redirect");
    let statuses = answers.as_array().expect("answers").iter().map(|answer| answer["status"].clone());
    assert_eq!((statuses.collect::<Value>(), more), (json!([303, 307, 308]), false));
    assert_eq!(answers[0]["headers"][0]["name"], "location");
}

#[test]
fn work_that_goes_on_is_accepted() {
    let answer = Serve::start(FAULTS).call("POST", "/jobs/7");
    assert_eq!((answer.status, answer.json()), (202, json!(7)));
    let (answers, more) = described("begin");
    let content = &answers[0]["content"][0];
    assert_eq!(
        (&answers[0]["status"], &content["contentType"], more),
        (&json!(202), &json!("application/json"), false)
    );
    assert_eq!(content["schema"]["type"], "integer");
}

#[test]
fn a_page_is_html() {
    let answer = Serve::start(FAULTS).call("GET", "/page");
    assert_eq!((answer.status, answer.text()), (200, "<p>Grüße".to_owned()));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(described("page").0[0]["content"][0]["contentType"], "text/html; charset=utf-8");
}
