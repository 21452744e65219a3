//! Load, and `kill -9` under it: what was acknowledged is there.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use fingerpost_tests::{Serve, runs, wait_until};
use serde_json::json;
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

/// Creates events from 32 clients at once until there are `total` or the API is gone, and
/// returns the ids that were acknowledged with a 201.
fn create(api: &Serve, total: usize, after: impl Fn(usize) + Sync) -> BTreeSet<String> {
    let next = AtomicUsize::new(0);
    let acknowledged = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < total {
                    let body = json!({ "name": "load" }).to_string();
                    let headers = [("content-type", "application/json")];
                    let Ok(answer) = api.request("POST", "/events", &headers, body.as_bytes()) else {
                        return;
                    };
                    assert_eq!(answer.status, 201, "{}", answer.text());
                    let count = {
                        let mut ids = acknowledged.lock().expect("not poisoned");
                        ids.insert(answer.json()["id"].to_string());
                        ids.len()
                    };
                    after(count);
                }
            });
        }
    });
    acknowledged.into_inner().expect("not poisoned")
}

fn listed(api: &Serve) -> BTreeSet<String> {
    let list = api.call("GET", "/events");
    assert_eq!(list.header("link"), "", "they fit into one answer");
    list.json().as_array().expect("a list").iter().map(|event| event["id"].to_string()).collect()
}

#[test]
fn two_thousand_creates_from_thirty_two_clients_are_all_there() {
    let folder = TempDir::new().expect("a folder");
    let api = Serve::start_on(EVENTS, &folder.path().join("local.db"));
    let acknowledged = create(&api, 2000, |_| {});
    assert_eq!(acknowledged.len(), 2000);
    assert_eq!(listed(&api), acknowledged);
}

#[test]
fn no_acknowledged_event_is_lost_to_a_kill() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let api = Serve::start_on(EVENTS, &data);
    let functions = Mutex::new(Vec::new());
    let acknowledged = create(&api, 100_000, |count| {
        if count == 300 {
            *functions.lock().expect("not poisoned") = api.functions();
            api.kill();
        }
    });
    assert!(acknowledged.len() >= 300, "{}", acknowledged.len());
    for pid in functions.into_inner().expect("not poisoned") {
        wait_until(&format!("{pid} ends"), || !runs(pid));
    }
    let api = Serve::start_on(EVENTS, &data);
    let lost: Vec<_> = acknowledged.difference(&listed(&api)).cloned().collect();
    assert_eq!(lost, Vec::<String>::new());
}
