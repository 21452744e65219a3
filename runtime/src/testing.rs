//! Tests of an API: its routes in the test's own process, from HTTP to HTTP, on a DynamoDB in memory.
//!
//! [`TestApi`] runs the code that `serve` and Lambda run: the gateway's choice of a route, the event, the
//! function with its layers, its answer. A function may do what its signature grants and nothing else, and an
//! answer that the OpenAPI document does not have fails the test. It starts in milliseconds, and each has data
//! of its own, so tests run side by side.
//!
//! A handler is a plain function, too. [`Database`] and [`Table::in_memory`](crate::Table::in_memory) make the
//! tables that it takes, [`Clock::at`](crate::Clock::at) and [`Ids::of`](crate::Ids::of) the time and the ids,
//! and [`Request::of`](crate::Request::of) a request for an extractor.
//!
//! The module is there with the feature `local`, and a deployed executable is built without it.
//!
//! ```standalone_crate
//! # use fingerpost::{Api, Created, GetItem, Item, Json, OrError, PutItem, Result, Table, route};
//! # use schemars::JsonSchema;
//! # use serde::{Deserialize, Serialize};
//! use fingerpost::testing::TestApi;
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
//! #[item(table = "Teas")]
//! struct Tea {
//!     #[item(partition_key)]
//!     name: String,
//!     grams: u32,
//! }
//!
//! /// Returns one tea.
//! #[route(GET, "/teas/<name>")]
//! async fn tea(name: String, teas: Table<Tea, GetItem>) -> Result<Json<Tea>> {
//!     Ok(Json(teas.get(&name).await?.or_not_found("No such tea")?))
//! }
//!
//! fn api() -> Api {
//!     Api::new("teas")
//! }
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
//! # runtime.block_on(async {
//! // In a `#[tokio::test]`:
//! let api = TestApi::start(api()).await;
//! api.seed(&[Tea { name: "green".to_owned(), grams: 50 }]).await;
//! let answer = api.get("/teas/green").send().await;
//! answer.assert(200).assert_body(serde_json::json!({ "name": "green", "grams": 50 }));
//! api.get("/teas/red").send().await.assert(404);
//! # });
//! ```

mod answer;
mod api;
mod caller;
mod database;
mod environment;
mod exchange;
mod functions;
mod fuzz;
mod in_memory;
mod request;
mod request_of;
mod running;
mod setup;

pub use fingerpost_local::testing::{Fault, Made, Plan};

pub use self::answer::TestAnswer;
pub use self::api::TestApi;
pub use self::caller::TestCaller;
pub use self::database::Database;
pub use self::request::TestRequest;
pub use self::request_of::RequestOf;
pub use self::setup::TestSetup;
