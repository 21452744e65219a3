//! Queues and buckets: in process, over HTTP in the local cloud, and with what has no grant.

mod developer;
mod faults;
mod links;
mod local;
mod objects;
mod queues;
#[path = "../../src/bin/services/routes.rs"]
mod routes;

use fingerpost::testing::TestApi;

async fn start() -> TestApi {
    TestApi::start(routes::api()).await
}

/// The executable of the same routes.
const SERVICES: &str = env!("CARGO_BIN_EXE_services");
