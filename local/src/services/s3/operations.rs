//! The requests of S3 that are answered here: objects read, written and deleted, and the list of them.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use http_body_util::Full;
use percent_encoding::percent_decode_str;

use super::failure::{Failure, escaped};
use super::object::{About, Object};
use super::store::Store;
use super::{headers, link};
use crate::server::reply::Reply;

/// What a request asks for.
pub(super) struct Asked {
    pub(super) bucket: String,
    /// Empty where the bucket itself is meant.
    pub(super) key: String,
    what: What,
    query: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Get,
    Head,
    Put,
    Delete,
    List,
}

impl Asked {
    /// Reads a request's method and URL. A bucket is the first segment of the path.
    pub(super) fn of(parts: &Parts) -> Result<Self, Failure> {
        let path = parts.uri.path().strip_prefix('/').unwrap_or_default();
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(std::borrow::Cow::into_owned).map_err(|_| {
                Failure::new(StatusCode::BAD_REQUEST, "InvalidURI", "Couldn't parse the specified URI.")
            })
        };
        let (bucket, key) = (decoded(bucket)?, decoded(key)?);
        let pairs = parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let mut query = Vec::new();
        for pair in pairs {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            query.push((decoded(name)?, decoded(&value.replace('+', " "))?));
        }
        let what = match (&parts.method, key.is_empty()) {
            (&Method::GET, false) => What::Get,
            (&Method::HEAD, false) => What::Head,
            (&Method::PUT, false) => What::Put,
            (&Method::DELETE, false) => What::Delete,
            (&Method::GET, true) if !bucket.is_empty() => What::List,
            (method, _) => return Err(Failure::not_implemented(&format!("{method} of {path}"))),
        };
        Ok(Self { bucket, key, what, query })
    }

    /// Refuses what would be another operation than it looks like.
    fn check(&self, parts: &Parts) -> Result<(), Failure> {
        let known = |name: &str| {
            link::PARAMETERS.contains(&name)
                || name == "x-id"
                || match self.what {
                    What::Get | What::Head => name.starts_with("response-"),
                    What::List => {
                        ["list-type", "prefix", "delimiter", "encoding-type", "max-keys", "fetch-owner"]
                            .contains(&name)
                    }
                    What::Put | What::Delete => false,
                }
        };
        if let Some((name, _)) = self.query.iter().find(|(name, _)| !known(name)) {
            return Err(Failure::not_implemented(&format!("the query parameter {name}")));
        }
        headers::check(&parts.headers, matches!(self.what, What::Put | What::Delete))?;
        if self.key.len() > 1024 {
            return Err(Failure::new(StatusCode::BAD_REQUEST, "KeyTooLongError", "Your key is too long"));
        }
        Ok(())
    }

    /// The action that IAM asks for.
    pub(super) fn action(&self) -> &'static str {
        match self.what {
            What::Get | What::Head => "s3:GetObject",
            What::Put => "s3:PutObject",
            What::Delete => "s3:DeleteObject",
            What::List => "s3:ListBucket",
        }
    }

    /// What follows the bucket's ARN.
    pub(super) fn part(&self) -> String {
        if self.what == What::List { String::new() } else { format!("/{}", self.key) }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Does it. `may_list` says what AWS says to a caller that may not know which objects there are.
    pub(super) fn on(
        &self,
        store: &Store,
        parts: &Parts,
        body: Bytes,
        may_list: impl Fn() -> Result<(), String>,
    ) -> Result<Reply, Failure> {
        self.check(parts)?;
        if !store.has(&self.bucket) {
            let message = "The specified bucket does not exist";
            return Err(Failure::new(StatusCode::NOT_FOUND, "NoSuchBucket", message));
        }
        match self.what {
            What::Get | What::Head => {
                let object = store.get(&self.bucket, &self.key)?;
                let object = object.ok_or_else(|| match may_list() {
                    Ok(()) => Failure::missing(),
                    Err(message) => Failure::denied(message),
                })?;
                Ok(self.read(object))
            }
            What::Put => {
                let content_type = parts.headers.get(header::CONTENT_TYPE);
                let content_type = content_type.and_then(|kind| kind.to_str().ok());
                let object = Object::new(&self.key, content_type.unwrap_or("binary/octet-stream"), body);
                let etag = object.about.etag.clone();
                store.put(&self.bucket, object)?;
                let mut reply = Reply::default();
                insert(&mut reply, header::ETAG, &etag);
                Ok(reply)
            }
            What::Delete => {
                store.delete(&self.bucket, &self.key)?;
                let mut reply = Reply::default();
                *reply.status_mut() = StatusCode::NO_CONTENT;
                Ok(reply)
            }
            What::List => {
                let prefix = self.value("prefix").unwrap_or_default();
                let listed = self.listed(prefix, &store.list(&self.bucket, prefix)?);
                let mut reply = Response::new(Full::from(listed));
                insert(&mut reply, header::CONTENT_TYPE, "application/xml");
                Ok(reply)
            }
        }
    }

    fn read(&self, Object { about, body }: Object) -> Reply {
        let mut reply = Response::new(Full::from(if self.what == What::Head { Bytes::new() } else { body }));
        let content_type = self.value("response-content-type").unwrap_or(&about.content_type);
        insert(&mut reply, header::CONTENT_TYPE, content_type);
        insert(&mut reply, header::ETAG, &about.etag);
        insert(&mut reply, header::LAST_MODIFIED, &date(about.written, "rfc"));
        if let Some(disposition) = self.value("response-content-disposition") {
            insert(&mut reply, header::CONTENT_DISPOSITION, disposition);
        }
        if self.what == What::Head {
            insert(&mut reply, header::CONTENT_LENGTH, &about.length.to_string());
        }
        reply
    }

    /// The objects of a bucket, all in one answer. With a delimiter, what is below another segment stands there as
    /// that prefix alone.
    fn listed(&self, prefix: &str, objects: &[About]) -> String {
        let delimiter = self.value("delimiter").filter(|delimiter| !delimiter.is_empty());
        let (mut entries, mut prefixes) = (Vec::new(), Vec::new());
        for about in objects {
            let rest = about.key.get(prefix.len()..).unwrap_or_default();
            if let Some(delimiter) = delimiter
                && let Some((segment, _)) = rest.split_once(delimiter)
            {
                prefixes.push(format!("{prefix}{segment}{delimiter}"));
                continue;
            }
            let (key, etag, size) = (escaped(&about.key), escaped(&about.etag), about.length);
            let written = date(about.written, "iso");
            entries.push(format!(
                "<Contents><Key>{key}</Key><LastModified>{written}</LastModified><ETag>{etag}</ETag>\
                 <Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            ));
        }
        prefixes.dedup();
        for prefix in &prefixes {
            entries.push(format!("<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>", escaped(prefix)));
        }
        let (bucket, prefix, count) = (escaped(&self.bucket), escaped(prefix), objects.len());
        let entries = entries.concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>{bucket}</Name>\
             <Prefix>{prefix}</Prefix><KeyCount>{count}</KeyCount><MaxKeys>1000</MaxKeys>\
             <IsTruncated>false</IsTruncated>{entries}</ListBucketResult>"
        )
    }
}

fn insert(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// A time as HTTP's headers have it, or as XML does.
fn date(seconds: u64, form: &str) -> String {
    use aws_smithy_types::DateTime;
    use aws_smithy_types::date_time::Format;
    let time = DateTime::from_secs(i64::try_from(seconds).unwrap_or_default());
    let format = if form == "rfc" { Format::HttpDate } else { Format::DateTime };
    time.fmt(format).unwrap_or_default()
}
