use std::time::Duration;

use fingerpost::{Bucket, DeleteObject, ListBucket, Objects, Redirect, Result, route};

struct Receipts;

impl Objects for Receipts {
    const BUCKET: &'static str = "Receipts";
}

#[route(GET, "/receipts/<id>")]
async fn read(id: String, receipts: Bucket<Receipts, (ListBucket, DeleteObject)>) -> Result<Redirect> {
    Ok(Redirect::temporary(receipts.link([&id], Duration::from_secs(60)).url()?))
}

fn main() {}
