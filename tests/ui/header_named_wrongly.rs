use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>", headers("x-tenant", id, tenant = "x tenant", all = "cookie", agent = 7))]
async fn events(id: String, tenant: String, all: String) -> NoContent {
    let _ = (id, tenant, all);
    NoContent
}

fn main() {}
