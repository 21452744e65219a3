//! Buckets of S3 as a handler sees them: a type stands for a bucket and an argument `Bucket<Receipts, Actions>` is
//! that bucket (`bucket.rs`), whose methods read, write and delete objects (`object.rs`) or make links by which a
//! client does so itself (`link.rs`). What a signature may do is in `actions.rs`, and what a key may be in `key.rs`.

mod actions;
mod bucket;
mod key;
mod link;
mod object;
mod place;

pub use actions::{BucketAction, BucketActions, DeleteObject, GetObject, ListBucket, Permits, PutObject};
pub use bucket::{Bucket, Objects};
pub use key::ObjectKey;
pub use link::{Link, UploadLink};
pub use object::{Object, PutObjectCall};
