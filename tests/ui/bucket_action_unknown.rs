use fingerpost::{Bucket, GetObject, NoContent, Objects, Scan, route};

struct Receipts;

impl Objects for Receipts {
    const BUCKET: &'static str = "Receipts";
}

#[route(GET, "/receipts")]
async fn receipts(receipts: Bucket<Receipts, (GetObject, Scan)>) -> NoContent {
    drop(receipts);
    NoContent
}

fn main() {}
