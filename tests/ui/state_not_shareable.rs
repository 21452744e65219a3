use std::cell::RefCell;

use fingerpost::{NoContent, State, route};

struct Settings {
    _names: RefCell<Vec<String>>,
}

#[route(GET, "/events")]
async fn events(settings: State<Settings>) -> NoContent {
    drop(settings);
    NoContent
}

fn main() {}
