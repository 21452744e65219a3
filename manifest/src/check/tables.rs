//! What AWS would refuse of tables and their indexes.

use std::collections::{BTreeMap, BTreeSet};

use crate::entries::Table;
use crate::index::{Index, KeySchema, Projection};
use crate::table::KeyType;
use crate::{limits, name};

/// Checks the tables, each and beside the others.
pub(super) fn check(tables: &[Table]) -> Result<(), String> {
    let mut names: BTreeMap<&str, &Table> = BTreeMap::new();
    let mut variables: BTreeMap<&str, &Table> = BTreeMap::new();
    for table in tables {
        name::TABLE.check("a table's", &table.name)?;
        check_table(table).map_err(|wrong| format!("table `{}`: {wrong}", table.name))?;
        if let Some(other) = names.insert(&table.name, table) {
            let what = format!("two tables are named `{}`", table.name);
            return Err(twice(&what, &other.source, &table.source));
        }
        if let Some(other) = variables.insert(&table.variable, table) {
            let (one, two, variable) = (&other.name, &table.name, &table.variable);
            let what = format!("tables `{one}` and `{two}` share the variable `{variable}`");
            return Err(twice(&what, &other.source, &table.source));
        }
    }
    Ok(())
}

/// Both places, where the manifest says them.
pub(super) fn twice(what: &str, one: &str, other: &str) -> String {
    if one.is_empty() && other.is_empty() { what.to_owned() } else { format!("{what}: {one} and {other}") }
}

fn check_table(table: &Table) -> Result<(), String> {
    check_variable(&table.variable, "a table's name")?;
    check_indexes(&table.indexes)?;
    check_attributes(table)?;
    table.indexes.iter().try_for_each(|index| {
        check_keys(index)?;
        check_local(index, table)?;
        check_projection(index)
    })
}

/// Refuses a variable that is not one, or that is taken; `what` is kept in it.
pub(super) fn check_variable(variable: &str, what: &str) -> Result<(), String> {
    // Lambda takes no name of one character.
    let is_variable = variable.len() > 1
        && variable.starts_with(|c: char| c.is_ascii_uppercase())
        && variable.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if !is_variable {
        return Err(format!(
            "a variable is two or more upper-case ASCII letters, digits and `_`, got `{variable}`"
        ));
    }
    if is_taken(variable) {
        return Err(format!(
            "the variable `{variable}` cannot keep {what}: such names are Lambda's, the system's or Fingerpost's own"
        ));
    }
    Ok(())
}

/// Whether a variable says to a function where and as whom it runs, or to the system what to load into
/// it. Lambda refuses most of these at deploy. The schema says the same.
fn is_taken(variable: &str) -> bool {
    variable == "PATH"
        || ["AWS_", "FINGERPOST_", "LAMBDA_", "LD_"].iter().any(|prefix| variable.starts_with(prefix))
}

/// How many there are, what they are named, and how much they hold in all.
fn check_indexes(indexes: &[Index]) -> Result<(), String> {
    let locals = indexes.iter().filter(|index| index.local).count();
    for (what, count, most) in
        [("global", indexes.len() - locals, limits::GLOBAL_INDEXES), ("local", locals, limits::LOCAL_INDEXES)]
    {
        if count > most {
            return Err(format!("it has {count} {what} indexes, but a table takes at most {most}"));
        }
    }
    let mut names = BTreeSet::new();
    for index in indexes {
        name::TABLE.check("an index's", &index.name)?;
        if !names.insert(&index.name) {
            return Err(format!("two of its indexes are named `{}`", index.name));
        }
    }
    let projected: usize = indexes.iter().map(|index| index.projection.attributes().len()).sum();
    let most = limits::PROJECTED;
    if projected > most {
        return Err(format!(
            "the projections of its indexes name {projected} attributes, but a table takes at most {most}"
        ));
    }
    Ok(())
}

/// How many attributes the key of an index has.
fn check_keys(index: &Index) -> Result<(), String> {
    let most = limits::INDEX_KEYS;
    for (what, count, least) in
        [("partition", index.partition_keys.len(), 1), ("sort", index.sort_keys.len(), 0)]
    {
        if !(least..=most).contains(&count) {
            let name = &index.name;
            return Err(format!(
                "the {what} key of its index `{name}` has {least} to {most} attributes, got {count}"
            ));
        }
    }
    Ok(())
}

/// A local index is the items of each partition in another order.
fn check_local(index: &Index, table: &Table) -> Result<(), String> {
    if !index.local {
        return Ok(());
    }
    let name = &index.name;
    if table.sort_key.is_none() {
        return Err(format!("it has no sort key, which its local index `{name}` needs it to have"));
    }
    let partition = &table.partition_key.name;
    if !matches!(index.partition_keys.as_slice(), [only] if only.name == *partition) {
        let got: Vec<_> = index.partition_keys.iter().map(|key| format!("`{}`", key.name)).collect();
        return Err(format!(
            "its local index `{name}` must have the table's partition key `{partition}`, got {}",
            got.join(", ")
        ));
    }
    match index.sort_keys.len() {
        1 => Ok(()),
        count => Err(format!("its local index `{name}` must have one sort key, got {count}")),
    }
}

fn check_projection(index: &Index) -> Result<(), String> {
    let name = &index.name;
    let Projection::Include(attributes) = &index.projection else { return Ok(()) };
    let (count, most) = (attributes.len(), limits::PROJECTED_BY_ONE);
    if !(1..=most).contains(&count) {
        return Err(format!(
            "the projection of its index `{name}` names 1 to {most} attributes, got {count}"
        ));
    }
    let mut known = BTreeSet::new();
    for attribute in attributes {
        check_name("a projected attribute's", attribute)?;
        if !known.insert(attribute) {
            return Err(format!("the projection of its index `{name}` names `{attribute}` twice"));
        }
    }
    Ok(())
}

/// An attribute has one type, whatever keys it is in, and stands once in each. The time to live is a number.
fn check_attributes(table: &Table) -> Result<(), String> {
    let mut keys: Vec<(String, Vec<&KeySchema>)> = vec![("its own key".to_owned(), table.keys().collect())];
    let of_indexes = table.indexes.iter();
    keys.extend(
        of_indexes.map(|index| (format!("the key of its index `{}`", index.name), index.keys().collect())),
    );
    let mut kinds: BTreeMap<&str, (KeyType, String)> = BTreeMap::new();
    for (place, attributes) in keys {
        let mut known = BTreeSet::new();
        for KeySchema { name, kind } in attributes {
            check_name("a key's", name)?;
            if !known.insert(name) {
                return Err(format!("the attribute `{name}` is twice in {place}"));
            }
            let (first, there) = kinds.entry(name).or_insert_with(|| (*kind, place.clone()));
            if first != kind {
                return Err(format!(
                    "the attribute `{name}` is {first:?} in {there}, but {kind:?} in {place}"
                ));
            }
        }
    }
    let Some(expires) = &table.expires else { return Ok(()) };
    check_name("a time to live's", expires)?;
    match kinds.get(expires.as_str()) {
        Some((kind, place)) if *kind != KeyType::N => {
            Err(format!("the attribute `{expires}` is {kind:?} in {place}, but N as its time to live"))
        }
        _ => Ok(()),
    }
}

fn check_name(whose: &str, name: &str) -> Result<(), String> {
    if limits::KEY_NAME.contains(&name.chars().count()) {
        return Ok(());
    }
    let (least, most) = limits::KEY_NAME.into_inner();
    Err(format!("{whose} name is {least} to {most} characters, got `{name}`"))
}
