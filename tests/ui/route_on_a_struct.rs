use fingerpost::route;

#[route(GET, "/events")]
struct Events;

fn main() {
    drop(Events);
}
