//! An API for the tests: one route keeps to its document, and each of the others breaks it in one way.

use std::time::{Duration, SystemTime};

use fingerpost::describe::{Answer, Content};
use fingerpost::{
    Body, Clock, Created, Description, FromRequest, GetItem, Ids, IntoResponse, Item, Json, NoContent,
    OrError, PutItem, Request, Response, Result, Scan, State, Table, UpdateItem, route,
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
#[route(POST, "/teas", timeout = 2)]
async fn keep(Json(tea): Json<Tea>, teas: Table<Tea, PutItem>) -> Result<Created<Tea>> {
    teas.put(&tea).await?;
    Ok(Created::at(format!("/teas/{}", tea.name), tea))
}

/// Fills a tin up.
#[route(POST, "/teas/<name>/cups")]
async fn brew(name: String, teas: Table<Tea, UpdateItem>) -> Result<Json<Tea>> {
    Ok(Json(teas.update(&name).add(Tea::GRAMS, 5).await?.or_not_found("No such tea")?))
}

/// Answers with a status that its type does not have.
#[route(GET, "/undocumented")]
async fn undocumented() -> Teapot {
    Teapot(418)
}

/// Says that it answers without a body, and has one.
#[route(GET, "/beside")]
async fn beside() -> Beside {
    Beside
}

/// A 202 without a body, as it says.
struct Beside;

impl IntoResponse for Beside {
    fn into_response(self) -> Result<Response> {
        Ok(Response::new(202).header("content-type", "text/plain").body("more"))
    }

    fn describe(route: &mut Description) {
        route.answer(Answer::new(202));
    }
}

/// Answers with a text that is not of the format that it says.
#[route(GET, "/format")]
async fn format() -> Json<Id> {
    Json(Id { id: "not a UUID".to_owned() })
}

/// An id.
#[derive(Serialize, JsonSchema)]
struct Id {
    #[schemars(extend("format" = "uuid"))]
    id: String,
}

/// Says what time it is, in seconds, and gives an id.
#[route(GET, "/now")]
pub(crate) async fn now(clock: Clock, ids: Ids) -> Result<Json<(u64, String)>> {
    let since = clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Ok(Json((since.as_secs(), ids.next()?)))
}

/// What the API is told.
pub(crate) struct Greeting(pub(crate) &'static str);

/// Greets, by a state and a variable.
#[route(GET, "/greeting")]
async fn greeting(greeting: State<Greeting>, place: Place) -> String {
    format!("{}, {}", greeting.0.0, place.0)
}

/// A variable.
#[derive(Clone)]
pub(crate) struct Place(pub(crate) String);

impl FromRequest for Place {
    fn describe(route: &mut Description) {
        route.optionally(|route| route.variable("PLACE"));
    }

    async fn open(resources: &mut fingerpost::Resources) -> Result<()> {
        let place = resources.variable("PLACE").unwrap_or_else(|| "nowhere".to_owned());
        resources.insert(Self(place));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        tracing_from_another_thread().await;
        request.resource::<Self>().cloned().ok_or_else(|| fingerpost::Error::internal("it was not opened"))
    }
}

async fn tracing_from_another_thread() {
    let _ = tokio::task::spawn_blocking(|| tracing::info!("from another thread")).await;
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

/// Panics where the text ends with a blank.
#[route(POST, "/fragile")]
async fn fragile(Json(tea): Json<Tea>) -> NoContent {
    assert!(!tea.name.ends_with(' '), "a blank");
    NoContent
}

/// Reads a body with no bound on what it takes.
#[route(POST, "/hungry")]
async fn hungry(body: Body) -> Result<NoContent> {
    // What is not JSON is nothing to it.
    let values: Vec<serde_json::Value> = serde_json::from_slice(&body.0).into_iter().collect();
    let copies = vec![values.clone(); 3];
    drop((values, copies));
    Ok(NoContent)
}

/// Reads a body with a parser that gives some names a meaning of its own.
#[route(POST, "/careless", body_limit = 65536)]
async fn careless(body: Careless) -> Result<NoContent> {
    match serde_json::from_str::<serde_json::Value>(&body.0) {
        // It knows what is not JSON, and of nesting.
        Err(error) if error.is_data() => Err(error.into()),
        _ => Ok(NoContent),
    }
}

/// A tea as the text that was sent.
struct Careless(String);

impl FromRequest for Careless {
    fn describe(route: &mut Description) {
        route.body(Content::json::<Tea>());
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(Self(String::from_utf8_lossy(&request.body()?).into_owned()))
    }
}

/// Keeps a text as it comes.
#[route(POST, "/shelf")]
async fn shelve(Json(jar): Json<Jar>, jars: Table<Jar, PutItem>) -> Result<Created<Jar>> {
    if jar.id.is_empty() {
        return Err(fingerpost::Error::bad_request("A jar has an id"));
    }
    jars.put(&jar).await?;
    Ok(Created::at("/shelf", jar))
}

/// Returns what is kept, if it is a number.
#[route(GET, "/shelf")]
async fn shelf(jars: Table<Jar, Scan>) -> Result<Json<Vec<i64>>> {
    let jars = jars.scan().all().await?;
    let numbers = jars.iter().map(|jar| serde_json::from_str(&jar.text));
    let numbers: Result<Vec<i64>, _> = numbers.collect();
    Ok(Json(numbers.map_err(|error| fingerpost::Error::internal(error.to_string()))?))
}

/// A jar.
#[derive(Debug, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Jars")]
struct Jar {
    #[item(partition_key)]
    id: String,
    text: String,
}

/// Says again what was sent beside the body.
#[route(GET, "/said?<word>", cookies(theme, size), headers(authorization))]
async fn said(
    word: Vec<String>,
    theme: Option<String>,
    size: Option<u8>,
    authorization: Option<String>,
) -> Said {
    Json((word, theme, size, authorization))
}

type Said = Json<(Vec<String>, Option<String>, Option<u8>, Option<String>)>;
