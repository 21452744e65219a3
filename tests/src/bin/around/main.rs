//! An API with states and layers: what is made before the first request, and what runs around every one.

mod layers;
mod loaders;
mod routes;

use std::env;
use std::process::ExitCode;

use fingerpost::{Api, Cors};

/// `LOADER` says what becomes of the state that the routes share.
fn main() -> ExitCode {
    let api = Api::new("around").cors(Cors::any_origin()).layer(layers::outer).layer(layers::inner);
    let stamp = "a layer that keeps something".to_owned();
    let api = api.layer(async move |request: &fingerpost::Request<'_>, next: fingerpost::Next<'_>| {
        let response = next.run().await;
        let wanted = request.header("x-stamp").is_some();
        Ok(if wanted { response.header("x-stamp", stamp.clone()) } else { response })
    });
    let api = match env::var("LOADER").as_deref() {
        Ok("missing") => api,
        Ok("twice") => api.state(loaders::load).state(loaders::load),
        Ok("fails") => api.state(loaders::fail),
        Ok("panics") => api.state(loaders::panic),
        Ok("hangs") => api.state(loaders::hang),
        _ => api.state(loaders::load),
    };
    api.run()
}
