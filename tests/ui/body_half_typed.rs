use fingerpost::route;

#[route(GET, "/events/<id>")]
async fn events(id: String) -> String {
    id.
}

fn main() {
    drop(events(String::new()));
}
