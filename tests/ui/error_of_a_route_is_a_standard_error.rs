use fingerpost::{NoContent, route};

#[route(GET, "/events")]
async fn events() -> Result<NoContent, std::num::ParseIntError> {
    "1".parse::<u8>().map(|_| NoContent)
}

fn main() {}
