//! Lists: filters, counts, streams, indexes, and what has expired.

use std::time::{SystemTime, UNIX_EPOCH};

use fingerpost::{
    BatchGetItem, Cursor, GetItem, Item as _, Json, Limit, Page, PutItem, Query, Result, Scan, Table, route,
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};

use crate::things::{ByColor, BySize, ByWeight, Color, Label, Number, Shelf, Thing};

fn numbers(things: Vec<Thing>) -> Vec<u64> {
    things.into_iter().map(|thing| thing.number.number).collect()
}

/// Reads a shelf of twelve in every way.
#[route(GET, "/lists/<shelf>")]
async fn lists(shelf: Shelf, things: Table<Thing, (Query, Scan)>) -> Result<Json<Value>> {
    let on = || things.query(&shelf);
    let n = Number::from;
    let ranges = [
        on().sort_key_equals(n(3)),
        on().sort_key_less(n(3)),
        on().sort_key_at_most(n(3)),
        on().sort_key_greater(n(10)),
        on().sort_key_at_least(n(10)).descending(),
        on().sort_key_between(n(4), n(5)),
    ];
    let mut told = Vec::new();
    for range in ranges {
        told.push(numbers(range.all().await?));
    }
    let heavy: Option<u32> = Some(100);
    let nothing: Option<u32> = None;
    let filtered = on().filter(Thing::WEIGHT.at_least(heavy)).filter(Thing::WEIGHT.at_most(nothing));
    told.push(numbers(filtered.all().await?));
    let first = on().filter(Thing::COLOR.equals(Color::Blue)).limit(2).page().await?;
    let next = on().filter(Thing::COLOR.equals(Color::Blue)).limit(2).cursor(first.next).page().await?;
    told.push(numbers(first.items));
    told.push(numbers(next.items));
    told.push(numbers(on().limit(3).consistent().all().await?));
    let mut all = on().all();
    let mut two = Vec::new();
    while let Some(thing) = all.next().await? {
        two.push(thing.number.number);
        if two.len() == 2 {
            break;
        }
    }
    told.push(two);
    let stream = on().all().map_ok(|thing| thing.number.number);
    told.push(stream.take(5).try_collect().await?);
    let counts = [
        on().count().await?,
        on().filter(Thing::SIZE.is_some()).count().await?,
        things.scan().filter(Thing::SHELF.equals(&shelf)).consistent().count().await?,
        things.query(Shelf(String::new())).count().await?,
    ];
    let parallel = things.scan().filter(Thing::SHELF.equals(&shelf)).all_in_parallel(3).await?.len();
    Ok(Json(json!([told, counts, parallel])))
}

/// A page of the things of one color, by their weight.
#[route(GET, "/colors/<color>?<from>&<limit>&<cursor>")]
async fn by_color(
    color: Color,
    from: Option<u32>,
    limit: Option<Limit>,
    cursor: Option<Cursor>,
    things: Table<Thing, Query<ByColor>>,
) -> Result<Page<Thing>> {
    let key = ByColor::of(color);
    match from {
        Some(from) => things.query_index(key.at_least(from)).limit(limit).cursor(cursor).page().await,
        None => things.query_index(key).limit(limit).cursor(cursor).page().await,
    }
}

/// Reads the other indexes of a shelf.
#[route(GET, "/indexes/<shelf>")]
async fn indexes(
    shelf: Shelf,
    things: Table<Thing, (GetItem, Query<ByWeight>, Query<BySize>)>,
) -> Result<Json<Value>> {
    let red = || BySize::of(Color::DarkRed, &shelf);
    let labels: Vec<Label> = things.query_index(red()).all().await?;
    let some = things.query_index(red().greater(1)).descending().all().await?.len();
    let one = things.query_index(red().and(5).and(Number::from(5))).all().await?.len();
    let between = things.query_index(red().and(7).between(Number::from(1), Number::from(9))).count().await?;
    let weight = || ByWeight::of(&shelf);
    let light = numbers(things.query_index(weight().at_most(30)).consistent().all().await?);
    let lighter = numbers(things.query_index(weight().less(30)).project::<Thing>().all().await?);
    let filtered = things.query_index(weight().at_least(30)).filter(Thing::SIZE.is_none()).count().await?;
    Ok(Json(json!([labels, some, one, between, light, lighter, filtered])))
}

/// The table is not granted here, but its index is.
#[route(GET, "/denied/<shelf>")]
async fn denied(shelf: Shelf, things: Table<Thing, Query<ByColor>>) -> Result<Json<Value>> {
    let condition = things.client().query().table_name(things.name()).key_condition_expression("shelf = :s");
    let value = fingerpost::serde_dynamo::to_attribute_value(&shelf)?;
    let refused = condition.expression_attribute_values(":s", value).send().await;
    let refused = refused.err().map(|error| format!("{error:?}").contains("AccessDeniedException"));
    Ok(Json(json!([refused, Thing::table().name()])))
}

/// Keeps what has expired beside what has not, and reads both.
#[route(GET, "/expired")]
async fn expired(
    things: Table<Thing, (PutItem, GetItem, BatchGetItem, Query, Query<ByWeight>, Query<BySize>)>,
) -> Result<Json<Value>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    for (number, until) in [(1, None), (2, Some(now - 5)), (3, Some(now + 500)), (4, Some(0))] {
        things.put(&Thing { until, ..Thing::new("e", number) }).await?;
    }
    let shelf = Shelf("e".to_owned());
    let keys = [1, 2, 3, 4].map(|number| (&shelf, Number::from(number)));
    let mut found = Vec::new();
    for key in keys {
        found.push(things.get(key).await?.is_some());
        found.push(things.get(key).project::<Label>().await.is_ok_and(|label| label.is_some()));
    }
    let many = things.get_many(keys).await?.into_iter().map(|thing| thing.is_some()).collect::<Vec<_>>();
    let listed = numbers(things.query(&shelf).all().await?);
    let page = numbers(things.query(&shelf).limit(1).page().await?.items);
    let by_weight = things.query_index(ByWeight::of(&shelf)).count().await?;
    // This index holds parts of things, and those with even numbers, which have expired, are blue.
    let by_size = things.query_index(BySize::of(Color::Blue, &shelf)).count().await?;
    Ok(Json(json!([found, many, listed, page, things.query(&shelf).count().await?, by_weight, by_size])))
}
