//! Lists in process: how far one page reads, and what cannot be read.

use fingerpost::testing::TestApi;
use fingerpost::{Api, BatchGetItem, Cursor, GetItem, Item, Json, Page, Query, Result, Scan, Table, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A page of a book.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Leaves")]
struct Leaf {
    #[item(partition_key)]
    book: String,
    #[item(sort_key)]
    number: u32,
    text: String,
}

/// Lists the leaves that begin like this.
#[route(GET, "/leaves/<book>?<begin>&<cursor>")]
async fn leaves(
    book: String,
    begin: String,
    cursor: Option<Cursor>,
    leaves: Table<Leaf, Query>,
) -> Result<Page<u32>> {
    let leaves = leaves.query(&book).filter(Leaf::TEXT.begins_with(&begin)).limit(3).cursor(cursor);
    let page = leaves.page().await?;
    Ok(Page { items: page.items.into_iter().map(|leaf| leaf.number).collect(), next: page.next })
}

/// Lists the same leaves.
#[route(GET, "/same/<book>?<cursor>")]
async fn same_leaves(book: String, cursor: Option<Cursor>, leaves: Table<Leaf, Query>) -> Result<Page<Leaf>> {
    leaves.query(&book).limit(1).cursor(cursor).page().await
}

/// A part of a leaf, and what no leaf has.
#[derive(Serialize, Deserialize)]
struct Misspelt {
    book: String,
    number: u32,
    txet: Option<String>,
}

/// Reads what no leaf has, in each way.
#[route(GET, "/misspelt/<way>")]
async fn misspelt(way: u8, leaves: Table<Leaf, (GetItem, BatchGetItem, Query, Scan)>) -> Result<Json<Value>> {
    let read = match way {
        0 => leaves.get(("b", 1)).project::<Misspelt>().await?.is_some(),
        1 => leaves.get_many([("b", 1)]).project::<Misspelt>().await?.is_empty(),
        2 => leaves.query("b").project::<Misspelt>().all().await?.is_empty(),
        3 => leaves.query("b").project::<Misspelt>().page().await?.items.is_empty(),
        _ => leaves.scan().project::<Misspelt>().all().await?.is_empty(),
    };
    Ok(Json(json!(read)))
}

#[tokio::test]
async fn a_page_of_a_filter_that_keeps_little_ends_and_another_goes_on() {
    let api = TestApi::start(Api::new("leaves")).await;
    // 14 MB, of which DynamoDB reads 1 MB in each call.
    let long = "x".repeat(380 * 1024);
    let text = |number| if number == 34 { "kept".to_owned() } else { long.clone() };
    let leaves: Vec<_> =
        (0..36).map(|number| Leaf { book: "b".into(), number, text: text(number) }).collect();
    api.seed(&leaves).await;
    let (mut path, mut pages) = ("/leaves/b?begin=kept".to_owned(), Vec::new());
    loop {
        let page = api.get(&path).send().await;
        let numbers: Vec<u32> = page.assert(200).json();
        pages.push((numbers, page.calls().len()));
        let Some(link) = page.header("link") else { break };
        path = link.trim_start_matches('<').split('>').next().unwrap_or_default().to_owned();
    }
    let (last, others) = pages.split_last().expect("a page");
    assert_eq!((others, &last.0), ([(vec![], 10)].as_slice(), &vec![34]), "{pages:?}");
}

#[tokio::test]
async fn a_cursor_is_a_place_in_the_lists_of_its_route_alone() {
    for key in [None, Some("k".repeat(32))] {
        let mut setup = TestApi::of(Api::new("leaves"));
        if let Some(key) = &key {
            setup = setup.variable("FINGERPOST_CURSOR_KEY", key);
        }
        let api = setup.start().await;
        let leaf = |number| Leaf { book: "b".into(), number, text: "t".into() };
        api.seed(&[leaf(1), leaf(2)]).await;
        let page = api.get("/same/b").send().await;
        let link = page.assert(200).header("link").expect("a link");
        let next = link.trim_start_matches('<').split('>').next().unwrap_or_default();
        api.get(next).send().await.assert(200).assert_body([leaf(2)]);
        let elsewhere = next.replace("/same/b?", "/leaves/b?begin=t&");
        let refused = json!({ "error": "Invalid cursor: not a cursor that this API gave" });
        api.get(&elsewhere).send().await.assert(400).assert_body(refused);
    }
}

#[tokio::test]
async fn a_projection_of_what_no_item_has_is_refused() {
    let api = TestApi::start(Api::new("leaves")).await;
    api.seed(&[Leaf { book: "b".into(), number: 1, text: "t".into() }]).await;
    for way in 0..5 {
        let refused = api.get(&format!("/misspelt/{way}")).send().await;
        let sentence = "a projection reads `txet`, which the item of table `Leaves` does not have";
        assert!(refused.assert(500).log().contains(sentence), "{way}: {}", refused.log());
    }
}

/// A pen.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Pens", index(ByInk, partition = ink, project = Nib))]
struct Pen {
    #[item(partition_key)]
    id: String,
    ink: String,
    width: u32,
    note: String,
    #[item(expires)]
    until: u64,
}

/// What the index holds of one.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Nib {
    width: u32,
}

/// Counts the pens of an ink by a filter of this number.
#[route(GET, "/pens/<ink>/<filter>")]
async fn pens(ink: String, filter: u8, pens: Table<Pen, Query<ByInk>>) -> Result<Json<u64>> {
    let wide = || Pen::WIDTH.at_least(1);
    let filter = match filter {
        0 => wide().and(Pen::ID.begins_with("p")).and(Pen::UNTIL.at_least(1)),
        1 => Pen::NOTE.equals("n"),
        2 => !wide().and(!Pen::NOTE.equals("n").or(wide())),
        _ => Pen::NOTE.is_in(["n", "m"]),
    };
    Ok(Json(pens.query_index(ByInk::of(&ink)).filter(filter).count().await?))
}

#[tokio::test]
async fn a_filter_of_what_the_index_does_not_hold_is_refused() {
    let api = TestApi::start(Api::new("leaves")).await;
    let (id, ink, note) = ("p".to_owned(), "red".to_owned(), "n".to_owned());
    api.seed(&[Pen { id, ink, width: 1, note, until: 4_000_000_000 }]).await;
    api.get("/pens/red/0").send().await.assert(200).assert_body(1);
    for filter in 1..=3 {
        let refused = api.get(&format!("/pens/red/{filter}")).send().await;
        let sentence =
            "a filter tests `note`, which index `ByInk` of table `Pens` does not hold: tests/tests/lists.rs:";
        assert!(refused.assert(500).log().contains(sentence), "{filter}: {}", refused.log());
    }
}
