use fingerpost::{Form, Json, NoContent, route};

#[route(POST, "/events")]
async fn create_event(event: Json<String>, form: Form<String>) -> NoContent {
    let _ = (event, form);
    NoContent
}

fn main() {}
