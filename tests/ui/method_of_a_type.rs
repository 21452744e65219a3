use fingerpost::{NoContent, route};

struct Events;

impl Events {
    #[route(GET, "/events")]
    async fn events(&self) -> NoContent {
        NoContent
    }
}

fn main() {}
