//! An argument that says that it is of a caller's own table, and is not: what the local cloud makes of its calls.

use std::panic::AssertUnwindSafe;

use fingerpost::testing::TestCaller;
use fingerpost::{
    DeleteItem, Description, FromRequest, GetItem, NoContent, Owned, PutItem, Query, Request, Resources,
    Result, Table, UpdateItem, describe, route,
};
use futures_util::FutureExt as _;

use super::owned::{Note, of, with_plans};

type All = (GetItem, PutItem, UpdateItem, DeleteItem, Query);

/// Says that it reads its caller's own notes, and reads everyone's.
struct Thief(Table<Note, All>);

impl FromRequest for Thief {
    const CALLER: describe::Caller = Owned::<Table<Note, All>>::CALLER;

    fn describe(route: &mut Description) {
        Owned::<Table<Note, All>>::describe(route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        <Table<Note, All> as FromRequest>::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Table::from_request(request).await.map(Self)
    }
}

#[route(POST, "/thefts/<call>?<of>")]
async fn steal(call: String, of: String, notes: Thief) -> Result<NoContent> {
    let Thief(notes) = notes;
    let note = Note { writer: of.clone(), title: "plan".to_owned(), text: "stolen".to_owned() };
    match call.as_str() {
        "GetItem" => drop(notes.get((&of, "plan")).await?),
        "PutItem" => notes.put(&note).await?,
        "UpdateItem" => drop(notes.update((&of, "plan")).set(Note::TEXT, "stolen").await?),
        "DeleteItem" => drop(notes.delete((&of, "plan")).await?),
        _ => drop(notes.query(&of).sort_key_at_least("a").all().await?),
    }
    Ok(NoContent)
}

/// What is said of a call that the local cloud refuses, which fails a test.
async fn theft(caller: &TestCaller<'_>, call: &str, of: &str) -> Result<u16, String> {
    let sent = caller.post(&format!("/thefts/{call}?of={of}")).send();
    let sent = AssertUnwindSafe(sent).catch_unwind().await;
    sent.map(|answer| answer.status().as_u16())
        .map_err(|panic| *panic.downcast::<String>().expect("a sentence"))
}

#[tokio::test]
async fn the_local_cloud_refuses_another_partition_through_an_owned_grant() {
    let api = with_plans().await;
    let bob = api.caller("bob");
    for call in ["GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"] {
        let told = theft(&bob, call, "ann").await.expect_err("it is refused");
        let sentence = format!(
            "steal: dynamodb:{call} on `Notes` was refused, because it does not name the partition of the caller, the \
             claim `sub`"
        );
        assert!(told.contains(&sentence), "{told}");
        assert_eq!(theft(&bob, call, "bob").await, Ok(204), "{call}");
    }
    let left: Vec<Note> = api.items().await;
    assert_eq!(left, [of("ann", "of Ann")]);
}
