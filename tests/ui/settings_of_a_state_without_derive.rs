use fingerpost::{Api, Result};

struct Shop;

async fn load(_: Shop) -> Result<u8> {
    Ok(1)
}

fn main() {
    let _ = Api::new("shop").state(load);
}
