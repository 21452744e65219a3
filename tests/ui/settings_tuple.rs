use fingerpost::{Settings, route};

#[derive(Settings)]
struct Name(String);

#[route(GET, "/name")]
async fn name(name: Name) -> String {
    name.0
}

fn main() {}
