//! What the rows of `tests/parity` are sent to: `raw` answers with the body of its request, those
//! named `event…` with their event. None of them runs in our runtime: `main` serves them by hand.

use fingerpost::route;

#[route(ANY, "/raw")]
async fn raw() {}

#[route(ANY, "/event/<rest..>")]
async fn event(rest: String) {
    drop(rest);
}

#[route(GET, "/pets/dog/1", name = "event-dog-1")]
async fn dog_1() {}

#[route(GET, "/pets/dog/<id>", name = "event-dog")]
async fn dog(id: String) {
    drop(id);
}

#[route(GET, "/pets/<rest..>", name = "event-pets")]
async fn pets(rest: String) {
    drop(rest);
}

#[route(ANY, "/pets/<rest..>", name = "event-any-pets")]
async fn any_pets(rest: String) {
    drop(rest);
}

#[route(GET, "/greedy/a/<rest..>", name = "event-greedy-left")]
async fn greedy_left(rest: String) {
    drop(rest);
}

#[route(GET, "/greedy/<one>/b/c/<rest..>", name = "event-greedy-literal")]
async fn greedy_literal(one: String, rest: String) {
    drop((one, rest));
}
