//! HTTP as bytes on a connection of its own, for what no client library would send.

use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::{Answer, Serve, http};

/// One connection to a `serve`.
pub struct Raw(BufReader<TcpStream>);

impl Raw {
    /// Connects, and sends these bytes.
    pub fn send(serve: &Serve, bytes: impl AsRef<[u8]>) -> Self {
        let stream = TcpStream::connect(serve.url().trim_start_matches("http://")).expect("connects");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let mut raw = Self(BufReader::new(stream));
        raw.more(bytes);
        raw
    }

    /// Sends more.
    pub fn more(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).expect("writes");
    }

    /// Says that nothing more will come.
    pub fn end(&mut self) {
        self.0.get_mut().shutdown(Shutdown::Write).expect("shut down");
    }

    /// The next response; `head` says that it has no body, whatever its length says.
    ///
    /// # Errors
    ///
    /// When the connection ends, or falls silent, before the response is whole.
    pub fn answer(&mut self, head: bool) -> io::Result<Answer> {
        let line = http::line(&mut self.0)?.unwrap_or_default();
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("not a status line: {line:?}")))?;
        let headers = http::headers(&mut self.0)?;
        let bodiless = head || [204, 304].contains(&status);
        let body = if bodiless { Vec::new() } else { http::body(&mut self.0, &headers)? };
        Ok(Answer { status, headers, body })
    }

    /// Whether the server has closed the connection, and said nothing more.
    pub fn closed(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
        }
    }
}
