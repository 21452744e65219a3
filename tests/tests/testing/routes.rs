//! An API for the tests: one route keeps to its document, and each of the others breaks it in one way.

use std::time::Duration;

use fingerpost::{
    Created, Description, FromRequest, GetItem, IntoResponse, Item, Json, NoContent, OrError, PutItem,
    Request, Response, Result, Scan, Table, UpdateItem, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A tea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Teas")]
pub(crate) struct Tea {
    #[item(partition_key)]
    pub(crate) name: String,
    pub(crate) grams: u32,
}

impl Tea {
    pub(crate) fn of(name: &str, grams: u32) -> Self {
        Self { name: name.to_owned(), grams }
    }
}

/// Returns a tea.
#[route(GET, "/teas/<name>")]
pub(crate) async fn tea(name: String, teas: Table<Tea, GetItem>) -> Result<Json<Tea>> {
    Ok(Json(teas.get(&name).await?.or_not_found("No such tea")?))
}

/// Keeps a tea.
#[route(POST, "/teas", timeout = 1)]
async fn keep(Json(tea): Json<Tea>, teas: Table<Tea, PutItem>) -> Result<Created<Tea>> {
    teas.put(&tea).await?;
    Ok(Created::at(format!("/teas/{}", tea.name), tea))
}

/// Uses some of a tea.
#[route(POST, "/teas/<name>/cups")]
async fn brew(name: String, teas: Table<Tea, UpdateItem>) -> Result<Json<Tea>> {
    Ok(Json(teas.update(&name).add("grams", -5).send().await?.or_not_found("No such tea")?))
}

/// Answers with a status that its type does not have.
#[route(GET, "/undocumented")]
async fn undocumented() -> Teapot {
    Teapot(418)
}

/// Answers with a status that it has, and another body.
#[route(GET, "/other-body")]
async fn other_body() -> Teapot {
    Teapot(200)
}

/// Says that it answers 200 with a number.
struct Teapot(u16);

impl IntoResponse for Teapot {
    fn into_response(self) -> Result<Response> {
        Ok(Response::new(self.0).header("content-type", "application/json").body(r#"{"short":"stout"}"#))
    }

    fn describe(route: &mut Description) {
        <Json<u32> as IntoResponse>::describe(route);
    }
}

/// Makes a call that its signature does not grant.
#[route(GET, "/beyond")]
async fn beyond(teas: Table<Tea, GetItem>) -> Result<NoContent> {
    teas.client().scan().table_name(teas.name()).send().await?;
    Ok(NoContent)
}

/// Panics.
#[route(GET, "/panic")]
async fn panics() -> NoContent {
    panic!("the kettle is empty");
}

/// Takes longer than it may.
#[route(GET, "/slow", timeout = 1)]
async fn slow() -> NoContent {
    tokio::time::sleep(Duration::from_secs(20)).await;
    NoContent
}

/// Counts the teas, and says whether Lambda started it.
#[route(GET, "/count")]
async fn count(teas: Table<Tea, Scan>, process: Process) -> Result<Json<(usize, String)>> {
    Ok(Json((teas.scan().all().await?.len(), process.0)))
}

/// The function's name, as Lambda gives it.
#[derive(Clone)]
pub(crate) struct Process(pub(crate) String);

impl FromRequest for Process {
    async fn open(resources: &mut fingerpost::Resources) -> Result<()> {
        let name = resources.variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_default();
        resources.insert(Self(name));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        request.resource::<Self>().cloned().ok_or_else(|| fingerpost::Error::internal("it was not opened"))
    }
}
