//! Tables with a sort key, conditions and updates, through HTTP on a real DynamoDB.

use std::process::Command;

use fingerpost_tests::{Answer, Serve, wait_until};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

fn seat(number: u32) -> Value {
    json!({ "eventName": "gala", "no": number, "guest": null, "price": 50 })
}

/// With cursors encrypted, which a page of prices needs: it leaves out the key.
fn start() -> Serve {
    let key = "FINGERPOST_CURSOR_KEY=0123456789abcdef0123456789abcdef";
    Serve::start_with(Command::new(FAULTS), &["--in-memory", "--env", key])
}

fn with_seats(count: u32) -> Serve {
    let api = start();
    for number in 1..=count {
        assert_eq!(api.send("POST", "/seats", &seat(number).to_string()).status, 200);
    }
    api
}

#[test]
fn a_seat_is_found_by_both_its_keys() {
    let api = with_seats(2);
    assert_eq!(api.call("GET", "/seats/gala/2").json(), seat(2));
    assert_eq!(api.call("GET", "/seats/gala/3").status, 404);
    assert_eq!(api.call("GET", "/seats/other/2").status, 404);
}

#[test]
fn what_exists_is_not_put_as_new() {
    let api = with_seats(1);
    let again = api.send("POST", "/seats", &seat(1).to_string());
    assert_eq!((again.status, again.json()), (409, json!({ "error": "Seat exists" })));
}

#[test]
fn a_condition_decides_whether_it_is_written() {
    let api = with_seats(1);
    let mut taken = seat(1);
    taken["guest"] = "Ada".into();
    assert_eq!(api.send("PUT", "/seats", &taken.to_string()).status, 200);
    assert_eq!(api.send("PUT", "/seats", &taken.to_string()).status, 409);
}

#[test]
fn a_query_follows_the_sort_key() {
    let api = with_seats(12);
    let numbers = |path: &str| {
        let page = api.call("GET", path).json();
        page.as_array()
            .expect("a list")
            .iter()
            .map(|seat| seat["no"].as_u64().unwrap_or(0))
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers("/seats/gala"), (1..=12).collect::<Vec<_>>());
    assert_eq!(numbers("/seats/gala?from=3&to=5"), [3, 4, 5]);
    assert_eq!(numbers("/seats/gala?from=11"), [11, 12]);
    assert_eq!(numbers("/seats/gala?to=3"), [1, 2]);
    assert_eq!(numbers("/seats/gala?last=true&limit=2"), [12, 11]);
    assert_eq!(numbers("/seats/nobody"), [0; 0]);
}

#[test]
fn the_link_keeps_the_rest_of_the_query_and_encodes_the_path() {
    let api = Serve::start(FAULTS);
    for number in 1..=3 {
        let seat = json!({ "eventName": "a/b c", "no": number });
        assert_eq!(api.send("POST", "/seats", &seat.to_string()).status, 200);
    }
    let first = api.call("GET", "/seats/a%2Fb%20c?from=1&limit=2");
    let link = first.header("link");
    assert!(link.starts_with("</seats/a%2Fb%20c?from=1&limit=2&cursor="), "{link}");
    let next = link.trim_start_matches('<').split('>').next().unwrap_or_default();
    assert_eq!(api.call("GET", next).json()[0]["no"], 3);
    // A cursor of one listing is no place in another.
    let elsewhere = next.replace("a%2Fb%20c", "gala");
    assert_eq!(api.call("GET", &elsewhere).status, 400);
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let api = with_seats(1);
    let changed = api.call("PATCH", "/seats/gala/1?guest=Ada");
    assert_eq!(changed.json(), json!({ "eventName": "gala", "no": 1, "guest": "Ada", "price": 60 }));
    assert_eq!(api.call("GET", "/seats/gala/1").json(), changed.json());
    assert_eq!(api.call("PATCH", "/seats/gala/2?guest=Ada").status, 404, "no such seat");
    assert_eq!(api.call("PATCH", "/seats/gala/1?guest=Bob&under=10").status, 412, "the price is over 10");
    assert_eq!(api.call("GET", "/seats/gala/1").json()["guest"], "Ada");
}

#[test]
fn a_key_that_no_item_can_have_is_not_there() {
    let api = with_seats(1);
    let long = "x".repeat(2049);
    assert_eq!(api.call("GET", &format!("/seats/{long}/1")).status, 404);
    assert_eq!(api.call("DELETE", &format!("/seats/{long}/1")).status, 404);
    assert_eq!(api.call("PATCH", &format!("/seats/{long}/1?guest=x")).status, 404);
}

#[test]
fn a_key_that_cannot_be_stored_is_the_clients_mistake() {
    let api = with_seats(1);
    let post = |name: &str| api.send("POST", "/seats", &json!({ "eventName": name, "no": 1 }).to_string());
    assert_eq!((post("").status, post(&"x".repeat(2049)).status), (400, 400), "{}", api.log());
    let range = api.call("GET", "/seats/gala?from=5&to=3");
    assert_eq!((range.status, range.json()), (400, json!({ "error": "A range ends before it starts" })));
    let long = "x".repeat(2049);
    assert_eq!(api.call("GET", &format!("/seats/{long}")).json(), json!([]));
}

#[test]
fn an_update_of_nothing_changes_nothing() {
    let api = with_seats(1);
    let unchanged = api.call("PATCH", "/seats/gala/1?guest=");
    assert_eq!((unchanged.status, unchanged.json()), (200, seat(1)));
    assert_eq!(api.call("PATCH", "/seats/gala/2?guest=").status, 404);
}

#[test]
fn a_batch_is_read_whole_though_dynamodb_hands_part_of_it_back() {
    let api = Serve::start(FAULTS);
    // 23 MB, of which one `BatchGetItem` answers 16 and one `BatchWriteItem` takes 25 items.
    assert_eq!(api.call("POST", "/rows/gala?count=60&bytes=390000").status, 204, "{}", api.log());
    let asked: Vec<String> = (0..=60).chain([7]).map(|number| format!("number={number}")).collect();
    let row = api.call("GET", &format!("/rows/gala?{}", asked.join("&"))).json();
    let expected = std::iter::once(Value::Null)
        .chain([json!([390_000, 2])])
        .chain(std::iter::repeat_n(json!([390_000, 1]), 60));
    assert_eq!(row, Value::Array(expected.collect()), "each in its place, the first as written last");
}

#[test]
fn a_batch_removes_what_is_there() {
    let api = with_seats(3);
    assert_eq!(api.call("DELETE", "/rows/gala?number=1&number=3&number=3&number=9").status, 204);
    assert_eq!(api.call("GET", "/seats/gala").json(), json!([seat(2)]));
    assert_eq!(api.call("DELETE", "/rows/gala").status, 204, "a batch of none");
    let long = "x".repeat(2049);
    assert_eq!(api.call("GET", &format!("/rows/{long}?number=1")).json(), json!([null]));
    assert_eq!(api.call("POST", &format!("/rows/{long}?count=1&bytes=1")).status, 400);
}

#[test]
fn a_projection_reads_what_its_type_has() {
    let api = with_seats(3);
    let price = json!({ "price": 50 });
    assert_eq!(api.call("GET", "/prices/gala/2").json(), price);
    assert_eq!(api.call("GET", "/prices/gala/4").status, 404);
    assert_eq!(api.call("GET", "/prices/gala").json(), json!([price, price]));
    let first = api.call("GET", "/prices?limit=2");
    assert_eq!(first.json(), json!([price, price]));
    let link = first.header("link");
    let next = link.trim_start_matches('<').split('>').next().unwrap_or_default();
    assert_eq!(api.call("GET", next).json(), json!([price]), "its cursor has the whole key");
}

/// The cursor that a page's link has, decoded.
fn cursor(page: &Answer) -> (String, Vec<u8>) {
    let link = page.header("link");
    let cursor = link.split("cursor=").nth(1).and_then(|rest| rest.split('>').next());
    let cursor = cursor.expect("a cursor").to_owned();
    let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(&cursor).expect("base64");
    (cursor, bytes)
}

#[test]
fn a_cursor_does_not_show_what_the_projection_leaves_out() {
    let api = with_seats(3);
    let (sealed, bytes) = cursor(&api.call("GET", "/prices?limit=1"));
    assert!(!bytes.windows(4).any(|text| text == b"gala"), "{sealed}");
    let mut forged = bytes.clone();
    forged[20] ^= 1;
    let plain = br#"["prices",{"eventName":{"S":"gala"},"no":{"N":"1"}}]"#.to_vec();
    for text in [forged, plain, bytes[..11].to_vec()] {
        let cursor = base64_simd::URL_SAFE_NO_PAD.encode_to_string(text);
        assert_eq!(api.call("GET", &format!("/prices?cursor={cursor}")).status, 400, "{cursor}");
    }

    let open = Serve::start(FAULTS);
    let refused = open.call("GET", "/prices");
    assert_eq!((refused.status, refused.json()), (500, json!({ "error": "Internal server error" })));
    let sentence = "Priced` leaves out the key `eventName`, which its cursor would show";
    wait_until("the log says why", || open.log().contains(sentence));
    assert_eq!(open.call("GET", "/prices?segments=2").status, 200, "there is no cursor");
    let short =
        Serve::start_with(Command::new(FAULTS), &["--in-memory", "--env", "FINGERPOST_CURSOR_KEY=short"]);
    assert_eq!(short.call("GET", "/prices").status, 500);
    wait_until("the log says why", || short.log().contains("it takes 32 or more"));
}

#[test]
fn a_cursor_that_no_item_can_have_is_a_400() {
    let api = Serve::start(FAULTS);
    for number in ["1".repeat(39), "+1".to_owned(), "1.5".to_owned(), "-".to_owned(), String::new()] {
        let text = json!(["list_seats", { "eventName": { "S": "gala" }, "no": { "N": number } }]).to_string();
        let cursor = base64_simd::URL_SAFE_NO_PAD.encode_to_string(text);
        let answer = api.call("GET", &format!("/seats/gala?cursor={cursor}"));
        assert_eq!(answer.status, 400, "{number}: {}", api.log());
    }
}

#[test]
fn segments_together_are_the_whole_table() {
    let api = with_seats(40);
    for segments in [1, 3, 50] {
        let prices = api.call("GET", &format!("/prices?segments={segments}")).json();
        assert_eq!(prices.as_array().map(Vec::len), Some(40), "{segments}");
    }
    for refused in ["segments=0", "segments=1000001", "segments=2&limit=3"] {
        assert_eq!(api.call("GET", &format!("/prices?{refused}")).status, 500, "{refused}");
    }
    assert!(api.log().contains("a scan has from 1 to 1000000 segments, got 0"), "{}", api.log());
}

#[test]
fn capacity_units_are_in_the_log_at_debug_only() {
    let quiet = with_seats(1);
    assert_eq!(quiet.call("GET", "/prices/gala/1").status, 200);
    assert!(!quiet.log().contains("capacity_units"), "{}", quiet.log());
    let api = Serve::start_logging(FAULTS, "fingerpost=debug");
    assert_eq!(api.send("POST", "/seats", &seat(1).to_string()).status, 200);
    assert_eq!(api.call("GET", "/seats/gala/1").status, 200);
    assert_eq!(api.call("GET", "/rows/gala?number=1").status, 200);
    for (action, units) in [("PutItem", "1.0"), ("GetItem", "1.0"), ("BatchGetItem", "0.5")] {
        let line = format!("action=\"{action}\" table=\"Seats\" capacity_units={units}");
        assert!(api.log().contains(&line), "{line}: {}", api.log());
    }
}
