//! What hyper refuses by itself, with the body that API Gateway gives.
//!
//! Bytes that are not an HTTP request never reach the gateway: hyper writes a 400, 414 or 431
//! of its own, without a body, and closes. This stands between it and the socket and completes
//! that answer on its way out. Who asked is not known then, so that of CORS it has only what does
//! not depend on the origin.
//!
//! Which answers are hyper's own is not read off their bytes, which a body may have, too: it is told
//! how long the body of each answer of the gateway's is, and follows where one ends and the next
//! begins. What begins without the gateway having answered is hyper's.

use std::io;
use std::pin::Pin;
use std::sync::mpsc::Receiver;
use std::task::{Context, Poll, ready};

use fingerpost_manifest::{Cors, Header};
use hyper::rt::{Read, ReadBufCursor, Write};

use crate::facts;
use crate::server::reply::{body, request_id};

/// A connection whose refusals are completed.
pub(crate) struct Completed<T> {
    inner: T,
    cors: Vec<Header>,
    /// The lengths of the bodies of the gateway's answers, each of which is told before hyper writes
    /// the answer.
    bodies: Receiver<usize>,
    /// Bytes that are left to write of the answer under way.
    under_way: usize,
    /// What is left to write of a completed refusal.
    rest: Vec<u8>,
}

impl<T> Completed<T> {
    pub(crate) fn new(inner: T, cors: Option<&Cors>, bodies: Receiver<usize>) -> Self {
        let cors = cors.map(|cors| cors.response_headers(None)).unwrap_or_default();
        Self { inner, cors, bodies, under_way: 0, rest: Vec::new() }
    }

    /// At the beginning of an answer: the refusal in full, if it is one of hyper's. hyper hands over
    /// a head in one piece.
    fn begin(&mut self, bytes: &[u8]) -> Option<String> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let head = end.and_then(|end| std::str::from_utf8(&bytes[..end + 4]).ok());
        let is_interim = bytes.get(9) == Some(&b'1');
        let body = if is_interim { Some(0) } else { self.bodies.try_recv().ok() };
        match (end, body) {
            (Some(end), Some(body)) => self.under_way = end + 4 + body,
            // What cannot be followed is left as it is.
            _ => self.under_way = usize::MAX,
        }
        if body.is_some() { None } else { self.completed(head?) }
    }

    /// A refusal of hyper's in full.
    fn completed(&self, head: &str) -> Option<String> {
        let (line, headers) = head.split_once("\r\n")?;
        let (version, status) = line.split_once(' ')?;
        let (status, message) = match status.get(..3)? {
            "400" => ("400 Bad Request", "Bad Request"),
            "414" | "431" => ("431 Request Header Fields Too Large", facts::HEADERS_TOO_LARGE),
            _ => return None,
        };
        crate::terminal::say(format_args!("{status}: the request could not be parsed"));
        let body = body(message);
        let mut lines = vec![
            format!("{version} {status}"),
            "connection: close".to_owned(),
            "content-type: application/json".to_owned(),
            format!("content-length: {}", body.len()),
            format!("apigw-requestid: {}", request_id()),
        ];
        lines.extend(headers.split("\r\n").filter(|line| line.starts_with("date: ")).map(str::to_owned));
        lines.extend(self.cors.iter().map(|(name, value)| format!("{name}: {value}")));
        Some(lines.join("\r\n") + "\r\n\r\n" + &body)
    }
}

impl<T: Read + Unpin> Read for Completed<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<T: Write + Unpin> Write for Completed<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.under_way == 0
            && let Some(refusal) = this.begin(bytes)
        {
            this.rest = refusal.into_bytes();
            return Poll::Ready(Ok(bytes.len()));
        }
        let bytes = &bytes[..bytes.len().min(this.under_way)];
        let written = ready!(Pin::new(&mut this.inner).poll_write(cx, bytes))?;
        this.under_way -= written;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        while !this.rest.is_empty() {
            let written = ready!(Pin::new(&mut this.inner).poll_write(cx, &this.rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            this.rest.drain(..written);
        }
        Pin::new(&mut this.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(cx))?;
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
