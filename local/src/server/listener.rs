//! Connections: how many there are, what they may take, and how they end.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::http::{Method, Request, StatusCode};
use axum::serve::Listener as _;
use hyper::body::{Body as _, Incoming};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutWriter;

use crate::facts;
use crate::server::reply::{Cut, Reply};

/// Connections at once; more wait to be accepted.
const CONNECTIONS: usize = 512;

/// How long a request's head, and then its body, may take to arrive, and how long a client may leave
/// an answer unread.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The part of it that a connection's first head may take, so that those who ask nothing do not hold
/// the places of those who do. Whoever has asked may ask again as late as that.
const OF_PATIENCE: u32 = 6;

/// How long requests under way may take once it is told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(3);

/// How long clients that have just connected may take to ask: hyper closes a connection that has not asked yet, and a
/// request that is on its way would be lost.
const TO_ASK: Duration = Duration::from_millis(100);

/// A client's connection.
pub(crate) type Connection = TokioIo<Pin<Box<TimeoutWriter<TcpStream>>>>;

/// Serves until `stop` resolves; what it resolves to is dropped when no more connections are taken. `wrap` makes of a connection what hyper is to read and write, and may
/// follow how long the bodies are of the answers that are written to it.
pub(crate) async fn serve<S, F, T>(
    mut listener: TcpListener,
    patience: Duration,
    wrap: impl Fn(Connection, mpsc::Receiver<usize>) -> S,
    answer: impl Fn(Request<Incoming>, SocketAddr) -> F + Clone + Send + 'static,
    stop: impl Future<Output = T>,
) where
    S: Read + Write + Send + Unpin + 'static,
    F: Future<Output = Reply> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    // No head within the gateway's own limit has more headers than this.
    http.max_headers(facts::HEADER_LIMIT / "a:\r\n".len());
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut stop = pin!(stop);
    let stopped = loop {
        let (stream, client, place) = tokio::select! {
            accepted = accept(&mut listener, &places) => accepted,
            stopped = &mut stop => break stopped,
        };
        let answer = answer.clone();
        let (told, bodies) = mpsc::channel();
        let asked = Arc::new(Notify::new());
        let service = service(move |request| answer(request, client), told, Arc::clone(&asked));
        let stream = wrap(connection(stream, patience), bodies);
        let connection = open.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            see_through(connection, &asked, patience).await;
            drop(place);
        });
    };
    drop(listener);
    drop(stopped);
    sleep(TO_ASK).await;
    // Connections that take longer are cut off.
    let _ = timeout(SHUTDOWN_GRACE, open.shutdown()).await;
}

/// Answers the requests of one connection: says when there is one, and how long each reply's body is.
fn service<F: Future<Output = Reply> + Send>(
    answer: impl Fn(Request<Incoming>) -> F,
    told: mpsc::Sender<usize>,
    asked: Arc<Notify>,
) -> impl Service<
    Request<Incoming>,
    Response = Reply,
    Error = io::Error,
    Future = impl Future<Output = Result<Reply, io::Error>> + Send,
> {
    service_fn(move |request: Request<Incoming>| {
        asked.notify_one();
        let (told, method) = (told.clone(), request.method().clone());
        let reply = answer(request);
        async move {
            let reply = reply.await;
            if reply.extensions().get::<Cut>().is_some() {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            // Not everybody follows it.
            let _ = told.send(body_length(&method, &reply));
            Ok(reply)
        }
    })
}

/// Drives a connection to its end, unless its first request does not come in time.
async fn see_through(connection: impl Future, asked: &Notify, patience: Duration) {
    let mut connection = pin!(connection);
    tokio::select! {
        // A connection that fails has nobody left to be told.
        _ = &mut connection => {}
        () = asked.notified() => drop(connection.await),
        () = sleep(patience / OF_PATIENCE) => {}
    }
}

/// Bytes of a reply's body that are written, as HTTP has it.
fn body_length(method: &Method, reply: &Reply) -> usize {
    let status = reply.status();
    let none = *method == Method::HEAD
        || (*method == Method::CONNECT && status.is_success())
        || [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
    let length = reply.body().size_hint().exact().and_then(|length| length.try_into().ok());
    if none { 0 } else { length.unwrap_or_default() }
}

fn connection(stream: TcpStream, patience: Duration) -> Connection {
    // An answer that waits for an acknowledgement is only slower.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(patience));
    TokioIo::new(Box::pin(stream))
}

async fn accept(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok();
    let (stream, client) = listener.accept().await;
    (stream, client, place)
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::gateway::Gateway;
    use crate::invocation::tests::Answering;

    /// What a gateway of little patience answers to a client that sends this, and then a byte
    /// at a time, for ever.
    async fn answer_to_a_trickle(head: &str) -> String {
        let patience = Duration::from_millis(200);
        let gateway = Gateway::bare(Answering(""), patience);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(gateway.serve(listener, patience, std::future::pending::<()>()));
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

    #[tokio::test]
    async fn an_answer_that_nobody_reads_is_given_up() {
        let patience = Duration::from_millis(200);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let body: Arc<[u8]> = vec![0; 64 << 20].into();
        let held = Arc::clone(&body);
        let answer = move |_, _| {
            let body = Bytes::from_owner(Arc::clone(&held));
            async { Reply::new(body.into()) }
        };
        tokio::spawn(serve(listener, patience, |stream, _| stream, answer, std::future::pending::<()>()));
        let mut stream = TcpStream::connect(address).await.expect("connects");
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("writes");
        stream.read_exact(&mut [0]).await.expect("it is answered");
        let given_up = async {
            // One is the test's, one the service's.
            while Arc::strong_count(&body) > 2 {
                tokio::time::sleep(patience / 10).await;
            }
        };
        timeout(Duration::from_secs(20), given_up).await.expect("it is still held");
    }
}
