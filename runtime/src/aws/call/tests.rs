//! Calls against a listener of the test's own, which answers from a list, or does not.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::aws::roots::Trust;

/// What a request is answered with.
#[derive(Clone, Copy)]
enum Reply {
    Status(u16, &'static str),
    /// The connection is cut when the request has been read.
    Lost,
    /// There is no answer.
    Silence,
}

use Reply::{Lost, Silence, Status};

/// The heads of the requests that came.
type Requests = Arc<Mutex<Vec<String>>>;

/// Answers requests from a list, the last entry again and again; the URL.
async fn listen(replies: Vec<Reply>) -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/path", listener.local_addr().expect("an address"));
    let (requests, replies) = (Requests::default(), Arc::new(Mutex::new(replies)));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, Arc::clone(&seen), Arc::clone(&replies)));
        }
    });
    (url, requests)
}

async fn converse(mut stream: TcpStream, seen: Requests, replies: Arc<Mutex<Vec<Reply>>>) {
    let mut request = vec![0; 16 * 1024];
    loop {
        let mut length = 0;
        // Every request of these tests ends with its body.
        while !request[..length].ends_with(b"the body") {
            match stream.read(&mut request[length..]).await {
                Ok(more @ 1..) => length += more,
                _ => return,
            }
        }
        seen.lock().expect("not poisoned").push(String::from_utf8_lossy(&request[..length]).into_owned());
        let reply = {
            let mut replies = replies.lock().expect("not poisoned");
            if replies.len() > 1 { replies.remove(0) } else { replies[0] }
        };
        match reply {
            Status(status, code) => {
                let (name, length) = ("x-amzn-requestid: r-7", code.len());
                let answer =
                    format!("HTTP/1.1 {status} Said\r\n{name}\r\ncontent-length: {length}\r\n\r\n{code}");
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
            }
            Lost => return,
            Silence => std::future::pending().await,
        }
    }
}

fn service() -> Service {
    Service {
        name: "Test",
        signed_as: "test",
        region: "eu-central-1".to_owned(),
        credentials: Credentials::new("AKEY", "secret", Some("token".to_owned()), None, "test"),
        connector: Connector::new(Trust::Machine).expect("a connector"),
    }
}

/// The code is the body.
fn read(_: StatusCode, answer: &Answer) -> (String, String) {
    (String::from_utf8_lossy(&answer.body).into_owned(), "said".to_owned())
}

fn unlimited() -> Option<Duration> {
    None
}

#[expect(clippy::unnecessary_wraps, reason = "it is the form of a limit")]
fn soon() -> Option<Duration> {
    Some(Duration::from_millis(50))
}

/// Makes a call to a listener with these answers; what came of it, and the requests.
async fn made(
    replies: &[Reply],
    repeatable: bool,
    limit: fn() -> Option<Duration>,
) -> (Result<Answer, Failed>, Vec<String>) {
    let (url, requests) = listen(replies.to_vec()).await;
    let headers = vec![(HeaderName::from_static("x-amz-target"), "Test.Do".to_owned())];
    let body = Bytes::from_static(b"the body");
    let call = Call { method: Method::POST, url, headers, body, repeatable, limit };
    let made = service().make(&call, read).await;
    let requests = requests.lock().expect("not poisoned").clone();
    (made, requests)
}

#[tokio::test]
async fn a_call_is_signed_with_its_headers_and_answered_once() {
    let (answer, requests) = made(&[Status(200, "done")], false, unlimited).await;
    let answer = answer.expect("an answer");
    assert_eq!((&answer.body[..], answer.text("x-amzn-requestid")), (&b"done"[..], Some("r-7")));
    let [request] = requests.try_into().expect("one request");
    for part in [
        "POST /path HTTP/1.1",
        "x-amz-target: Test.Do",
        "Credential=AKEY/",
        "/eu-central-1/test/aws4_request",
        "x-amz-security-token: token",
        "user-agent: fingerpost/",
    ] {
        assert!(request.contains(part), "{part} of {request}");
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_three_times() {
    for (status, code, attempts, meaning) in [
        (500, "InternalError", 3, Some(FailedCall::Unavailable)),
        (503, "SlowDown", 3, Some(FailedCall::Again)),
        (503, "an error without a code", 3, Some(FailedCall::Unavailable)),
        (429, "", 3, Some(FailedCall::Again)),
        (400, "ThrottlingException", 3, Some(FailedCall::Again)),
        (400, "ThrottledException", 3, Some(FailedCall::Again)),
        (400, "RequestThrottled", 3, Some(FailedCall::Again)),
        (400, "RequestLimitExceeded", 3, Some(FailedCall::Again)),
        (400, "KMS.ThrottlingException", 3, Some(FailedCall::Again)),
        (403, "AccessDeniedException", 1, None),
        (400, "ResourceNotFoundException", 1, None),
        (404, "NoSuchKey", 1, None),
        (301, "PermanentRedirect", 1, None),
    ] {
        // Whether it may be repeated matters only where nothing is known: here the service has said that it did nothing.
        for repeatable in [false, true] {
            let (failed, requests) = made(&[Status(status, code)], repeatable, unlimited).await;
            let failed = failed.expect_err("refused");
            assert_eq!((requests.len(), failed.meaning()), (attempts, meaning), "{status} {code}");
            assert_eq!(failed.request(), Some("r-7"));
            assert_eq!(failed.to_string(), format!("{code}: said"));
        }
    }
}

#[tokio::test]
async fn the_attempt_that_succeeds_is_the_last() {
    for failing in [Status(503, ""), Lost] {
        let (answer, requests) =
            made(&[failing, failing, Status(200, "done"), Silence], false, unlimited).await;
        assert_eq!((&answer.expect("an answer").body[..], requests.len()), (&b"done"[..], 3));
    }
}

#[tokio::test]
async fn a_call_whose_connection_is_lost_is_sent_again_whatever_it_does() {
    for repeatable in [false, true] {
        let (failed, requests) = made(&[Lost], repeatable, unlimited).await;
        let failed = failed.expect_err("no answer");
        assert_eq!((requests.len(), failed.meaning()), (3, Some(FailedCall::Unavailable)));
        assert!(failed.to_string().starts_with("there is no answer: "), "{failed}");
    }
}

#[tokio::test]
async fn a_call_whose_answer_is_late_is_sent_again_only_if_it_may_be_made_twice() {
    for (repeatable, attempts) in [(false, 1), (true, 3)] {
        let started = Instant::now();
        let (failed, requests) = made(&[Silence], repeatable, soon).await;
        let failed = failed.expect_err("no answer");
        assert_eq!((requests.len(), failed.meaning()), (attempts, Some(FailedCall::Unavailable)), "{failed}");
        // Each attempt has the limit, and does not wait for a listener that says nothing.
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_tried() {
    let call = Call {
        method: Method::GET,
        url: "http://127.0.0.1:1/a b".to_owned(),
        headers: Vec::new(),
        body: Bytes::new(),
        repeatable: true,
        limit: unlimited,
    };
    let failed = service().make(&call, read).await.expect_err("it cannot be sent");
    assert!(matches!(failed, Failed::Unsent(_)), "{failed:?}");
    assert_eq!(failed.meaning(), None);
}
