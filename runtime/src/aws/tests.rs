//! An SDK's client of another service, made of our configuration, against a listener of the test's own.

use aws_sdk_sns::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::config;
use crate::resources::Resources;

fn variables(endpoint: &str, url: &str) -> Resources {
    Resources::with_variables([
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKEY"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_SESSION_TOKEN", "token"),
        (endpoint, url),
    ])
}

/// Publishes with a client whose endpoint this variable says; the head of its request.
async fn published(endpoint: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answering = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut request = vec![0; 16 * 1024];
        let length = stream.read(&mut request).await.expect("a request");
        let body =
            "<PublishResponse><PublishResult><MessageId>7</MessageId></PublishResult></PublishResponse>";
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.expect("is written");
        String::from_utf8_lossy(&request[..length]).into_owned()
    };
    let resources = variables(endpoint, &url);
    let client = Client::new(&config(&resources).expect("a configuration"));
    let publishing = client.publish().topic_arn("arn:aws:sns:::news").message("hello").send();
    let (request, sent) = futures_util::future::join(answering, publishing).await;
    assert_eq!(sent.expect("is published").message_id(), Some("7"));
    request
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

#[test]
fn a_client_of_another_service_is_signed_and_goes_where_the_variables_say() {
    for endpoint in ["AWS_ENDPOINT_URL_SNS", "AWS_ENDPOINT_URL"] {
        let request = run(published(endpoint));
        for part in ["Credential=AKEY/", "/eu-central-1/sns/aws4_request", "x-amz-security-token: token"] {
            assert!(request.contains(part), "{part} of {request}");
        }
    }
}

#[test]
fn a_missing_variable_is_named() {
    let error = config(&Resources::with_variables([("AWS_REGION", "eu-central-1")])).expect_err("refused");
    assert_eq!(error.to_string(), "`AWS_ACCESS_KEY_ID` is not set");
}
