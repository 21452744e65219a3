//! Random conditions, filters and updates of random items, held against the model.

use fastrand::Rng;
use fingerpost::{
    BatchWriteItem, Condition, Error, Item, Json, Query, Result, Table, UpdateCall, UpdateItem, Written,
    path, route,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Attributes, Change, Compare, Test, updated};
use crate::random;

#[derive(Debug, Serialize, Deserialize, Item)]
#[item(table = "Samples")]
struct Sample {
    #[item(partition_key)]
    seed: u64,
    #[item(sort_key)]
    id: u64,
    #[serde(flatten)]
    attributes: Attributes,
}

/// The model's condition as one of ours.
fn condition(test: &Test) -> Condition<Sample> {
    match test {
        Test::Compare(name, compare, other) => compared(name, *compare, other),
        Test::Between(name, first, last) => path(name).between(first, last),
        Test::In(name, values) => path(name).is_in(values),
        Test::Size(name, compare, size) => {
            let of = path::<Sample>(name).size();
            match compare {
                Compare::Equals => of.equals(*size),
                // Whether a size that is not there is another one is not asked.
                Compare::NotEquals => of.less(*size).or(of.greater(*size)),
                Compare::Less => of.less(*size),
                Compare::AtMost => of.at_most(*size),
                Compare::Greater => of.greater(*size),
                Compare::AtLeast => of.at_least(*size),
            }
        }
        Test::Exists(name) => path(name).exists(),
        Test::Missing(name) => path(name).missing(),
        Test::IsText(name) => path(name).has_type(fingerpost::AttributeType::S),
        Test::BeginsWith(name, prefix) => path(name).begins_with(prefix),
        Test::ContainsNumber(name, number) => path(name).contains(number),
        Test::ContainsText(name, part) => path(name).contains(part),
        Test::InMap(name, compare, number) => compared(&format!("{name}.n"), *compare, number),
        Test::InList(name, index, compare, number) => compared(&format!("{name}[{index}]"), *compare, number),
        Test::Not(test) => !condition(test),
        Test::And(one, other) => condition(one).and(condition(other)),
        Test::Or(one, other) => condition(one).or(condition(other)),
    }
}

fn compared(name: &str, compare: Compare, other: &impl Serialize) -> Condition<Sample> {
    let field = path::<Sample>(name);
    match compare {
        Compare::Equals => field.equals(other),
        Compare::NotEquals => field.not_equals(other),
        Compare::Less => field.less(other),
        Compare::AtMost => field.at_most(other),
        Compare::Greater => field.greater(other),
        Compare::AtLeast => field.at_least(other),
    }
}

/// The update with one of the model's changes.
fn changed<'c>(update: UpdateCall<'c, Sample>, name: &str, change: &Change) -> UpdateCall<'c, Sample> {
    match change {
        Change::Set(value) => update.set(path(name), value),
        Change::SetIfMissing(value) => update.set_if_not_exists(path(name), value),
        Change::SetFrom(other) => update.set_from(path(name), path(other)),
        Change::Add(number) => update.add(path(name), number),
        Change::Subtract(number) => update.subtract(path(name), number),
        Change::Append(items) => update.append(path(name), items),
        Change::Prepend(items) => update.prepend(path(name), items),
        Change::Remove => update.remove(path(name)),
    }
}

/// How many cases came to what.
#[derive(Default)]
struct Shares {
    done: u32,
    unmet: u32,
    refused: u32,
    kept: u32,
    left_out: u32,
}

/// Updates random items under random conditions, and filters lists of them.
#[route(POST, "/cases/<seed>?<count>", memory = 512, timeout = 29)]
async fn cases(
    seed: u64,
    count: u64,
    samples: Table<Sample, (UpdateItem, BatchWriteItem, Query)>,
) -> Result<Json<Value>> {
    let mut rng = Rng::with_seed(seed);
    let mut shares = Shares::default();
    let mut several = |seed: u64, count: u64| -> Vec<Sample> {
        (0..count).map(|id| Sample { seed, id, attributes: random::item(&mut rng) }).collect()
    };
    let (changed, listed) = (several(seed, count), several(seed + 1_000_000, 30));
    samples.put_many(changed.iter().chain(&listed)).await?;
    for sample in &changed {
        update(&samples, sample, &mut rng, &mut shares).await?;
    }
    for _ in 0..count / 10 {
        filter(&samples, &listed, &mut rng, &mut shares).await?;
    }
    let Shares { done, unmet, refused, kept, left_out } = shares;
    Ok(Json(json!([done, unmet, refused, kept, left_out])))
}

async fn update(
    samples: &Table<Sample, (UpdateItem, BatchWriteItem, Query)>,
    sample: &Sample,
    rng: &mut Rng,
    shares: &mut Shares,
) -> Result<()> {
    let (test, changes) = (random::test(rng, 2), random::changes(rng));
    let mut update = samples.update((sample.seed, sample.id));
    for (name, change) in &changes {
        update = changed(update, name, change);
    }
    let got = match update.condition(condition(&test)).await {
        Ok(Written::Done(after)) => {
            shares.done += 1;
            Some(after.attributes)
        }
        Ok(Written::Unmet) => {
            shares.unmet += 1;
            None
        }
        Ok(Written::Missing) => return Err(Error::internal("the item is there")),
        Err(_) => {
            shares.refused += 1;
            None
        }
    };
    let expected = if test.holds(&sample.attributes) { updated(&sample.attributes, &changes) } else { None };
    if got == expected {
        return Ok(());
    }
    Err(differs(format!("{sample:?}\n{test:?}\n{changes:?}\ngot {got:?}\nexpected {expected:?}")))
}

async fn filter(
    samples: &Table<Sample, (UpdateItem, BatchWriteItem, Query)>,
    listed: &[Sample],
    rng: &mut Rng,
    shares: &mut Shares,
) -> Result<()> {
    let test = random::test(rng, 2);
    let found = samples.query(listed[0].seed).filter(condition(&test)).all().await?;
    let found: Vec<u64> = found.iter().map(|sample| sample.id).collect();
    let expected = listed.iter().filter(|sample| test.holds(&sample.attributes));
    let expected: Vec<u64> = expected.map(|sample| sample.id).collect();
    if found != expected {
        return Err(differs(format!("{test:?}\ngot {found:?}\nexpected {expected:?}")));
    }
    let kept = u32::try_from(found.len())?;
    shares.kept += kept;
    shares.left_out += u32::try_from(listed.len())? - kept;
    Ok(())
}

fn differs(case: String) -> Error {
    Error::new(422, case)
}
