//! Every way in which a token can be wrong, each in one property alone: beside it the control is accepted.

use super::api::{Desk, manifest, refusal};
use super::forge::Key;
use super::row::Row;
use super::{wrong_claims, wrong_form, wrong_signature};
use fingerpost_tests::{Answer, Raw};

fn told(answer: &Answer) -> String {
    if answer.status == 200 || answer.status == 431 { answer.status.to_string() } else { refusal(answer) }
}

#[test]
fn every_wrong_token_is_refused_and_says_why() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let read = |data: &str| {
        let token = desk.token_of(data, &["--sub", "ann"]);
        assert_eq!(token.code, 0, "{}", token.stderr);
        Key::read(&desk.file(&format!("{data}.issuer")), &token.stdout)
    };
    let (key, other) = (read("local.db"), read("other.db"));
    let rows: Vec<Row> =
        [wrong_form::rows(&key), wrong_signature::rows(&key, &other), wrong_claims::rows(&key)]
            .into_iter()
            .flatten()
            .collect();
    let (mut wrong, mut refused) = (0, 0);
    for (what, lines, expected) in &rows {
        let head = ["GET /scoped HTTP/1.1", "host: localhost"].map(str::to_owned);
        let request = [&head[..], lines].concat().join("\r\n") + "\r\n\r\n";
        let answer = Raw::send(&api, request).answer(false).expect("an answer");
        let got = told(&answer);
        let expected = expected.told();
        refused += usize::from(answer.status != 200);
        let mark = if got == expected { "ok   " } else { "WRONG" };
        println!("{mark} {what}\n        expected {expected}\n        got      {got}");
        wrong += usize::from(got != expected);
    }
    println!("{} rows, of which {refused} are refused", rows.len());
    assert!(refused >= 20, "{refused}");
    assert_eq!(wrong, 0, "{}", api.log());
}
