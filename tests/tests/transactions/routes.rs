//! An API whose routes make transactions: one does the steps that it is told, and one reads.

use fingerpost::{
    ApiError, Committed, ConditionCheckItem, DeleteItem, GetItem, IdempotencyKey, Idempotent, Ids, Item,
    Json, NoContent, OrError, PutItem, Result, StatusCode, Table, TransactGet, Transaction, UpdateItem,
    route,
};
use schemars::JsonSchema;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

/// A tin of tea.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Tins")]
pub(crate) struct Tin {
    #[item(partition_key)]
    pub(crate) name: String,
    pub(crate) grams: i64,
}

impl Tin {
    pub(crate) fn of(name: &str, grams: i64) -> Self {
        Self { name: name.to_owned(), grams }
    }
}

/// What happened to a tin.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Notes")]
pub(crate) struct Note {
    #[item(partition_key)]
    tin: String,
    #[item(sort_key)]
    number: u32,
}

/// A shelf, whose key cannot be written.
#[derive(Serialize, Deserialize, Item)]
#[item(table = "Shelves")]
struct Shelf {
    #[item(partition_key)]
    place: Place,
}

#[derive(Serialize, Deserialize)]
struct Place(#[serde(serialize_with = "nowhere")] String);

fn nowhere<S: Serializer>(_: &str, _: S) -> Result<S::Ok, S::Error> {
    Err(S::Error::custom("the shelf is nowhere"))
}

/// One write of a transaction.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Puts a tin, whatever is there.
    Put(String),
    /// Puts a tin where there is none.
    New(String),
    /// Takes 30 grams.
    Take(String),
    /// Adds a gram, and makes the tin if there is none.
    Fill(String),
    /// Changes nothing.
    Idle(String),
    Throw(String),
    /// Checks that there is a tin.
    There(String),
    /// Checks that there is no tin.
    Gone(String),
    Note(String),
    /// Answers without the writes so far.
    Forget,
    Refuse,
}

#[derive(Debug, ApiError)]
pub(crate) enum StepError {
    #[error(409, "Too little tea")]
    TooLittle { names: Vec<String> },
    #[error(409, "There is {name} already")]
    There { name: String },
    #[error(404, "No such tin")]
    Missing,
    #[error(403, "The tin is empty")]
    Empty,
    #[error(transparent)]
    Other(fingerpost::Error),
}

type Store = Transaction<((Tin, (PutItem, UpdateItem, DeleteItem, ConditionCheckItem)), (Note, PutItem))>;

/// Does the steps, all or none.
#[route(POST, "/steps", timeout = 5)]
async fn steps(Json(steps): Json<Vec<Step>>, store: Store) -> Result<NoContent, StepError> {
    let mut writes = store.begin();
    for step in &steps {
        match step {
            Step::Put(name) => drop(writes.put(&Tin::of(name, 1))),
            Step::New(name) => {
                let there = StepError::There { name: name.clone() };
                writes.put(&Tin::of(name, 1)).if_not_exists().otherwise(there);
            }
            Step::Take(name) => {
                let take = writes.update(Tin::at(name)).subtract(Tin::GRAMS, 30);
                let take = take.condition(Tin::GRAMS.at_least(30)).or_missing(StepError::Missing);
                take.otherwise(StepError::TooLittle { names: vec![name.clone()] });
            }
            Step::Fill(name) => drop(writes.update(Tin::at(name)).add(Tin::GRAMS, 1).or_create()),
            Step::Idle(name) => drop(writes.update(Tin::at(name))),
            Step::Throw(name) => drop(writes.delete(Tin::at(name)).otherwise(StepError::Missing)),
            Step::There(name) => drop(writes.check(Tin::at(name)).otherwise(StepError::Missing)),
            Step::Gone(name) => drop(writes.check(Tin::at(name)).not_exists()),
            Step::Note(tin) => drop(writes.put(&Note { tin: tin.clone(), number: 1 })),
            Step::Forget => return Ok(NoContent),
            Step::Refuse => return Err(StepError::Empty),
        }
    }
    Ok(writes.commit_with(NoContent).await?)
}

/// Reads two tins, and then a note and some tins.
#[route(GET, "/tins/<one>/<other>")]
async fn tins(
    one: String,
    other: String,
    store: TransactGet<((Note, GetItem), (Tin, GetItem))>,
) -> Result<Json<Vec<Option<i64>>>> {
    let (first, second) = store.get((Tin::at(&one), Tin::at(&other))).await?;
    let keys = vec![Tin::at(&other), Tin::at(""), Tin::at(&one)];
    let (note, rest) = store.get((Note::at((&one, 1)), keys)).await?;
    let note = note.map(|note| i64::from(note.number));
    let grams = |tin: Option<Tin>| tin.map(|tin| tin.grams);
    let rest = rest.into_iter().map(grams);
    Ok(Json([grams(first), grams(second), note].into_iter().chain(rest).collect()))
}

/// Reads many tins, of which there are none.
#[route(GET, "/many/<count>")]
async fn many(count: u32, store: TransactGet<((Tin, GetItem),)>) -> Result<Json<usize>> {
    let keys: Vec<_> = (0..count).map(|number| Tin::at(format!("tin {number}"))).collect();
    Ok(Json(store.get(keys).await?.len()))
}

/// Reads shelves.
#[route(GET, "/shelves/<place>")]
async fn shelves(place: String, store: TransactGet<((Shelf, GetItem),)>) -> Result<Json<usize>> {
    Ok(Json(store.get(vec![Shelf::at(Place(place))]).await?.len()))
}

/// Takes some grams.
#[route(POST, "/tins/<name>/cups/<grams>")]
pub(crate) async fn take(
    name: String,
    grams: i64,
    store: Transaction<((Tin, UpdateItem),)>,
) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.update(Tin::at(&name)).subtract(Tin::GRAMS, grams).condition(Tin::GRAMS.at_least(grams));
    writes.commit_with(NoContent).await
}

/// Takes one gram by what was read before, which nothing holds against what others do meanwhile.
#[route(POST, "/tins/<name>/careless", timeout = 5)]
async fn careless(
    name: String,
    tins: Table<Tin, GetItem>,
    store: Transaction<((Tin, PutItem),)>,
) -> Result<NoContent> {
    let tin = tins.get(&name).await?.filter(|tin| tin.grams > 0).or_conflict("It is empty")?;
    let mut writes = store.begin();
    writes.put(&Tin { grams: tin.grams - 1, ..tin });
    writes.commit_with(NoContent).await
}

/// What is bought.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Purchase {
    name: String,
    /// The length of the answer.
    #[serde(default)]
    length: usize,
    /// Fails before the writes.
    #[serde(default)]
    fails: bool,
    /// Keeps the answer, and writes nothing else.
    #[serde(default)]
    nothing: bool,
    /// The status of the answer.
    #[serde(default)]
    status: Option<u16>,
    /// Sets a cookie with the answer.
    #[serde(default)]
    cookie: bool,
}

/// Buys a tin, unless there is one, and looks before it does.
#[route(POST, "/purchases?<by>", timeout = 5)]
async fn buy(
    by: Option<String>,
    purchase: Idempotent<Json<Purchase>, Option<IdempotencyKey>>,
    tins: Table<Tin, GetItem>,
    store: Transaction<((Tin, PutItem),)>,
) -> Result<Committed<(StatusCode, [(&'static str, String); 2], Vec<u8>)>, StepError> {
    let Purchase { name, length, fails, nothing, status, cookie } = &purchase.0;
    if *fails {
        return Err(StepError::Missing);
    }
    if let Some(tin) = tins.get(name).consistent().await? {
        let there = StepError::There { name: name.clone() };
        return Err(if tin.grams == 0 { StepError::Empty } else { there });
    }
    let mut writes = store.begin_once(&purchase);
    let there = StepError::There { name: name.clone() };
    if !nothing {
        writes.put(&Tin::of(name, 1)).if_not_exists().otherwise(there);
    }
    let second = if *cookie { "set-cookie" } else { "x-tin" };
    let headers = [("x-by", by.unwrap_or_default()), (second, format!("tin={name}"))];
    let status = status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::CREATED);
    let answer = (status, headers, vec![0xff; *length]);
    Ok(writes.commit_with(answer).await?)
}

/// Buys a tin for whoever calls, and knows of the key alone. It tells what the receipt is.
#[route(POST, "/receipts", auth = iam)]
async fn receipt(
    body: Idempotent<Json<String>>,
    store: Transaction<((Tin, PutItem),)>,
    ids: Ids,
) -> Result<Committed<Json<String>>> {
    let mut writes = store.begin_once(&body);
    writes.put(&Tin::of(&body.0, 1));
    let committed = writes.commit_with(Json(ids.next()?)).await?;
    tracing::info!("receipt {:?}, repeated: {}", committed.json::<String>()?, committed.is_repeat());
    Ok(committed)
}

/// Buys the first tin, and by a second transaction the other one: if the first is refused, or in any case.
#[route(POST, "/pairs")]
async fn pair(
    pair: Idempotent<Json<(String, String, bool)>>,
    store: Transaction<((Tin, PutItem),)>,
) -> Result<Committed<NoContent>> {
    let (one, other, both) = &pair.0;
    let mut writes = store.begin_once(&pair);
    writes.put(&Tin::of(one, 1)).if_not_exists();
    let first = writes.commit().await;
    if first.is_ok() && !both {
        return first;
    }
    let mut writes = store.begin_once(&pair);
    writes.put(&Tin::of(other, 1)).if_not_exists();
    writes.commit().await
}

/// Buys a tin by a transaction that keeps no record of the key.
#[route(POST, "/forgetful")]
async fn forgetful(
    name: Idempotent<Json<String>, Option<IdempotencyKey>>,
    store: Transaction<((Tin, PutItem),)>,
) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.put(&Tin::of(&name.0, 1));
    writes.commit_with(NoContent).await
}

/// Throws a tin away in a transaction that its signature does not grant.
#[route(DELETE, "/tins/<name>")]
async fn denied(name: String, tins: Table<Tin, PutItem>) -> Result<NoContent> {
    use fingerpost::aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
    let name = AttributeValue::S(name);
    let put = Put::builder().table_name(tins.name()).item("name", AttributeValue::S("other".to_owned()));
    let put = TransactWriteItem::builder().put(put.item("grams", AttributeValue::N("1".to_owned())).build()?);
    let delete = Delete::builder().table_name(tins.name()).key("name", name).build()?;
    let delete = TransactWriteItem::builder().delete(delete);
    let call = tins.client().transact_write_items();
    call.transact_items(put.build()).transact_items(delete.build()).send().await?;
    Ok(NoContent)
}
