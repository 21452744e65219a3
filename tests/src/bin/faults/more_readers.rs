//! A route for forms with files, changes, typed headers, versions, and the answers that go with them.

use std::borrow::Cow;

use fingerpost::headers::authorization::Bearer;
use fingerpost::headers::{Authorization, CacheControl, Cookie, ETag, Header, Host};
use fingerpost::{IfMatch, Json, Multipart, Patch, Result, StatusCode, Tagged, TypedHeader, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Every field of a form, as it arrived.
#[route(POST, "/multipart")]
async fn multipart(form: Multipart) -> Json<Value> {
    let fields = form.fields().iter().map(|field| {
        json!([field.name(), field.file_name(), field.content_type(), String::from_utf8_lossy(field.bytes())])
    });
    Json(fields.collect())
}

#[route(POST, "/pictures", body_limit = 4096)]
async fn picture(form: Multipart) -> Result<Json<Value>> {
    let caption = form.text("caption")?;
    let year: Option<u16> = form.get("year").map(|_| form.value("year")).transpose()?;
    let picture = form.file("picture")?;
    Ok(Json(json!([caption, year, picture.bytes().len()])))
}

/// How many fields a form of any size has.
#[route(POST, "/uploads", body_limit = 6_291_456)]
async fn uploads(form: Option<Multipart>) -> Json<Option<usize>> {
    Json(form.map(|form| form.into_fields().len()))
}

/// What may be changed of a thing, and of what is in it.
#[derive(Deserialize, JsonSchema, Validate)]
struct Change {
    #[garde(length(chars, min = 1, max = 8), ascii)]
    name: Patch<String>,
    #[garde(range(max = 200))]
    seats: Patch<u8>,
    #[garde(dive)]
    inner: Patch<Box<Change>>,
}

#[route(PATCH, "/changes", body_limit = 6_291_456)]
async fn change(Json(change): Json<Change>) -> Result<Json<Value>> {
    let (mut name, mut seats) = ("before".to_owned(), Some(1));
    let inner = change.inner.into_option().map(|inner| inner.is_some());
    change.name.apply_required("name", &mut name)?;
    change.seats.apply(&mut seats);
    Ok(Json(json!([name, seats, inner])))
}

#[route(PUT, "/changes")]
async fn change_within_rules(Valid(Json(change)): Valid<Json<Change>>) -> Json<Option<String>> {
    Json(change.name.into_option().flatten())
}

#[route(GET, "/typed-header")]
async fn typed_header(
    TypedHeader(host): TypedHeader<Host>,
    TypedHeader(authorization): TypedHeader<Authorization<Bearer>>,
    cache: Option<TypedHeader<CacheControl>>,
) -> (TypedHeader<CacheControl>, Json<Value>) {
    let no_store = cache.is_some_and(|TypedHeader(cache)| cache.no_store());
    let body = json!([host.hostname(), authorization.token().len(), no_store]);
    (TypedHeader(CacheControl::new().with_no_cache()), Json(body))
}

#[route(GET, "/typed-cookies")]
async fn typed_cookies(cookies: Option<TypedHeader<Cookie>>) -> Json<Option<String>> {
    Json(cookies.and_then(|TypedHeader(cookies)| cookies.get("session").map(str::to_owned)))
}

/// One whose type is strict about its text.
#[route(GET, "/typed-tag")]
async fn typed_tag(TypedHeader(tag): TypedHeader<ETag>) -> Json<usize> {
    let mut values: Vec<fingerpost::headers::HeaderValue> = Vec::new();
    tag.encode(&mut values);
    Json(values.len())
}

const CURRENT: u32 = 7;

#[route(GET, "/versions")]
async fn version() -> Tagged<Json<u32>> {
    Tagged::new(CURRENT, Json(CURRENT))
}

#[route(PUT, "/versions?<seats>")]
async fn replace(seats: u8, seen: IfMatch<u32>) -> Result<Json<u8>> {
    seen.check(&CURRENT)?;
    Ok(Json(seats))
}

#[route(DELETE, "/versions")]
async fn remove(seen: Option<IfMatch<String>>) -> Json<Option<String>> {
    Json(seen.map(|IfMatch(version)| version))
}

#[route(GET, "/status-alone/<status>")]
async fn status_alone(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT)
}

#[route(GET, "/three")]
async fn three() -> (StatusCode, [(&'static str, &'static str); 1], &'static str) {
    (StatusCode::CREATED, [("content-type", "text/calendar")], "BEGIN:VCALENDAR")
}

/// Text that may be borrowed, and bytes that are part of the executable.
#[route(GET, "/borrowed/<what>")]
async fn borrowed(what: String) -> Result<Cow<'static, str>> {
    Ok(if what == "borrowed" { "borrowed".into() } else { what.into() })
}

#[route(GET, "/part-of-it")]
async fn part_of_it() -> &'static [u8] {
    b"\xff\0"
}

#[route(GET, "/cookies-by-name", cookies(session, theme))]
async fn cookies_by_name(
    session: Option<String>,
    theme: Option<String>,
) -> Json<(Option<String>, Option<String>)> {
    Json((session, theme))
}
