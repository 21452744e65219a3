//! The events API: what its routes have in common. The routes are in `events`.

mod events;

use fingerpost::{Api, Cors};

/// The API as `main` runs it and tests call it.
pub fn api() -> Api {
    Api::new("events").cors(Cors::any_origin().allow_headers(["content-type", "authorization"]))
}
