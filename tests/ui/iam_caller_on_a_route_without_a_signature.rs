use fingerpost::{IamCaller, route};

#[route(GET, "/events")]
async fn events(caller: IamCaller) -> String {
    caller.user_arn
}

fn main() {}
