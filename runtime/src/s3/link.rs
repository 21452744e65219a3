//! Links by which a client reads or writes an object itself, past the function.

use std::time::Duration;

use super::actions::{GetObject, Permits, PutObject};
use super::bucket::Bucket;
use super::key::{ObjectKey, encoded};
use super::place::{Asked, Deployed};
use crate::error::{Error, Result};

/// The longest that a signature may be valid.
const LONGEST: Duration = Duration::from_hours(7 * 24);

impl<B, A> Bucket<B, A> {
    /// Begins a link by which whoever has it can read an object, for this long: at least a second, and at most
    /// seven days. In Lambda a link ends with the credentials of the function, after some hours at most.
    ///
    /// No call is made, so that nothing is known of the object. Who follows the link to an object that is not there
    /// gets S3's own answer: a 404 if the function has [`ListBucket`](crate::ListBucket), a 403 otherwise.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Bucket, GetObject, Objects, Result};
    /// # struct Receipts;
    /// # impl Objects for Receipts { const BUCKET: &'static str = "Receipts"; }
    /// # async fn example(id: String, receipts: Bucket<Receipts, GetObject>) -> Result<()> {
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// let url = receipts.link(["receipts", &id], minute).download_as("receipt.pdf").url()?;
    /// # Ok(()) }
    /// ```
    pub fn link<At>(&self, key: impl ObjectKey, valid: Duration) -> Link<'_>
    where
        A: Permits<GetObject, At>,
    {
        Link { bucket: &self.deployed, key: key.key(), valid, name: None }
    }

    /// Begins a link by which whoever has it can write an object with `PUT`, for this long, as for
    /// [`link`](Self::link).
    ///
    /// The object that is there is replaced. S3 takes up to 5 GB, so say how long the object is if that is known.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Bucket, Objects, PutObject, Result};
    /// # struct Receipts;
    /// # impl Objects for Receipts { const BUCKET: &'static str = "Receipts"; }
    /// # async fn example(id: String, receipts: Bucket<Receipts, PutObject>) -> Result<()> {
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// let url = receipts.upload_link(["receipts", &id], minute).content_type("application/pdf").url()?;
    /// # Ok(()) }
    /// ```
    pub fn upload_link<At>(&self, key: impl ObjectKey, valid: Duration) -> UploadLink<'_>
    where
        A: Permits<PutObject, At>,
    {
        let asked = Asked { method: "PUT", valid, headers: Vec::new() };
        UploadLink { bucket: &self.deployed, key: key.key(), asked }
    }
}

/// A link to read an object being put together, from [`Bucket::link`].
#[derive(Debug)]
#[must_use = "`url()` makes the link"]
pub struct Link<'c> {
    bucket: &'c Deployed,
    key: Result<String>,
    valid: Duration,
    name: Option<String>,
}

impl Link<'_> {
    /// Browsers save the object as a file of this name instead of showing it.
    pub fn download_as(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Makes the link.
    ///
    /// # Errors
    ///
    /// A 400 for what is not a key, and a 500 for a time that S3 does not take.
    pub fn url(self) -> Result<String> {
        let Self { bucket, key, valid, name } = self;
        let query = name.map(|name| {
            let disposition = format!("attachment; filename*=UTF-8''{}", encoded(&name));
            format!("response-content-disposition={}", encoded(&disposition))
        });
        made(bucket, &Asked { method: "GET", valid, headers: Vec::new() }, key, &query.unwrap_or_default())
    }
}

/// A link to write an object being put together, from [`Bucket::upload_link`].
#[derive(Debug)]
#[must_use = "`url()` makes the link"]
pub struct UploadLink<'c> {
    bucket: &'c Deployed,
    key: Result<String>,
    asked: Asked,
}

impl UploadLink<'_> {
    /// The client must send this `content-type`, or S3 refuses the request.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.asked.headers.push(("content-type", content_type.into()));
        self
    }

    /// The client must send exactly so many bytes, or S3 refuses the request.
    pub fn length(mut self, bytes: u64) -> Self {
        self.asked.headers.push(("content-length", bytes.to_string()));
        self
    }

    /// Makes the link.
    ///
    /// # Errors
    ///
    /// A 400 for what is not a key, and a 500 for a time that S3 does not take.
    pub fn url(self) -> Result<String> {
        made(self.bucket, &self.asked, self.key, "")
    }
}

fn made(bucket: &Deployed, asked: &Asked, key: Result<String>, query: &str) -> Result<String> {
    if !(Duration::from_secs(1)..=LONGEST).contains(&asked.valid) {
        let (longest, got) = (LONGEST.as_secs(), asked.valid.as_secs_f64());
        return Err(Error::internal(format!("a link is valid for 1 to {longest} s, got {got}")));
    }
    bucket.signed(asked, &key?, query).map_err(Error::internal)
}
