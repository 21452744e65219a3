//! What hyper refuses by itself, with the body that API Gateway gives.
//!
//! Bytes that are not an HTTP request never reach the gateway: hyper writes a 400, 414 or 431
//! of its own, without a body, and closes. This stands between it and the socket and completes
//! that answer on its way out. Who asked is not known then, so that of CORS it has only what does
//! not depend on the origin.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};

use super::facts;
use super::gateway::{own_body, request_id};
use crate::cors::Cors;

/// A connection whose refusals are completed.
pub(super) struct Completed<T> {
    inner: T,
    cors: Vec<(&'static str, String)>,
    /// What is left to write of a completed refusal.
    rest: Vec<u8>,
}

impl<T> Completed<T> {
    pub(super) fn new(inner: T, cors: Option<&Cors>) -> Self {
        let cors = cors.map(|cors| cors.response_headers(None)).unwrap_or_default();
        Self { inner, cors, rest: Vec::new() }
    }

    /// The refusal in full, where these bytes are one of hyper's: its answers end with their head,
    /// and of all heads that leave here only those lack the request's id.
    fn completed(&self, bytes: &[u8]) -> Option<String> {
        if !bytes.starts_with(b"HTTP/1.") {
            return None;
        }
        let head = std::str::from_utf8(bytes).ok()?;
        let (line, headers) = head.split_once("\r\n")?;
        let (version, status) = line.split_once(' ')?;
        let is_alone = headers.ends_with("\r\n\r\n") && headers.contains("content-length: 0\r\n");
        if !is_alone || headers.contains("apigw-requestid: ") {
            return None;
        }
        let (status, message) = match status.get(..3)? {
            "400" => ("400 Bad Request", "Bad Request"),
            "414" | "431" => ("431 Request Header Fields Too Large", facts::HEADERS_TOO_LARGE),
            _ => return None,
        };
        super::say(format_args!("{status}: the request could not be parsed"));
        let body = own_body(message);
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
        match self.completed(bytes) {
            Some(refusal) => {
                self.rest = refusal.into_bytes();
                Poll::Ready(Ok(bytes.len()))
            }
            None => Pin::new(&mut self.inner).poll_write(cx, bytes),
        }
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
