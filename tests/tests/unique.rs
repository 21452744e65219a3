//! Values that one item of a table has at most, whatever is written by whom and when.

use fingerpost::testing::{Fault, TestApi};
use fingerpost::{
    Api, Created, DeleteItem, GetItem, Item, Json, NoContent, OrError, PutItem, Result, Table, UpdateItem,
    route,
};
use fingerpost_tests::Turns;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Users")]
struct User {
    #[item(partition_key)]
    id: String,
    #[item(unique)]
    email: String,
    #[item(unique)]
    #[serde(default)]
    number: Option<u32>,
    #[serde(default)]
    visits: u32,
}

impl User {
    fn of(id: &str, email: &str) -> Self {
        Self { id: id.to_owned(), email: email.to_owned(), number: None, visits: 0 }
    }
}

/// What keeps the values, as another API would find it.
#[derive(Serialize, Deserialize, Item)]
#[item(table = "UsersUnique")]
struct Claim {
    #[item(partition_key)]
    value: String,
    owner: String,
}

/// Signs up.
#[route(POST, "/users")]
async fn sign_up(Json(user): Json<User>, users: Table<User, PutItem>) -> Result<Created<User>> {
    users.put(&user).if_not_exists().await?.or_conflict("The user exists")?;
    Ok(Created::at(format!("/users/{}", user.id), user))
}

/// Replaces a user.
#[route(PUT, "/users")]
async fn replace(Json(user): Json<User>, users: Table<User, PutItem>) -> Result<NoContent> {
    users.put(&user).await?;
    Ok(NoContent)
}

/// Counts a visit.
#[route(POST, "/users/<id>/visits")]
async fn visit(id: String, users: Table<User, UpdateItem>) -> Result<Json<User>> {
    Ok(Json(users.update(&id).add(User::VISITS, 1).await?.or_not_found("No such user")?))
}

/// Removes a user who has come so often.
#[route(DELETE, "/users/<id>?<visits=0>")]
async fn remove(id: String, visits: u32, users: Table<User, DeleteItem>) -> Result<Json<User>> {
    let removed = users.delete(&id).returning().condition(User::VISITS.at_least(visits)).await?;
    Ok(Json(removed.or_conflict("No such user, or too few visits")?))
}

/// Reads a user.
#[route(GET, "/users/<id>")]
async fn user(id: String, users: Table<User, GetItem>) -> Result<Json<User>> {
    Ok(Json(users.get(&id).await?.or_not_found("No such user")?))
}

async fn start() -> TestApi {
    TestApi::start(Api::new("users")).await
}

/// What is claimed.
async fn claimed(api: &TestApi) -> Vec<String> {
    let mut claims: Vec<_> = api.items::<Claim>().await.into_iter().map(|claim| claim.value).collect();
    claims.sort();
    claims
}

fn taken(field: &str) -> Value {
    let details = json!([{ "in": "body", "field": field, "message": "is taken" }]);
    json!({ "error": format!("{field} is taken"), "details": details })
}

#[tokio::test]
async fn a_value_that_is_taken_is_a_409_that_names_the_field() {
    let api = start().await;
    let sign_up = |user: &User| api.post("/users").json(user).send();
    sign_up(&User { number: Some(7), ..User::of("ann", "a@x") }).await.assert(201);
    sign_up(&User::of("ben", "a@x")).await.assert(409).assert_body(taken("email"));
    let ben = User { number: Some(7), ..User::of("ben", "b@x") };
    sign_up(&ben).await.assert(409).assert_body(taken("number"));
    sign_up(&User::of("ann", "c@x")).await.assert(409).assert_body(json!({ "error": "The user exists" }));
    api.get("/users/ben").send().await.assert(404);
    assert_eq!(claimed(&api).await, ["5:email:S:a@x", "6:number:N:7"]);
    api.put("/users").json(&ben).send().await.assert(409);
    // Any number of users has none.
    sign_up(&User::of("ben", "b@x")).await.assert(201);
    sign_up(&User::of("cleo", "c@x")).await.assert(201);
    let long = User::of("dan", &"x".repeat(2050));
    sign_up(&long).await.assert(400);
}

#[tokio::test]
async fn a_value_that_is_given_up_is_free() {
    let api = start().await;
    api.seed(&[User { number: Some(7), ..User::of("ann", "a@x") }, User::of("ben", "b@x")]).await;
    assert_eq!(claimed(&api).await, ["5:email:S:a@x", "5:email:S:b@x", "6:number:N:7"]);
    let put = |user: &User| api.put("/users").json(user).send();
    put(&User::of("ann", "b@x")).await.assert(409).assert_body(taken("email"));
    put(&User { visits: 3, ..User::of("ann", "a@y") }).await.assert(204);
    assert_eq!(claimed(&api).await, ["5:email:S:a@y", "5:email:S:b@x"]);
    put(&User::of("ben", "a@x")).await.assert(204);
    // The values are as they were.
    put(&User { visits: 1, ..User::of("ben", "a@x") }).await.assert(204);
    assert_eq!(claimed(&api).await, ["5:email:S:a@x", "5:email:S:a@y"]);
    api.delete("/users/ann?visits=4").send().await.assert(409);
    api.post("/users/ann/visits").send().await.assert(200);
    let ann = User { visits: 4, ..User::of("ann", "a@y") };
    api.delete("/users/ann?visits=4").send().await.assert(200).assert_body(&ann);
    api.delete("/users/ann").send().await.assert(409);
    assert_eq!(claimed(&api).await, ["5:email:S:a@x"]);
    put(&User::of("cleo", "a@y")).await.assert(204);
}

#[tokio::test]
async fn values_that_were_there_before_are_claimed_by_the_next_put() {
    #[derive(Serialize, Deserialize, Item)]
    #[item(table = "Users")]
    struct OldUser {
        #[item(partition_key)]
        id: String,
        email: String,
        visits: u32,
    }

    let api = start().await;
    let old = |id: &str| OldUser { id: id.to_owned(), email: "a@x".to_owned(), visits: 0 };
    api.seed(&[old("ann"), old("ben")]).await;
    let put = |id| api.put("/users").json(User::of(id, "a@x")).send();
    put("ben").await.assert(204);
    put("ann").await.assert(409);
    // It is Ben's, and stays so.
    api.delete("/users/ann").send().await.assert(200);
    assert_eq!(claimed(&api).await, ["5:email:S:a@x"]);
    api.delete("/users/ben").send().await.assert(200);
    assert!(claimed(&api).await.is_empty());
}

#[tokio::test]
async fn of_two_who_want_one_value_one_gets_it_in_every_order() {
    // Ben changes his address, which takes two calls, and Cleo signs up with it.
    for order in [[0, 0, 1], [0, 1, 0], [1, 0, 0]] {
        let (mut turns, stops) = Turns::new();
        let api = TestApi::start(Api::new("users").dynamodb_config(stops)).await;
        let seed = async { api.seed(&[User::of("ben", "b@x")]).await };
        turns.run(seed).await;
        let put = |user: User| {
            let request = api.put("/users").json(user);
            async { request.send().await.status().as_u16() }
        };
        let statuses = turns.take(&order, [put(User::of("ben", "a@x")), put(User::of("cleo", "a@x"))]).await;
        let (expected, claims) = match order {
            [0, 0, 1] => ([204, 409], vec!["5:email:S:a@x"]),
            _ => ([409, 204], vec!["5:email:S:a@x", "5:email:S:b@x"]),
        };
        let claimed = turns.run(claimed(&api)).await;
        assert_eq!(
            (statuses, claimed),
            (expected, claims.into_iter().map(str::to_owned).collect()),
            "{order:?}"
        );
    }
}

#[tokio::test]
async fn a_write_that_others_are_in_the_way_of_is_made_again() {
    let api = start().await;
    api.seed(&[User::of("ann", "a@x")]).await;
    let put = |email: &str| api.put("/users").json(User::of("ann", email)).send();
    api.fault("dynamodb.TransactWriteItems", Fault::Conflict.times(3));
    put("b@x").await.assert(204);
    api.fault("dynamodb.TransactWriteItems", Fault::AnswerLost.after(1));
    put("c@x").await.assert(204);
    assert_eq!(claimed(&api).await, ["5:email:S:c@x"]);
    api.fault("dynamodb.TransactWriteItems", Fault::Conflict);
    put("d@x").await.assert(503);
    api.clear_faults();
    for fault in [Fault::EndsBefore, Fault::EndsAfter] {
        for call in 0..2 {
            api.fault("dynamodb.TransactWriteItems", fault.after(call));
            put(&format!("{fault:?}-{call}")).await.assert(500);
            // Both were written, or neither.
            let user = api.item::<User>("ann").await;
            assert_eq!(
                claimed(&api).await,
                [format!("5:email:S:{}", user.email)],
                "{fault:?} at call {call}"
            );
            api.clear_faults();
        }
    }
}

#[tokio::test]
async fn a_change_of_a_value_is_two_calls_and_any_other_put_one() {
    let api = start().await;
    let put = async |email: &str| {
        let answer = api.put("/users").json(User::of("ann", email)).send().await;
        answer.assert(204).calls().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let transaction = "replace: dynamodb.TransactWriteItems";
    assert_eq!(put("a@x").await, [transaction]);
    assert_eq!(put("a@x").await, [transaction]);
    assert_eq!(put("b@x").await, [transaction, transaction]);
    let removed = api.delete("/users/ann").send().await;
    let calls: Vec<_> = removed.assert(200).calls().iter().map(ToString::to_string).collect();
    assert_eq!(calls, ["remove: dynamodb.DeleteItem", "remove: dynamodb.TransactWriteItems"]);
}
