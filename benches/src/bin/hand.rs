//! By hand: `lambda_http` with one event type, on a current-thread runtime.

use fingerpost_benches::by_hand::answer;
use fingerpost_benches::memory;
use lambda_http::{Error, Request, RequestExt, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let events = &memory();
    run(service_fn(|request: Request| async move {
        let parameters = request.path_parameters();
        answer(parameters.first("id").and_then(|id| events.get(id)))
    }))
    .await
}
