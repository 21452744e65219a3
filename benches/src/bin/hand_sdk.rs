//! The same by hand with the real SDK, on a connector without a network.

use aws_sdk_dynamodb::config::BehaviorVersion;
use fingerpost_benches::{by_hand, in_process_client};
use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = aws_sdk_dynamodb::Config::builder().behavior_version(BehaviorVersion::latest());
    by_hand::serve(&in_process_client(config)).await
}
