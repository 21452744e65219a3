//! `lambda_runtime` alone, current-thread: events go unread and the answer is a constant, so what
//! is built on it cannot take less.

use fingerpost_benches::BODY;
use lambda_http::lambda_runtime::{Error, LambdaEvent, LambdaInvocation, Runtime, service_fn};
use lambda_http::tower::util::MapRequestLayer;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let answer = serde_json::json!({
        "statusCode": 200,
        "headers": { "content-type": "application/json", "access-control-allow-origin": "*" },
        "body": BODY,
    });
    let answer = &*RawValue::from_string(answer.to_string())?;
    let constant = service_fn(async |_: LambdaEvent<IgnoredAny>| Ok::<_, Error>(answer));
    let unread =
        MapRequestLayer::new(|event: LambdaInvocation| LambdaInvocation { body: "0".into(), ..event });
    Runtime::new(constant).layer(unread).run().await
}
