use fingerpost::{Bucket, GetObject, NoContent, route};

struct Receipts;

#[route(GET, "/receipts")]
async fn receipts(receipts: Bucket<Receipts, GetObject>) -> NoContent {
    drop(receipts);
    NoContent
}

fn main() {}
