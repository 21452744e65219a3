//! Every kind of answer that the reference API has no use for; what stands in them is the client's.

use std::time::Duration;

use fingerpost::{
    Accepted, Created, Error, File, Html, Json, NoContent, Redirect, Result, SameSite, SetCookie, StatusCode,
    Tagged, route,
};

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

#[route(GET, "/status/<status>?<fails>")]
async fn status(status: u16, fails: Option<bool>) -> (u16, Result<Json<u16>>) {
    let refused = || Error::conflict("It is taken");
    (status, if fails == Some(true) { Err(refused()) } else { Ok(Json(status)) })
}

#[route(GET, "/headers?<name>&<value>")]
async fn headers(name: String, value: String) -> (StatusCode, ([(String, String); 2], Created<u8>)) {
    let headers = [(name, value), ("Content-Type".to_owned(), "application/x-number".to_owned())];
    (StatusCode::ACCEPTED, (headers, Created::at("/1", 1)))
}

/// One that stands beside the client's own, which ends with the browser's session.
#[route(GET, "/set-cookies?<value>")]
async fn set_cookies(value: String) -> ([SetCookie; 2], Html<&'static str>) {
    let kept = SetCookie::new("kept", "1").max_age(Duration::from_mins(1)).same_site(SameSite::Strict);
    ([SetCookie::new("session", value), kept], Html("<p>Hello"))
}

#[route(DELETE, "/set-cookies")]
async fn remove_cookie() -> (SetCookie, NoContent) {
    (SetCookie::removal("session"), NoContent)
}

#[route(ANY, "/tagged?<tag>&<status>")]
async fn tagged(tag: String, status: Option<u16>) -> (u16, Tagged<Json<u8>>) {
    (status.unwrap_or(200), Tagged::new(tag, Json(1)))
}
