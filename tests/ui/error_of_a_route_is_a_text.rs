use fingerpost::{Json, route};

#[route(GET, "/events/<id>")]
async fn read(id: u32) -> Result<Json<u32>, String> {
    Err(format!("no event {id}"))
}

fn main() {}
