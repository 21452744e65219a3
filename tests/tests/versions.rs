//! Items with a version: every write raises it, and nobody writes over what they have not seen.

use fingerpost::testing::{Fault, TestApi};
use fingerpost::{
    Api, Created, DeleteItem, GetItem, IfMatch, Item, Json, NoContent, OrError, PutItem, Result, Table,
    Tagged, UpdateItem, Versioned as _, Written, route,
};
use fingerpost_tests::Turns;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A list of things to do.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Lists")]
struct List {
    #[item(partition_key)]
    id: String,
    #[serde(default)]
    entries: Vec<String>,
    #[serde(default)]
    #[item(version)]
    version: u64,
}

/// A list as it was stored before lists had versions.
#[derive(Serialize, Deserialize, Item)]
#[item(table = "Lists")]
struct OldList {
    #[item(partition_key)]
    id: String,
    entries: Vec<String>,
}

/// Makes a list.
#[route(POST, "/lists/<id>")]
async fn make(id: String, lists: Table<List, PutItem>) -> Result<Tagged<Created<List>>> {
    let mut list = List { id, entries: Vec::new(), version: 0 };
    list.version = lists.put(&list).await?;
    Ok(Tagged::of(Created::at(format!("/lists/{}", list.id), list)))
}

/// Adds an entry to a list that it reads and puts.
#[route(PUT, "/lists/<id>/<entry>")]
async fn put_entry(
    id: String,
    entry: String,
    seen: Option<IfMatch<u64>>,
    lists: Table<List, (GetItem, PutItem)>,
) -> Result<Tagged<Json<List>>> {
    let mut list = lists.get(&id).await?.or_not_found("No such list")?;
    list.entries.push(entry);
    lists.put(&list).if_match(seen).await?;
    Ok(Tagged::of(Json(list.raised())))
}

/// Adds an entry to a list by one update.
#[route(PATCH, "/lists/<id>/<entry>")]
async fn append_entry(
    id: String,
    entry: String,
    seen: Option<IfMatch<u64>>,
    lists: Table<List, UpdateItem>,
) -> Result<Tagged<Json<List>>> {
    let list = lists.update(&id).append(List::ENTRIES, [entry]).if_match(seen).await?;
    Ok(Tagged::of(Json(list.or_not_found("No such list")?)))
}

/// Removes a list.
#[route(DELETE, "/lists/<id>")]
async fn remove(id: String, seen: Option<IfMatch<u64>>, lists: Table<List, DeleteItem>) -> Result<NoContent> {
    lists.delete(&id).if_match(seen).await?.or_not_found("No such list")?;
    Ok(NoContent)
}

/// What a write came to: the version that is stored after it, or the status.
fn told<T>(written: Result<Written<T>>, version: impl Fn(T) -> u64) -> Value {
    match written {
        Ok(Written::Done(done)) => json!(version(done)),
        Ok(Written::Missing) => json!("missing"),
        Ok(Written::Unmet) => json!("unmet"),
        Err(error) => json!(error.to_string()),
    }
}

/// Writes one list in every way.
#[route(GET, "/ways/<id>")]
async fn ways(id: String, lists: Table<List, (PutItem, UpdateItem, DeleteItem)>) -> Result<Json<Vec<Value>>> {
    let of = |version| List { id: id.clone(), entries: vec!["tea".to_owned()], version };
    let stored = |list: List| list.version;
    let put = async |version| told(lists.put(&of(version)).await.map(Written::Done), |version| version);
    let update = || lists.update(&id);
    let tea = || List::ENTRIES.contains("tea");
    Ok(Json(vec![
        put(1).await,
        told(update().if_version(1).await, stored),
        told(update().or_create().if_version(1).await.map(Written::Done), stored),
        put(0).await,
        put(0).await,
        put(1).await,
        told(lists.put(&of(0)).if_not_exists().await, |version| version),
        told(lists.put(&of(2)).condition(!tea()).await, |version| version),
        told(lists.put(&of(1)).condition(!tea()).await, |version| version),
        told(lists.put(&of(2)).condition(tea()).await, |version| version),
        told(lists.put(&of(2)).if_match(IfMatch(3)).await.map(Written::Done), |version| version),
        told(update().await, stored),
        told(update().if_version(3).condition(tea()).await, stored),
        told(update().if_version(4).condition(!tea()).await, stored),
        told(update().if_version(4).condition(tea()).await, stored),
        told(update().if_match(IfMatch(4)).if_match(None).await, stored),
        told(lists.delete(&id).if_version(4).await, |()| 0),
        told(lists.delete(&id).if_version(5).condition(!tea()).await, |()| 0),
        told(lists.delete(&id).returning().if_version(5).await, stored),
        told(lists.delete(&id).if_version(5).await, |()| 0),
        told(update().or_create().await.map(Written::Done), stored),
        told(update().or_create().if_version(0).await.map(Written::Done), stored),
        put(u64::MAX).await,
    ]))
}

#[tokio::test]
async fn every_write_raises_the_version_and_checks_it() {
    let api = TestApi::start(Api::new("lists")).await;
    let lost = "It has changed since it was read";
    let seen = "It has changed: if-match is not the current version";
    api.get("/ways/l").send().await.assert(200).assert_body(json!([
        lost,
        "missing",
        lost,
        1,
        lost,
        2,
        "unmet",
        "unmet",
        lost,
        3,
        seen,
        4,
        lost,
        "unmet",
        5,
        seen,
        lost,
        "unmet",
        5,
        "missing",
        1,
        lost,
        "`version` cannot be raised: it is not a version, or the largest of its type",
    ]));
}

#[tokio::test]
async fn an_item_without_a_version_has_version_0() {
    for way in ["PUT", "PATCH"] {
        let api = TestApi::start(Api::new("lists")).await;
        api.seed(&[OldList { id: "l".to_owned(), entries: vec!["tea".to_owned()] }]).await;
        let add = |tag: &str| {
            api.request(way.parse().expect("a method"), "/lists/l/cup").header("if-match", tag).send()
        };
        add("\"1\"").await.assert(412);
        add("\"0\"").await.assert(200).assert_header("etag", "\"1\"");
        let stored = List { id: "l".to_owned(), entries: vec!["tea".into(), "cup".into()], version: 1 };
        assert_eq!(api.item::<List>("l").await, stored, "{way}");
    }
}

#[tokio::test]
async fn an_answer_of_an_item_has_its_version_as_the_tag() {
    let api = TestApi::start(Api::new("lists")).await;
    api.post("/lists/l").send().await.assert(201).assert_header("etag", "\"1\"");
    api.post("/lists/l")
        .send()
        .await
        .assert(409)
        .assert_body(json!({ "error": "It has changed since it was read" }));
    let stale = json!({
        "error": "It has changed: if-match is not the current version",
        "details": [{ "in": "header", "field": "if-match", "message": "is not the current version" }],
    });
    for request in [api.put("/lists/l/a"), api.patch("/lists/l/a"), api.delete("/lists/l")] {
        request.header("if-match", "\"2\"").send().await.assert(412).assert_body(&stale);
    }
    api.delete("/lists/l").header("if-match", "\"1\"").send().await.assert(204);
    for request in [api.put("/lists/l/a"), api.patch("/lists/l/a"), api.delete("/lists/l")] {
        request.header("if-match", "\"1\"").send().await.assert(404);
    }
}

#[tokio::test]
async fn a_condition_that_fails_by_a_fault_is_a_lost_race() {
    let api = TestApi::start(Api::new("lists")).await;
    api.post("/lists/l").send().await.assert(201);
    api.fault("dynamodb.PutItem", Fault::ConditionFailed.once());
    api.put("/lists/l/a").send().await.assert(409);
    api.put("/lists/l/a").send().await.assert(200).assert_header("etag", "\"2\"");
}

/// Has two clients add an entry each to one list in this order of their calls: the statuses, and how many entries
/// are kept.
async fn race(method: &str, order: &[usize], tag: Option<&str>) -> ([u16; 2], usize) {
    let (mut turns, stops) = Turns::new();
    let api = TestApi::start(Api::new("lists").dynamodb_config(stops)).await;
    api.seed(&[List { id: "l".to_owned(), entries: Vec::new(), version: 1 }]).await;
    let add = |entry: &str| {
        let request = api.request(method.parse().expect("a method"), &format!("/lists/l/{entry}"));
        let request = match tag {
            Some(tag) => request.header("if-match", tag),
            None => request,
        };
        async { request.send().await.status().as_u16() }
    };
    let statuses = turns.take(order, [add("one"), add("other")]).await;
    let list = api.item::<List>("l").await;
    assert_eq!(list.version, 1 + list.entries.len() as u64, "{list:?}");
    (statuses, list.entries.len())
}

/// Every order of two calls each.
const ORDERS: [[usize; 4]; 6] =
    [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 1, 0], [1, 1, 0, 0]];

#[tokio::test]
async fn of_two_changes_of_one_version_one_is_made_in_every_order() {
    for order in ORDERS {
        let (statuses, kept) = race("PUT", &order, Some("\"1\"")).await;
        // Whose write comes first is the one that is made.
        let expected =
            if order.iter().rposition(|turn| *turn == 0) < order.iter().rposition(|turn| *turn == 1) {
                [200, 412]
            } else {
                [412, 200]
            };
        assert_eq!((statuses, kept), (expected, 1), "{order:?}");
    }
    assert_eq!(race("PATCH", &[0, 1], Some("\"1\"")).await, ([200, 412], 1));
    assert_eq!(race("PATCH", &[1, 0], Some("\"1\"")).await, ([412, 200], 1));
}

#[tokio::test]
async fn without_a_version_of_the_client_no_change_is_lost_either() {
    for order in ORDERS {
        let (statuses, kept) = race("PUT", &order, None).await;
        let expected = match order {
            // The one read what the other had written.
            [0, 0, ..] | [1, 1, ..] => ([200, 200], 2),
            [_, _, 0, 1] => ([200, 409], 1),
            _ => ([409, 200], 1),
        };
        assert_eq!((statuses, kept), expected, "{order:?}");
    }
    assert_eq!(race("PATCH", &[1, 0], None).await, ([200, 200], 2));
}
