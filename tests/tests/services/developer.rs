//! What a developer sees with tools of their own, and whom the doors refuse.

use fingerpost_tests::{Serve, wait_until};

use crate::SERVICES;

/// A variable that `serve` says to export.
fn exported(serve: &Serve, name: &str) -> String {
    wait_until("its welcome", || serve.log().contains("Ctrl-C stops it"));
    let log = serve.log();
    let line = log.lines().find_map(|line| line.trim().strip_prefix(&format!("export {name}=")));
    line.unwrap_or_else(|| panic!("{name} is not in {log}")).to_owned()
}

#[test]
fn serve_says_where_queues_and_buckets_are() {
    let serve = Serve::start(SERVICES);
    let sqs = exported(&serve, "AWS_ENDPOINT_URL_SQS");
    exported(&serve, "AWS_ENDPOINT_URL_S3");
    let log = serve.log();
    assert!(log.contains(&format!("aws sqs receive-message --queue-url {sqs}/000000000000/Jobs")), "{log}");
    assert!(log.contains("aws s3 ls --recursive s3://Files"), "{log}");
}

#[test]
fn nobody_enters_without_a_signature_or_from_a_page() {
    let serve = Serve::start(SERVICES);
    let (sqs, s3) = (exported(&serve, "AWS_ENDPOINT_URL_SQS"), exported(&serve, "AWS_ENDPOINT_URL_S3"));
    let client: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let unsigned = client.post(format!("{sqs}/")).header("x-amz-target", "AmazonSQS.SendMessage").send("{}");
    assert_eq!(unsigned.expect("an answer").status(), 400);
    let mut unsigned = client.get(format!("{s3}/Files/files/a")).call().expect("an answer");
    let body = unsigned.body_mut().read_to_string().expect("a text");
    assert!(unsigned.status() == 403 && body.contains("<Code>AccessDenied</Code>"), "{body}");
    for url in [format!("{sqs}/"), format!("{s3}/Files/files/a")] {
        let page = client.get(url).header("origin", "https://example.com").call().expect("an answer");
        assert_eq!(page.status(), 403);
    }
}
