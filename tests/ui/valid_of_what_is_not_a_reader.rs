use fingerpost::{NoContent, Text, Valid, route};

#[route(POST, "/events")]
async fn create_event(text: Valid<Text>) -> NoContent {
    let _ = text;
    NoContent
}

fn main() {}
