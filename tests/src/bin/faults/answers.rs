//! Every kind of answer that the reference API has no use for; what stands in them is the client's.

use fingerpost::{Accepted, File, Html, Redirect, route};

/// The status is one of 303, 307 and 308.
#[route(GET, "/redirect/<status>?<to>")]
async fn redirect(status: u16, to: String) -> Redirect {
    match status {
        308 => Redirect::permanent(to),
        307 => Redirect::temporary(to),
        _ => Redirect::to(to),
    }
}

#[route(POST, "/jobs/<id>")]
async fn begin(id: u32) -> Accepted<u32> {
    Accepted(id)
}

#[route(GET, "/page")]
async fn page() -> Html<String> {
    Html("<p>Grüße".to_owned())
}

#[route(GET, "/octets")]
async fn octets() -> Vec<u8> {
    vec![0xff, 0x00, b'"']
}

#[route(GET, "/files/<kind>?<name>&<shown>")]
async fn file(kind: String, name: String, shown: Option<bool>) -> File {
    let file = File::new(kind, "a,b\n");
    if shown == Some(true) { file.inline(name) } else { file.attachment(name) }
}
