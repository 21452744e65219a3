//! The parity table: each fact about API Gateway, where it comes from, and a request that
//! shows it, sent to a `serve`.
//!
//! `docs/parity.md` is this table; `UPDATE_PARITY=1 cargo test -p fingerpost-tests --test boundary parity::`
//! writes it anew.

mod callers;
mod functions;
mod gateway;
mod guarded;
mod page;
mod row;
mod sections;

use fingerpost_tests::{Answer, Raw};
use guarded::Guarded;
use row::Row;
use sections::SECTIONS;
use serde_json::Value;

#[test]
fn the_gateway_does_what_the_table_says() {
    let guarded = Guarded::start();
    let api = &guarded.api;
    let mut wrong = Vec::new();
    for section in SECTIONS {
        for row in section.rows {
            let request = if section.answers {
                format!("POST /raw\ncontent-type: text/plain\n\n{}", row.request)
            } else {
                guarded.with_tokens(row.request)
            };
            match Raw::send(api, bytes(&request)).answer(request.starts_with("HEAD")) {
                Ok(answer) => wrong.extend(differences(row, &answer)),
                Err(error) => wrong.push(format!("{}: {error}", row.fact)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), api.log());
}

fn differences(row: &Row, answer: &Answer) -> Vec<String> {
    let difference = |(what, expected): &(&str, &str)| {
        let expected = match expected.strip_prefix("the event's ") {
            Some(pointer) => part(answer, &format!("event {pointer}")).replace('"', ""),
            None => (*expected).to_owned(),
        };
        let got = part(answer, what);
        let told = format!("{}: {what}\n  expected {expected}\n  got      {got}", row.fact);
        (!alike(&got, &expected)).then_some(told)
    };
    row.expected.iter().filter_map(difference).collect()
}

#[test]
fn the_documentation_has_this_table() {
    page::check();
}

#[test]
fn each_switch_has_a_row() {
    let switches = page::switches();
    assert!(!switches.is_empty());
    for switch in switches {
        let shown = SECTIONS.iter().flat_map(|section| section.rows).any(|row| row.switch == switch.name);
        assert!(shown, "no row shows `{}`", switch.name);
    }
}

/// The request as it goes over the wire, with the headers that every request needs.
fn bytes(request: &str) -> Vec<u8> {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines().map(str::to_owned);
    let mut line = lines.next().expect("a request line");
    if !line.contains(" HTTP/") {
        line += " HTTP/1.1";
    }
    let mut lines: Vec<_> = lines.collect();
    let named = |name: &str| head.to_ascii_lowercase().contains(&format!("\n{name}: "));
    if !named("host") && line.ends_with("1.1") {
        lines.push("host: localhost".to_owned());
    }
    if !body.is_empty() && !named("content-length") && !named("transfer-encoding") {
        lines.push(format!("content-length: {}", body.len()));
    }
    let mut head = format!("{line}\r\n{}\r\n\r\n{body}", lines.join("\r\n"));
    for size in [10_240, 70_000] {
        head = head.replace(&format!("{{{size} bytes}}"), &"x".repeat(size));
    }
    let mut bytes = head.into_bytes();
    let mark = b"{byte ff}";
    if let Some(at) = bytes.windows(mark.len()).position(|window| window == mark) {
        bytes.splice(at..at + mark.len(), [0xff]);
    }
    bytes
}

fn part(answer: &Answer, what: &str) -> String {
    match what.split_once(' ') {
        Some(("header", name)) => answer.header(name),
        Some(("event", pointer)) => {
            let event: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            event.pointer(pointer).map(Value::to_string).unwrap_or_default()
        }
        _ if what == "status" => answer.status.to_string(),
        _ => answer.text(),
    }
}

fn alike(got: &str, expected: &str) -> bool {
    let same = |(got, expected): (char, char)| {
        got == expected || expected == '?' && (got.is_ascii_alphanumeric() || "-_".contains(got))
    };
    got.chars().count() == expected.chars().count() && got.chars().zip(expected.chars()).all(same)
}
