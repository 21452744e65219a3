//! HTTP as bytes on a connection of its own, for what no client library would send.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use ureq::http::{HeaderMap, HeaderName, HeaderValue};

use crate::{Answer, Serve};

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
        let line = self.line()?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("not a status line: {line:?}")))?;
        let mut headers = HeaderMap::new();
        while let Some((name, value)) = self.line()?.split_once(": ") {
            let name: HeaderName = name.parse().map_err(io::Error::other)?;
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).map_err(io::Error::other)?);
        }
        let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        let bodiless = head || [204, 304].contains(&status);
        let mut body = vec![0; length.filter(|_| !bodiless).unwrap_or(0)];
        self.0.read_exact(&mut body)?;
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

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        self.0.read_until(b'\n', &mut line)?;
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}
