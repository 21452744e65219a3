use fingerpost::{Settings, route};

#[derive(Settings)]
struct Shop<T> {
    name: T,
}

#[route(GET, "/shop")]
async fn shop(shop: Shop<String>) -> String {
    shop.name
}

fn main() {}
