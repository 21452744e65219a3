//! What is sent: bodies to be kept, places to look for, and events that API Gateway would not make.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::doors::HANDLERS;
use super::json::{Json, ToZero, json};

/// One thing that a client, or whoever invokes a function, may do.
#[derive(Debug, Clone)]
pub(super) enum Case {
    /// An event is created of a body, so many times, and read, listed and deleted.
    Body { fields: Vec<(&'static str, Json)>, damage: Damage, times: usize },
    /// The same of a body that is any JSON.
    Bare(Json, Damage),
    /// Events are listed with this query.
    Query(String),
    /// Events are listed from a cursor that says this.
    Cursor(Json),
    /// An event of this id is read.
    Id(String),
    /// A function gets an event that was changed.
    Event { handler: &'static str, changes: Vec<Change>, cut: Option<Index> },
}

/// What is done to an event's field of this number.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Missing(Index),
    Other(Index, Json),
    Twice(Index, Json),
    Encoded(String),
}

/// What happens to a text on its way.
#[derive(Debug, Clone)]
pub(super) enum Damage {
    None,
    Cut(Index),
    Inserted(Index, &'static [u8]),
}

impl Damage {
    pub(super) fn done_to(&self, mut text: Vec<u8>) -> Vec<u8> {
        match self {
            Self::None => {}
            Self::Cut(at) => text.truncate(at.index(text.len() + 1)),
            Self::Inserted(at, bytes) => {
                let at = at.index(text.len() + 1);
                text.splice(at..at, bytes.iter().copied());
            }
        }
        text
    }
}

/// Any case.
pub(super) fn case() -> impl Strategy<Value = Case> {
    let change = prop_oneof![
        2 => any::<Index>().prop_map(Change::Missing),
        2 => (any::<Index>(), json()).prop_map(|(at, value)| Change::Other(at, value)),
        2 => (any::<Index>(), json()).prop_map(|(at, value)| Change::Twice(at, value)),
        1 => "[A-Za-z0-9+/=_ -]{0,12}".prop_map(Change::Encoded),
    ];
    prop_oneof![
        16 => (fields(), damage(), times())
            .prop_map(|(fields, damage, times)| Case::Body { fields, damage, times }),
        4 => (json(), damage()).prop_map(|(json, damage)| Case::Bare(json, damage)),
        4 => "(limit|cursor|lim%69t|x)=[A-Za-z0-9%+._~-]{0,8}(&(limit|cursor)=[A-Za-z0-9%-]{0,8})?"
            .prop_map(Case::Query),
        2 => cursor().prop_map(Case::Cursor),
        2 => "([A-Za-z0-9%+._~-]{1,16}|a{2046,2050})".prop_map(Case::Id),
        4 => (select(&HANDLERS[..]), vec(change, 0..4), proptest::option::weighted(0.2, any::<Index>()))
            .prop_map(|(handler, changes, cut)| Case::Event { handler, changes, cut }),
    ]
}

/// A document that has a name, and anything beside it.
fn fields() -> impl Strategy<Value = Vec<(&'static str, Json)>> {
    vec((select(&["a", "b", "c", "d", "e", "f", "id", "name"][..]), json()), 0..4).prop_map(|mut fields| {
        fields.push(("name", Json::Scalar("\"n\"")));
        fields
    })
}

/// Mostly once; enough for a list of more than one response now and then.
fn times() -> impl Strategy<Value = usize> {
    ToZero(prop_oneof![60 => Just(1_usize), 1 => 2..24_usize])
}

/// A cursor that is nearly one.
fn cursor() -> impl Strategy<Value = Json> {
    let value = prop_oneof![
        json(),
        (select(&["S", "N", "B", "s"][..]), json())
            .prop_map(|(kind, value)| Json::Object(vec![(kind, value)])),
    ];
    let key = vec((select(&["id", "name", ""][..]), value), 0..3).prop_map(Json::Object);
    let of_route = key.prop_map(|key| Json::Array(vec![Json::Scalar("\"list_events\""), key]));
    prop_oneof![3 => of_route, 1 => json()]
}

/// Most texts arrive as they were.
pub(super) fn damage() -> impl Strategy<Value = Damage> {
    let odd: [&[u8]; 9] =
        [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0", b"\"", b"}", b",", b"\\u"];
    prop_oneof![
        12 => Just(Damage::None),
        1 => any::<Index>().prop_map(Damage::Cut),
        2 => (any::<Index>(), select(odd.to_vec())).prop_map(|(at, bytes)| Damage::Inserted(at, bytes)),
    ]
}
