use std::rc::Rc;

use fingerpost::{NoContent, route};

#[route(GET, "/events")]
async fn events() -> NoContent {
    let shared = Rc::new(());
    std::future::ready(()).await;
    drop(shared);
    NoContent
}

fn main() {}
