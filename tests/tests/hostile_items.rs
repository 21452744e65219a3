//! Stored items that are made to harm whoever lists them.

use fingerpost_tests::{Serve, peak_memory};
use serde_json::Value;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
/// A function of 128 MB, the smallest, has this much and some to spare.
const MEMORY_GOAL: usize = 100 * 1024 * 1024;

/// Stores items of one shape, lists them all, and returns how many pages that took.
#[track_caller]
fn check_list(element: &str, bytes: usize, items: usize) -> usize {
    let api = Serve::start(EVENTS);
    let count = bytes / (element.len() + 1);
    let body = format!(r#"{{"name":"n","a":[{}]}}"#, vec![element; count].join(","));
    for _ in 0..items {
        let created = api.send("POST", "/events", &body);
        assert_eq!(created.status, 201, "{} {}", created.text(), api.log());
    }
    for create in api.functions() {
        assert!(peak_memory(create) < MEMORY_GOAL, "create: {} MB for {element}", peak_memory(create) >> 20);
    }
    let (mut path, mut listed, mut pages) = ("/events".to_owned(), 0, 0);
    loop {
        let page = api.call("GET", &path);
        assert_eq!(page.status, 200, "{} {}", page.text(), api.log());
        let Value::Array(found) = page.json() else { panic!("a list: {}", page.text()) };
        listed += found.len();
        pages += 1;
        let link = page.header("link");
        let Some((next, _)) = link.strip_prefix('<').and_then(|link| link.split_once('>')) else { break };
        path = next.to_owned();
    }
    assert_eq!(listed, items);
    for function in api.functions() {
        let peak = peak_memory(function);
        assert!(peak < MEMORY_GOAL, "{} MB for {element}", peak >> 20);
    }
    pages
}

#[test]
fn a_list_is_cut_into_pages_by_the_memory_that_they_take() {
    assert!(check_list("[0]", 271_000, 6) > 1);
}
