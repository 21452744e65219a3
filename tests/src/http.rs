//! HTTP/1.1 as this package's stand-ins read it: a head, and a body of a length that is said.

use std::io::{self, BufRead};

use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request};

/// The next request of a connection; nothing when the client has closed it.
///
/// # Errors
///
/// When the connection ends before the request is whole, or it cannot be read.
pub fn request(reader: &mut impl BufRead) -> io::Result<Option<Request<Vec<u8>>>> {
    let Some(line) = line(reader)? else { return Ok(None) };
    let (method, rest) = line.split_once(' ').unwrap_or_default();
    let target = rest.split(' ').next().unwrap_or_default();
    let request = Request::builder().method(method).uri(target);
    let headers = headers(reader)?;
    let body = body(reader, &headers)?;
    let mut request = request.body(body).map_err(io::Error::other)?;
    *request.headers_mut() = headers;
    Ok(Some(request))
}

/// A line without its end; nothing at the end of the connection.
pub(crate) fn line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = reader.read_until(b'\n', &mut line)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
}

/// The headers, and the empty line after them.
pub(crate) fn headers(reader: &mut impl BufRead) -> io::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    loop {
        let line = line(reader)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let Some((name, value)) = line.split_once(':') else { return Ok(headers) };
        let name: HeaderName = name.parse().map_err(io::Error::other)?;
        headers.append(name, HeaderValue::from_bytes(value.trim().as_bytes()).map_err(io::Error::other)?);
    }
}

/// A body as long as the headers say.
pub(crate) fn body(reader: &mut impl BufRead, headers: &HeaderMap) -> io::Result<Vec<u8>> {
    let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    Ok(body)
}
