//! `fingerpost::testing`: what a test of an API sees, and what fails it.

mod answers;
mod faults;
mod functions;
mod fuzz;
mod routes;

use fingerpost::testing::TestApi;
use fingerpost::{Api, Cors};

async fn start() -> TestApi {
    TestApi::start(Api::new("tested").cors(Cors::any_origin())).await
}
