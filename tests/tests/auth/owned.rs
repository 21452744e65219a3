//! Tables of which each caller reaches their own partition, and no other.

use fingerpost::testing::TestApi;
use fingerpost::{
    Claim, DeleteItem, GetItem, Item, Json, NoContent, OrError, Owned, PutItem, Query, Result, Table,
    UpdateItem, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::start;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Notes")]
pub(super) struct Note {
    #[item(partition_key)]
    pub(super) writer: String,
    #[item(sort_key)]
    pub(super) title: String,
    pub(super) text: String,
}

#[route(GET, "/notes/<title>")]
async fn note(title: String, notes: Owned<Table<Note, GetItem>>) -> Result<Json<Note>> {
    notes.get(&title).await?.or_not_found("No such note").map(Json)
}

#[route(GET, "/notes")]
async fn all_notes(notes: Owned<Table<Note, Query>>) -> Result<Json<Vec<Note>>> {
    notes.query().all().await.map(Json)
}

#[route(POST, "/notes")]
async fn write_note(Json(note): Json<Note>, notes: Owned<Table<Note, PutItem>>) -> Result<NoContent> {
    notes.put(&note).if_not_exists().await?.or_conflict("There is one")?;
    Ok(NoContent)
}

#[route(PUT, "/notes/<title>")]
async fn rewrite(
    title: String,
    Json(text): Json<String>,
    notes: Owned<Table<Note, (UpdateItem, PutItem)>>,
) -> Result<NoContent> {
    let update = notes.update(&title).set(Note::TEXT, &text);
    if update.await?.or_not_found("No such note").is_err() {
        notes.put(&Note { writer: notes.owner()?, title, text }).await?;
    }
    Ok(NoContent)
}

#[route(DELETE, "/notes/<title>")]
async fn tear(title: String, notes: Owned<Table<Note, DeleteItem>>) -> Result<NoContent> {
    notes.delete(&title).await?.or_not_found("No such note")?;
    Ok(NoContent)
}

/// The tenant of a caller, a number.
struct Tenant;

impl Claim<u32> for Tenant {
    const NAME: &'static str = "tenant";
}

/// The id of a caller: capitals are the same letters to it.
struct Id;

impl Claim<Uuid> for Id {
    const NAME: &'static str = "id";
}

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Tenants")]
struct TenantName {
    #[item(partition_key)]
    tenant: u32,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Profiles")]
struct Profile {
    #[item(partition_key)]
    id: Uuid,
}

#[route(GET, "/tenant-name")]
async fn tenant_name(names: Owned<Table<TenantName, GetItem>, Tenant>) -> Result<String> {
    Ok(names.get(()).await?.or_not_found("No such tenant")?.name)
}

#[route(GET, "/tenant-of-key", auth = by_key)]
async fn tenant_of_key(names: Owned<Table<TenantName, GetItem>, Tenant>) -> Result<String> {
    Ok(names.get(()).await?.or_not_found("No such tenant")?.name)
}

#[route(GET, "/profile")]
async fn profile(profiles: Owned<Table<Profile, GetItem>, Id>) -> Result<Json<Profile>> {
    profiles.get(()).await?.or_not_found("No such profile").map(Json)
}

pub(super) fn of(writer: &str, text: &str) -> Note {
    Note { writer: writer.to_owned(), title: "plan".to_owned(), text: text.to_owned() }
}

pub(super) async fn with_plans() -> TestApi {
    let api = start().await;
    api.seed(&[of("ann", "of Ann"), of("bob", "of Bob")]).await;
    api
}

#[tokio::test]
async fn each_caller_has_items_of_their_own() {
    let api = with_plans().await;
    let (ann, bob, eve) = (api.caller("ann"), api.caller("bob"), api.caller("eve"));
    ann.get("/notes/plan").send().await.assert(200).assert_body(json!(of("ann", "of Ann")));
    bob.get("/notes").send().await.assert(200).assert_body(json!([of("bob", "of Bob")]));
    eve.get("/notes/plan").send().await.assert(404);
    eve.get("/notes").send().await.assert(200).assert_body(json!([]));
    ann.put("/notes/plan").json("other").send().await.assert(204);
    eve.put("/notes/plan").json("new").send().await.assert(204);
    eve.get("/notes/plan").send().await.assert(200).assert_body(json!(of("eve", "new")));
    eve.delete("/notes/plan").send().await.assert(204);
    eve.delete("/notes/plan").send().await.assert(404);
    let left: Vec<Note> = api.items().await;
    assert_eq!(left.len(), 2);
    assert!(left.contains(&of("ann", "other")) && left.contains(&of("bob", "of Bob")), "{left:?}");
}

#[tokio::test]
async fn an_item_of_another_is_not_put() {
    let api = with_plans().await;
    let ann = api.caller("ann");
    let put = |note: &Note| ann.post("/notes").json(note).send();
    let refused = put(&of("bob", "forged")).await;
    refused.assert(403).assert_body(json!({ "error": "The item is another's" }));
    put(&Note { title: "new".to_owned(), ..of("ann", "mine") }).await.assert(204);
    put(&of("ann", "again")).await.assert(409);
    assert!(api.items::<Note>().await.contains(&of("bob", "of Bob")));
}

#[tokio::test]
async fn a_claim_that_is_no_key_is_refused() {
    let api = with_plans().await;
    let refused = |sentence: &str| json!({ "error": sentence });
    let cannot = |name: &str| refused(&format!("The token's claim `{name}` cannot be read"));
    api.caller("").get("/notes").send().await.assert(403).assert_body(cannot("sub"));
    let long = api.caller(&"a".repeat(2049));
    long.get("/notes").send().await.assert(403).assert_body(cannot("sub"));
    api.caller("a")
        .claim("sub", Value::Null)
        .get("/notes")
        .send()
        .await
        .assert(403)
        .assert_body(refused("The token lacks the claim `sub`"));
    let ann = api.caller("ann");
    ann.get("/tenant-name")
        .send()
        .await
        .assert(403)
        .assert_body(refused("The token lacks the claim `tenant`"));
    ann.claim("tenant", "seven").get("/tenant-name").send().await.assert(403).assert_body(cannot("tenant"));
}

#[tokio::test]
async fn a_claim_of_another_type_is_a_key_of_that_type() {
    let api = start().await;
    api.seed(&[TenantName { tenant: 7, name: "seven".to_owned() }]).await;
    let of = |tenant: Value| api.caller("ann").claim("tenant", tenant).get("/tenant-name").send();
    of(json!(7)).await.assert(200).assert_text("seven");
    of(json!("7")).await.assert(200).assert_text("seven");
    of(json!(8)).await.assert(404);
}

#[tokio::test]
async fn two_claims_are_never_one_partition() {
    let api = start().await;
    api.seed(&[TenantName { tenant: 1_785_000_000, name: "large".to_owned() }]).await;
    let of = |tenant: Value| api.caller("ann").claim("tenant", tenant).get("/tenant-name").send();
    for tenant in ["1785000000", "1.785E9"] {
        of(json!(tenant)).await.assert(200).assert_text("large");
    }
    for tenant in ["07", "+7", "7.0", "0.7e1", "7.0E0", "1.7850E9", "1.785e9", "17.85E8"] {
        of(json!(tenant)).await.assert(403);
    }
    let id = "c4a2f1de-0a4e-4d0b-9f5e-6f3a0b8e7d21";
    api.seed(&[Profile { id: id.parse().expect("an id") }]).await;
    let of = |id: &str| api.caller("ann").claim("id", id).get("/profile").send();
    of(id).await.assert(200);
    of(&id.to_uppercase()).await.assert(403);
    of(&id.replace('-', "")).await.assert(403);
}

#[tokio::test]
async fn a_field_of_what_an_authorizer_says_is_a_key_too() {
    let api = start().await;
    api.seed(&[TenantName { tenant: 7, name: "seven".to_owned() }]).await;
    let of = |key: &str| api.get("/tenant-of-key").header("x-api-key", key).send();
    of("of-7").await.assert(200).assert_text("seven");
    of("of-8").await.assert(404);
}

/// Each process is held to the caller whose request it has.
#[tokio::test]
async fn callers_at_once_are_not_taken_for_each_other() {
    let api = start().await;
    let names: Vec<_> = (0..20).map(|at| format!("caller-{at}")).collect();
    let notes: Vec<_> = names.iter().map(|name| of(name, name)).collect();
    api.seed(&notes).await;
    let asked = names.iter().map(|name| api.caller(name).get("/notes/plan").send());
    for (answer, note) in futures_util::future::join_all(asked).await.iter().zip(&notes) {
        answer.assert(200).assert_body(json!(note));
    }
}
