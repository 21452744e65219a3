//! `fingerpost::testing`: what a test of an API sees, and what fails it.

mod answers;
mod faults;
mod functions;
mod fuzz;
mod routes;

use fingerpost::testing::TestApi;
use fingerpost::{Api, Cors, Result};

use self::routes::Greeting;

fn api() -> Api {
    Api::new("tested").cors(Cors::any_origin()).state(greeting)
}

async fn greeting() -> Result<Greeting> {
    Ok(Greeting("Good day"))
}

async fn start() -> TestApi {
    TestApi::start(api()).await
}
