//! Reading, writing and deleting an object.

use std::future::IntoFuture;

use bytes::Bytes;
use http::{Method, header};

use super::actions::{DeleteObject, GetObject, Permits, PutObject};
use super::bucket::Bucket;
use super::key::ObjectKey;
use super::place::Deployed;
use crate::aws::call::{Call as Outgoing, Failed};
use crate::dynamodb::Call;
use crate::error::Result;
use crate::lambda::deadline;

/// An object, as it was read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Object {
    /// What it holds.
    pub body: Bytes,
    /// The media type that it was written with; S3 gives `binary/octet-stream` to one without.
    pub content_type: Option<String>,
    /// S3's tag of what it holds, in quotation marks.
    pub etag: Option<String>,
}

impl<B, A> Bucket<B, A> {
    /// Reads an object, or returns `None` where there is none with this key.
    ///
    /// S3 answers a missing key with a 403 where the function may not list the bucket. Its message tells that from
    /// another refusal, so that no [`ListBucket`](crate::ListBucket) is needed.
    ///
    /// # Errors
    ///
    /// A 500 for an object of more than 40 MB, which is for a [link](Self::link). Otherwise as for
    /// [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Bucket, GetObject, Objects, OrError, Result};
    /// # struct Receipts;
    /// # impl Objects for Receipts { const BUCKET: &'static str = "Receipts"; }
    /// # async fn example(id: String, receipts: Bucket<Receipts, GetObject>) -> Result<()> {
    /// let receipt = receipts.get(["receipts", &id]).await?.or_not_found("No such receipt")?;
    /// println!("{} bytes", receipt.body.len());
    /// # Ok(()) }
    /// ```
    pub fn get<At>(&self, key: impl ObjectKey) -> Call<'_, Option<Object>>
    where
        A: Permits<GetObject, At>,
    {
        get(&self.deployed, key.key())
    }

    /// Writes an object, in place of the one with the same key if there is one.
    ///
    /// # Errors
    ///
    /// As for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Bucket, Objects, PutObject, Result};
    /// # struct Receipts;
    /// # impl Objects for Receipts { const BUCKET: &'static str = "Receipts"; }
    /// # async fn example(id: String, receipts: Bucket<Receipts, PutObject>) -> Result<()> {
    /// receipts.put(["receipts", &id], "2 x tea").content_type("text/plain").await?;
    /// # Ok(()) }
    /// ```
    pub fn put<At>(&self, key: impl ObjectKey, body: impl Into<Bytes>) -> PutObjectCall<'_>
    where
        A: Permits<PutObject, At>,
    {
        PutObjectCall { bucket: &self.deployed, key: key.key(), body: body.into(), content_type: None }
    }

    /// Deletes an object. It is not an error if there is none.
    ///
    /// # Errors
    ///
    /// As for [every call](Self#errors).
    pub fn delete<At>(&self, key: impl ObjectKey) -> Call<'_, ()>
    where
        A: Permits<DeleteObject, At>,
    {
        delete(&self.deployed, key.key())
    }
}

fn get(bucket: &Deployed, key: Result<String>) -> Call<'_, Option<Object>> {
    Box::pin(async move {
        let asked = call(Method::GET, bucket.object(&key?));
        match bucket.call(&asked).await {
            Ok(answer) => {
                let text = |name| answer.text(name).map(str::to_owned);
                let (content_type, etag) = (text("content-type"), text("etag"));
                Ok(Some(Object { body: answer.body, content_type, etag }))
            }
            Err(failed) if is_missing(&failed) => Ok(None),
            Err(failed) => Err(bucket.error("GetObject", failed)),
        }
    })
}

/// Whether there is no object. Who may not list the bucket is told that it may not know.
fn is_missing(failed: &Failed) -> bool {
    let may_not_know =
        matches!(failed, Failed::Refused { message, .. } if message.contains("perform: s3:ListBucket"));
    failed.is("NoSuchKey") || (failed.is("AccessDenied") && may_not_know)
}

fn delete(bucket: &Deployed, key: Result<String>) -> Call<'_, ()> {
    Box::pin(async move {
        let deleted = bucket.call(&call(Method::DELETE, bucket.object(&key?))).await;
        deleted.map(drop).map_err(|failed| bucket.error("DeleteObject", failed))
    })
}

fn call(method: Method, url: String) -> Outgoing {
    let (headers, body, limit) = (Vec::new(), Bytes::new(), deadline::attempt);
    Outgoing { method, url, headers, body, repeatable: true, limit }
}

/// A write of an object being put together, from [`Bucket::put`]; nothing is written before `.await`.
#[derive(Debug)]
#[must_use = "nothing is written before `.await`"]
pub struct PutObjectCall<'c> {
    bucket: &'c Deployed,
    key: Result<String>,
    body: Bytes,
    content_type: Option<String>,
}

impl PutObjectCall<'_> {
    /// Gives the object a media type, which whoever reads it is told.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

impl<'c> IntoFuture for PutObjectCall<'c> {
    type Output = Result<()>;
    type IntoFuture = Call<'c, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { bucket, key, body, content_type } = self;
            let mut put = call(Method::PUT, bucket.object(&key?));
            put.body = body;
            put.headers.extend(content_type.map(|kind| (header::CONTENT_TYPE, kind)));
            let written = bucket.call(&put).await;
            written.map(drop).map_err(|failed| bucket.error("PutObject", failed))
        })
    }
}
