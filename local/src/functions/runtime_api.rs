//! Lambda's Runtime API (2018-06-01), one listener for each function process.
//!
//! Only the process may call it: `visitor` refuses what a web page sends, and the listener's address
//! cannot be guessed where the system has more than one.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::serve::Listener;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::mailbox::{Mailbox, Outcome};
use crate::facts;
use crate::server::upload::{Unread, collect};
use crate::server::visitor;
use crate::terminal::say;

/// Connections that a process may have; more wait to be accepted. A runtime needs one or two. Each may
/// hold an answer of [`facts::PAYLOAD_LIMIT`], and a file of those that `serve` may have open.
const CONNECTIONS: usize = 16;

/// Characters of a function's own error that are said.
const SAID: usize = 4096;

/// Opens a listener at a random address of this machine's own network, `127.0.0.0/8`, or at the
/// only one that it has there, which is so everywhere but on Linux.
pub(crate) async fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let [b, c, d, ..] = *uuid::Uuid::new_v4().as_bytes();
    let listener = match TcpListener::bind((Ipv4Addr::new(127, b, c, d.clamp(1, 254)), 0)).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
    };
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves one process until this future is dropped, and every connection with it.
pub(crate) async fn serve(
    mut listener: TcpListener,
    address: SocketAddr,
    mailbox: Arc<Mailbox>,
) -> Infallible {
    let mut connections = JoinSet::new();
    let mut full = false;
    loop {
        tokio::select! {
            (stream, _) = Listener::accept(&mut listener), if connections.len() < CONNECTIONS => {
                // Without it, an answer waits for the acknowledgement of the one before; with an
                // error, it only does that.
                let _ = stream.set_nodelay(true);
                let mailbox = mailbox.clone();
                let service = service_fn(move |request| answer(mailbox.clone(), address, request));
                connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
                if connections.len() == CONNECTIONS && !full {
                    full = true;
                    say(format_args!(
                        "a function holds {CONNECTIONS} connections to its Runtime API: one more waits until one closes"
                    ));
                }
            }
            // How a connection ended is known by what its requests did.
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn answer(
    mailbox: Arc<Mailbox>,
    address: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, http::Error> {
    let (parts, body) = request.into_parts();
    // The process names the address that it was given.
    if visitor::admit(&parts) != Ok(address.to_string()) {
        return Response::builder().status(StatusCode::FORBIDDEN).body(Full::default());
    }
    let path = parts.uri.path().strip_prefix("/2018-06-01/runtime/").unwrap_or_default();
    let segments: Vec<_> = path.split('/').collect();
    let status = match (parts.method.as_str(), segments.as_slice()) {
        ("GET", ["invocation", "next"]) => match mailbox.next().await {
            Some((id, event, deadline_ms)) => return given(id, event, deadline_ms),
            None => StatusCode::FORBIDDEN,
        },
        ("POST", ["invocation", id, "response"]) => response(&mailbox, id, body).await,
        ("POST", ["invocation", id, "error"]) => error(&mailbox, id, body).await,
        ("POST", ["init", "error"]) => init_error(&mailbox, body).await,
        _ => StatusCode::NOT_FOUND,
    };
    let body = if status == StatusCode::ACCEPTED { "{\"status\":\"OK\"}" } else { "{}" };
    Response::builder().status(status).body(Full::from(body))
}

fn given(id: String, event: Bytes, deadline_ms: u128) -> Result<Response<Full<Bytes>>, http::Error> {
    Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", id)
        .header("lambda-runtime-deadline-ms", deadline_ms.to_string())
        .header(
            "lambda-runtime-invoked-function-arn",
            format!("arn:aws:lambda:{}:{}:function:local", facts::REGION, facts::ACCOUNT),
        )
        .body(Full::from(event))
}

async fn response(mailbox: &Mailbox, id: &str, body: Incoming) -> StatusCode {
    // An answer to no event of the process is not read.
    if !mailbox.has(id) {
        return StatusCode::BAD_REQUEST;
    }
    match read(body).await {
        Ok(payload) => complete(mailbox, id, Ok(payload), StatusCode::ACCEPTED),
        Err((status, reason)) => complete(mailbox, id, Err(format!("the answer {reason}")), status),
    }
}

async fn error(mailbox: &Mailbox, id: &str, body: Incoming) -> StatusCode {
    if !mailbox.has(id) {
        return StatusCode::BAD_REQUEST;
    }
    let (status, message) = report(body).await;
    complete(mailbox, id, Err(message), status)
}

async fn init_error(mailbox: &Mailbox, body: Incoming) -> StatusCode {
    if !mailbox.starts() {
        return StatusCode::FORBIDDEN;
    }
    let (status, message) = report(body).await;
    if mailbox.init_error(message) { status } else { StatusCode::FORBIDDEN }
}

fn complete(mailbox: &Mailbox, id: &str, outcome: Outcome, status: StatusCode) -> StatusCode {
    if mailbox.complete(id, outcome) { status } else { StatusCode::BAD_REQUEST }
}

/// An error report's `errorMessage`, or what there is instead, as far as it is worth saying.
async fn report(body: Incoming) -> (StatusCode, String) {
    // Not a `Value`, to which some keys have a meaning of their own.
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Report {
        error_message: String,
    }
    let (status, message) = match read(body).await {
        Ok(bytes) => {
            let message = serde_json::from_slice(&bytes).map(|Report { error_message }| error_message);
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            (StatusCode::ACCEPTED, message.unwrap_or_else(|_| text()))
        }
        Err((status, reason)) => (status, format!("its error report {reason}")),
    };
    let mut said: String = message.chars().take(SAID).collect();
    if said.len() < message.len() {
        said.push('…');
    }
    (status, said)
}

/// A body of Lambda's size at most, or why there is none.
async fn read(mut body: Incoming) -> Result<Bytes, (StatusCode, String)> {
    collect(&mut body, facts::PAYLOAD_LIMIT).await.map_err(|why| match why {
        Unread::TooLarge => {
            let reason = format!("is over Lambda's limit of {} bytes", facts::PAYLOAD_LIMIT);
            (StatusCode::PAYLOAD_TOO_LARGE, reason)
        }
        _ => (StatusCode::BAD_REQUEST, "was cut short".to_owned()),
    })
}
