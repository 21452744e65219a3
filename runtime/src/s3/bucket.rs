//! A bucket as an argument of a route: prepared once at init, handed to each request.

use std::marker::PhantomData;
use std::sync::Arc;

use super::actions::BucketActions;
use super::place::{self, Deployed};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;
use crate::route::describe::Resource;

/// Stands for a bucket of S3, by its name in the source.
///
/// The deployed bucket is given at deployment, by the construct's property `resources`.
///
/// ```
/// use fingerpost::Objects;
///
/// /// The receipts of orders, as PDF.
/// struct Receipts;
///
/// impl Objects for Receipts {
///     const BUCKET: &'static str = "Receipts";
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand for a bucket",
    label = "not a bucket",
    note = "write `impl Objects for {Self} {{ const BUCKET: &'static str = \"…\"; }}`"
)]
pub trait Objects: 'static {
    /// The bucket's name in the source: 1 to 64 ASCII letters, digits, `_` or `-`.
    const BUCKET: &'static str;
}

/// The bucket of S3 that `B` stands for, on which the route may do `A` and nothing else.
///
/// A route takes it as an argument, with the feature `s3`. `A` is one of [`GetObject`](crate::GetObject),
/// [`PutObject`](crate::PutObject), [`DeleteObject`](crate::DeleteObject) and [`ListBucket`](crate::ListBucket), or
/// a tuple of them. It decides which methods compile, what stands in the deployed function's IAM policy for this
/// bucket, and what the local cloud lets through.
///
/// | method | action | S3 calls |
/// |---|---|---|
/// | [`get`](Self::get) | `GetObject` | one |
/// | [`put`](Self::put) | `PutObject` | one |
/// | [`delete`](Self::delete) | `DeleteObject` | one |
/// | [`link`](Self::link) | `GetObject` | none |
/// | [`upload_link`](Self::upload_link) | `PutObject` | none |
///
/// A request or answer of a function has at most 6 MB. What is larger goes past it: the function answers with a
/// link, by which the client reads or writes the object itself.
///
/// # Which bucket it is
///
/// [`Objects::BUCKET`] is the bucket's name in the source. The deployed one is what the property `resources` of the
/// construct gives under that name, and the variable `RESOURCE_RECEIPTS` has its name for `Receipts`. A function
/// that has no such variable does not start. The local cloud has a bucket of that name.
///
/// # Errors
///
/// - 400 for what is not a [key](crate::ObjectKey).
/// - 503 when S3 throttles the call, fails by itself, or does not answer; with `Retry-After: 1` where it did
///   nothing, because of throttling.
/// - 500 when the call fails otherwise, for example because IAM refuses it.
///
/// The call is made up to three times.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use fingerpost::{Bucket, GetObject, Objects, Redirect, Result, route};
///
/// struct Receipts;
///
/// impl Objects for Receipts {
///     const BUCKET: &'static str = "Receipts";
/// }
///
/// /// Leads to a receipt, which S3 answers.
/// #[route(GET, "/receipts/<id>")]
/// async fn receipt(id: String, receipts: Bucket<Receipts, GetObject>) -> Result<Redirect> {
///     let link = receipts.link(["receipts", &id], Duration::from_secs(60)).url()?;
///     Ok(Redirect::temporary(link))
/// }
/// ```
#[derive(Debug)]
pub struct Bucket<B, A> {
    pub(super) deployed: Arc<Deployed>,
    types: PhantomData<fn() -> (B, A)>,
}

/// The place of one bucket, kept among the function's resources between requests.
struct Opened<B>(Arc<Deployed>, PhantomData<fn() -> B>);

impl<B: Objects, A: BucketActions> FromRequest for Bucket<B, A> {
    fn describe(route: &mut Description) {
        for (action, within) in A::statements() {
            let bucket = Resource::named(B::BUCKET);
            route.allow(action, within.map_or(bucket, |part| bucket.within(part)));
        }
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        let deployed = place::connected(resources, B::BUCKET).await.map_err(Error::internal)?;
        resources.insert(Opened::<B>(Arc::new(deployed), PhantomData));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let opened = request.resource::<Opened<B>>();
        let opened =
            opened.ok_or_else(|| Error::internal(format!("bucket `{}` was not opened", B::BUCKET)))?;
        Ok(Self { deployed: Arc::clone(&opened.0), types: PhantomData })
    }
}
