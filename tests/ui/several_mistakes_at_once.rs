use fingerpost::{NoContent, route};

#[route(FETCH, "/events/<id>/", memory = 1, colour = 7)]
fn events() -> NoContent {
    NoContent
}

fn main() {}
