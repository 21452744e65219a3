//! Writes, the conditions that they depend on, and what an update changes.

use fingerpost::{
    AttributeType, DeleteItem, Error, GetItem, Item, Json, OrError, PutItem, Result, Table, UpdateItem,
    Written, path, route,
};
use serde_json::{Value, json};

use crate::things::{Color, Maker, Number, Shelf, Thing};

fn key(shelf: &str, number: u64) -> (Shelf, Number) {
    (Shelf(shelf.to_owned()), number.into())
}

fn told<T>(written: &Written<T>) -> &'static str {
    match written {
        Written::Done(_) => "done",
        Written::Missing => "missing",
        Written::Unmet => "unmet",
    }
}

/// What becomes of writes with conditions.
#[route(GET, "/conditions")]
async fn conditions(things: Table<Thing, (PutItem, UpdateItem, DeleteItem, GetItem)>) -> Result<Json<Value>> {
    let thing = Thing::new("c", 1);
    let mut told_of = Vec::new();
    let heavy = || Thing::WEIGHT.greater(10);
    told_of.push(told(&things.put(&thing).condition(heavy()).await?));
    told_of.push(told(&things.put(&thing).if_not_exists().await?));
    told_of.push(told(&things.put(&thing).if_not_exists().await?));
    told_of.push(told(&things.put(&thing).condition(heavy()).await?));
    told_of.push(told(&things.put(&thing).condition(!heavy()).await?));
    let update = |number| things.update(key("c", number)).set(Thing::TITLE, "new");
    told_of.push(told(&update(2).await?));
    told_of.push(told(&update(2).condition(!heavy()).await?));
    told_of.push(told(&update(1).condition(heavy()).await?));
    told_of.push(told(&update(1).condition(!heavy()).condition(Thing::COLOR.equals(Color::DarkRed)).await?));
    told_of.push(told(&things.delete(key("c", 2)).condition(heavy()).await?));
    told_of.push(told(&things.delete(key("c", 1)).condition(heavy()).await?));
    let removed = things.delete(key("c", 1)).returning().condition(!heavy()).await?;
    let title = removed.or_not_found("no thing")?.title;
    told_of.push(told(&things.delete(key("c", 1)).await?));
    let missing = things.delete(key("c", 1)).await?.or_missing(|| Error::gone("gone"));
    let status = missing.map_or_else(|error| error.status(), |_| 0);
    Ok(Json(json!([told_of, title, status])))
}

/// What each change of an update makes of a thing.
#[route(GET, "/updates")]
async fn updates(things: Table<Thing, (PutItem, UpdateItem, GetItem)>) -> Result<Json<Value>> {
    let shelf = || key("u", 1);
    let mut thing = Thing::new("u", 1);
    thing.maker = Some(Maker { name: "Ada".into(), places: vec!["London".into(), "Paris".into()] });
    things.put(&thing).await?;
    let one = things
        .update(shelf())
        .set(Thing::TITLE, "one")
        .set_if_not_exists(Thing::SIZE, 99)
        .add(Thing::WEIGHT, 5)
        .append(Thing::TAG_LIST, ["b", "c"])
        .set(Thing::MAKER.at("name"), "Grace")
        .set_or_remove(Thing::UNTIL, None::<u64>)
        .remove(Thing::MAKER.at("places").index(0));
    let one = one.await?.done();
    let two = things
        .update(shelf())
        .subtract(Thing::WEIGHT, 3)
        .prepend(Thing::TAG_LIST, vec!["a".to_owned()])
        .set_from(Thing::NOTE, Thing::TITLE)
        .set(path("maker.places[0]"), "Rome")
        .set_or_remove(Thing::SIZE, Some(&7));
    let two = two.await?.done();
    let three = things.update(shelf()).remove(Thing::NOTE).remove(Thing::TAG_LIST.index(1)).await?.done();
    let counted = things.update(key("u", 2)).add(Thing::WEIGHT, 1).set(Thing::TITLE, "t");
    let counted = counted.set(Thing::COLOR, Color::Blue).or_create().await?;
    let again = things.update(key("u", 3)).condition(Thing::TITLE.exists()).or_create().await?;
    let impossible = things.update(key("", 1)).add(Thing::WEIGHT, 1).or_create().await;
    let impossible = impossible.map_or_else(|error| error.status(), |_| 0);
    Ok(Json(json!([one, two, three, counted, told(&again), impossible])))
}

/// Which of these tests hold of one thing.
#[route(GET, "/tests")]
async fn tests(things: Table<Thing, (PutItem, DeleteItem, fingerpost::Scan)>) -> Result<Json<Value>> {
    let mut thing = Thing::new("t", 5);
    thing.maker = Some(Maker { name: "Ada".into(), places: vec!["London".into()] });
    things.put(&thing).await?;
    let fields = <Thing as Item>::FIELDS;
    let five = Number::from(5);
    let holds = [
        Thing::TITLE.equals("thing 5"),
        Thing::TITLE.equals(String::from("thing 5")),
        Thing::NUMBER.equals(five),
        Thing::NUMBER.not_equals(Number::from(6)),
        Thing::WEIGHT.less(51).and(Thing::WEIGHT.at_most(50)),
        Thing::WEIGHT.greater(49).and(Thing::WEIGHT.at_least(50)),
        Thing::WEIGHT.between(50, 60),
        Thing::WEIGHT.is_in([1, 50]),
        Thing::WEIGHT.is_in((0..150).collect::<Vec<u32>>()),
        Thing::TITLE.begins_with("thing"),
        Thing::TITLE.contains("ing 5"),
        Thing::TAG_LIST.contains("t5"),
        Thing::TAG_LIST.index(0).equals("t5"),
        Thing::TAG_LIST.size().equals(1),
        Thing::TITLE.size().between(7, 7),
        Thing::TITLE.size().is_in([7, 8]),
        Thing::NOTE.exists().and(Thing::NOTE.is_none()),
        Thing::UNTIL.missing().and(Thing::UNTIL.is_none()),
        Thing::SIZE.is_some(),
        Thing::SIZE.has_type(AttributeType::N),
        Thing::MAKER.has_type(AttributeType::M),
        Thing::MAKER.at("name").equals("Ada"),
        path("maker.places[0]").equals("London"),
        path("tagList").contains("t5").and(path("title").begins_with("thing")),
        fields.color.equals(Color::DarkRed),
        Thing::COLOR.untyped().begins_with("dark"),
        // `AND` binds more than `OR`, and `NOT` more than both.
        Thing::WEIGHT.equals(50).or(Thing::WEIGHT.equals(1)).and(Thing::TITLE.exists()),
        (!Thing::WEIGHT.equals(50)).or(Thing::TITLE.exists()),
        !(Thing::WEIGHT.equals(1).or(Thing::TITLE.missing())),
    ];
    let mut failed = Vec::new();
    for (index, holding) in holds.into_iter().enumerate() {
        let text = format!("{index}: {holding:?}");
        if things.scan().filter(Thing::SHELF.equals(&thing.shelf)).filter(holding).count().await? != 1 {
            failed.push(text);
        }
    }
    for none in [Thing::WEIGHT.is_in([0; 0]), Thing::TITLE.size().is_in([0; 0])] {
        if things.scan().filter(none).count().await? != 0 {
            failed.push("of no values one holds".to_owned());
        }
    }
    let wrong = things.scan().filter(path("a..b").equals(1)).count().await;
    let wrong = wrong.map_or_else(|error| error.status(), |_| 0);
    things.delete(key("t", 5)).await?.or_not_found("no thing")?;
    Ok(Json(json!([failed, wrong])))
}
