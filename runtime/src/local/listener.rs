//! The gateway's connections: how many there are, what they may take, and how they end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener as _;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::facts;
use super::gateway::Gateway;
use super::refusal::Completed;

/// Connections at once; more wait to be accepted.
const CONNECTIONS: usize = 512;

/// How long requests under way may take once it is told to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// Serves until `stop` resolves. A request's head may take as long as `patience` to arrive.
pub(super) async fn serve(
    mut listener: TcpListener,
    gateway: Gateway,
    patience: Duration,
    stop: impl Future<Output = ()>,
) {
    let gateway = Arc::new(gateway);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    // No head within the gateway's own limit has more headers than this.
    http.max_headers(facts::HEADER_LIMIT / "a:\r\n".len());
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut stop = pin!(stop);
    loop {
        let (stream, client, place) = tokio::select! {
            accepted = accept(&mut listener, &places) => accepted,
            () = &mut stop => break,
        };
        // An answer that waits for an acknowledgement is only slower.
        let _ = stream.set_nodelay(true);
        let stream = Completed::new(TokioIo::new(stream), gateway.cors.as_ref());
        let gateway = Arc::clone(&gateway);
        let service = service_fn(move |request| {
            let gateway = Arc::clone(&gateway);
            async move { Ok::<_, Infallible>(gateway.answer(request, client).await) }
        });
        let connection = open.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            // A connection that fails has nobody left to be told.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Who takes longer is cut off.
    let _ = timeout(FAREWELL, open.shutdown()).await;
}

async fn accept(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // It is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok();
    let (stream, client) = listener.accept().await;
    (stream, client, place)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// What a gateway of little patience answers to a client that sends this, and then a byte
    /// at a time, for ever.
    async fn answer_to_a_trickle(head: &str) -> String {
        let patience = Duration::from_millis(200);
        let gateway = Gateway::bare(patience);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(serve(listener, gateway, patience, std::future::pending()));
        let (mut read, mut write) = TcpStream::connect(address).await.expect("connects").into_split();
        write.write_all(head.as_bytes()).await.expect("writes");
        let trickle = tokio::spawn(async move {
            while write.write_all(b"x").await.is_ok() {
                tokio::time::sleep(patience / 10).await;
            }
        });
        let mut answer = Vec::new();
        // A connection that is reset has ended, too.
        let ended = timeout(Duration::from_secs(20), read.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "it still waits");
        trickle.abort();
        String::from_utf8(answer).expect("text")
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_given_up() {
        assert_eq!(answer_to_a_trickle("POST / HTTP/1.1\r\nhost: ").await, "");
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_a_408() {
        let head = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n";
        let answer = answer_to_a_trickle(head).await;
        assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
        assert!(answer.ends_with("{\"message\":\"Request Timeout\"}"), "{answer}");
    }
}
