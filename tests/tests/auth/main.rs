//! Who may call, and what a handler learns of the caller: in this process, behind the gateway.

mod claims;
mod deciding;
mod owned;
mod routes;
mod thief;

use fingerpost::Api;
use fingerpost::testing::TestApi;

async fn start() -> TestApi {
    let api = Api::new("guarded").jwt("https://issuer.example.com/", ["guarded"]).jwt_named("staff");
    TestApi::start(api.default_authorizer("jwt")).await
}
