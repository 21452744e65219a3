//! Links by which a client reads and writes objects itself, in the local cloud.

use std::sync::LazyLock;
use std::time::Duration;

use fingerpost_tests::Serve;
use ureq::Agent;

use crate::SERVICES;

static SERVE: LazyLock<Serve> = LazyLock::new(|| Serve::start(SERVICES));

fn client() -> Agent {
    let timeout = Some(Duration::from_secs(20));
    Agent::config_builder().http_status_as_error(false).timeout_global(timeout).build().into()
}

/// A link to a file, from the API.
fn link(path: &str) -> String {
    let url = format!("{}{path}", SERVE.url());
    client().get(&url).call().expect("an answer").body_mut().read_json().expect("a link")
}

fn upload_link(path: &str) -> String {
    let url = format!("{}{path}", SERVE.url());
    client().post(&url).send_empty().expect("an answer").body_mut().read_json().expect("a link")
}

/// Writes by a link: the status.
fn put(link: &str, kind: &str, body: &str) -> u16 {
    let put = client().put(link).header("content-type", kind).send(body);
    put.expect("an answer").status().as_u16()
}

/// Reads by a link: the status and the body.
fn get(link: &str) -> (u16, String) {
    let mut answer = client().get(link).call().expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a text"))
}

#[test]
fn a_client_writes_and_reads_by_links() {
    assert_eq!(put(&upload_link("/files/one/link"), "text/plain", "tea"), 200);
    assert_eq!(get(&link("/files/one/link")), (200, "tea".to_owned()));
    let answer = client().get(link("/files/one/link")).call().expect("an answer");
    let disposition = answer.headers().get("content-disposition").map(|value| value.to_str().expect("text"));
    assert_eq!(disposition, Some("attachment; filename*=UTF-8''one%20%C3%BC.txt"));
}

#[test]
fn a_link_is_for_one_object_one_method_and_what_was_signed() {
    let upload = upload_link("/files/two/link?length=3");
    assert_eq!(put(&upload, "text/html", "tea"), 403);
    assert_eq!(put(&upload, "text/plain", "teas"), 403);
    assert_eq!(put(&upload, "text/plain", "tea"), 200);
    assert_eq!(get(&upload).0, 403);
    let read = link("/files/two/link");
    assert_eq!(put(&read, "text/plain", "tea"), 403);
    for (from, to) in [
        ("files/two", "files/one"),
        ("X-Amz-Expires=60", "X-Amz-Expires=61"),
        ("filename", "filenames"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
    ] {
        assert!(read.contains(from), "{read}");
        let (status, body) = get(&read.replace(from, to));
        assert!(status == 403 && body.contains("<Code>SignatureDoesNotMatch</Code>"), "{to}: {body}");
    }
    for more in ["&acl", "&X-Amz-Foo=1", "&X-Amz-Acl=public-read"] {
        assert_eq!(get(&(read.clone() + more)).0, 403, "{more}");
    }
    let public =
        client().put(&upload).header("content-type", "text/plain").header("x-amz-acl", "public-read");
    let mut public = public.send("tea").expect("an answer");
    let body = public.body_mut().read_to_string().expect("a text");
    assert!(public.status() == 403 && body.contains("headers present in the request which were not signed"));
    assert_eq!(get(&read).0, 200);
}

#[test]
fn a_link_expires() {
    assert_eq!(put(&upload_link("/files/three/link"), "text/plain", "tea"), 200);
    let read = link("/files/three/link?seconds=1");
    let expired = |(status, body): (u16, String)| status == 403 && body.contains("Request has expired");
    let started = std::time::Instant::now();
    let mut answer = get(&read);
    // Its second may have begun long before the link came.
    while !expired(answer.clone()) && started.elapsed() < Duration::from_secs(10) {
        assert_eq!(answer.0, 200);
        answer = get(&read);
    }
    assert!(expired(answer.clone()), "{answer:?}");
}

#[test]
fn a_link_to_a_missing_object_tells_nothing_of_it() {
    let (status, body) = get(&link("/files/missing/link"));
    assert!(status == 403 && body.contains("s3:ListBucket"), "{status}: {body}");
}
