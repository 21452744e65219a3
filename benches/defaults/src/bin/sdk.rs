//! The SDK as its documentation starts it: default features, `load_defaults`.

#[path = "../../../src/by_hand.rs"]
mod by_hand;

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    by_hand::serve(&Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await)).await
}
