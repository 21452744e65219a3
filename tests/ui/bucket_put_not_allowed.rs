use fingerpost::{Bucket, GetObject, NoContent, Objects, Result, route};

struct Receipts;

impl Objects for Receipts {
    const BUCKET: &'static str = "Receipts";
}

#[route(PUT, "/receipts/<id>")]
async fn write(id: String, receipts: Bucket<Receipts, GetObject>) -> Result<NoContent> {
    receipts.put([&id], "receipt").await?;
    Ok(NoContent)
}

fn main() {}
