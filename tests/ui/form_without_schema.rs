use fingerpost::{Form, NoContent, route};

#[route(POST, "/events")]
async fn events(form: Form<Details>) -> NoContent {
    drop(form);
    NoContent
}

#[derive(serde::Deserialize)]
struct Details {}

fn main() {}
