//! The tables of an API and what routes may do with them, as their items and signatures declare it.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost_manifest::{self as manifest, Action, Grant, Index, KeySchema, KeyType, Projection, Table};

use super::checks::without_modules;
use crate::dynamodb::{self, IndexSchema, Statement, TableSchema};

/// A grant for each table, index and owner, by name.
pub(super) fn grants(named: &[(&'static TableSchema, BTreeSet<Statement>)]) -> Vec<Grant> {
    /// The table, the index, and the owner's claim.
    type On<'a> = (&'a str, Option<&'a str>, Option<&'a str>);
    let mut grants: BTreeMap<On<'_>, BTreeSet<Action>> = BTreeMap::new();
    for (table, statements) in named {
        for Statement { index, action, owner } in statements {
            grants.entry((table.name, *index, *owner)).or_default().insert(Action::on_dynamodb(*action));
        }
    }
    let grant = |((table, index, owner), actions): (On<'_>, _)| Grant {
        table: table.to_owned(),
        index: index.map(str::to_owned),
        owner: owner.map(str::to_owned),
        actions,
    };
    grants.into_iter().map(grant).collect()
}

/// The tables that signatures name, each by the items that declare it.
#[derive(Default)]
pub(super) struct Tables(BTreeMap<&'static str, Vec<&'static TableSchema>>);

impl Tables {
    /// Adds the tables of a signature.
    ///
    /// # Errors
    ///
    /// One sentence, where a table is declared with two different keys.
    pub(super) fn add(&mut self, tables: impl Iterator<Item = &'static TableSchema>) -> Result<(), String> {
        for table in tables {
            let known = self.0.entry(table.name).or_default();
            if known.iter().any(|known| std::ptr::eq(*known, table)) {
                continue;
            }
            if let Some(first) = known.first() {
                same_keys(first, table)?;
            }
            known.push(table);
        }
        Ok(())
    }

    /// The tables as the manifest has them.
    ///
    /// # Errors
    ///
    /// One sentence about an attribute that cannot be what it is to be.
    pub(super) fn described(self) -> Result<Vec<Table>, String> {
        self.0.into_values().map(|items| described(&items)).collect()
    }
}

/// The table of one item.
///
/// # Errors
///
/// One sentence about an attribute that cannot be what it is to be.
pub(crate) fn of_one(item: &'static TableSchema) -> Result<Table, String> {
    described(&[item])
}

/// The table of these items, which has the indexes of all.
fn described(items: &[&'static TableSchema]) -> Result<Table, String> {
    let expires = expires(items)?;
    let mut indexes = BTreeMap::new();
    for item in items {
        for schema in item.indexes {
            let index = index(item, schema(), expires.as_deref())?;
            if let Some(other) = indexes.insert(index.name.clone(), index.clone())
                && other != index
            {
                let (name, table, source) = (index.name, item.name, item.source);
                return Err(format!(
                    "index `{name}` of table `{table}` is declared in two different ways: {source}"
                ));
            }
        }
    }
    let table = items[0];
    Ok(Table {
        name: table.name.to_owned(),
        variable: manifest::variable(table.name),
        partition_key: key(table, table.partition_key)?,
        sort_key: table.sort_key.map(|sort| key(table, sort)).transpose()?,
        indexes: indexes.into_values().collect(),
        expires,
        source: table.source.to_owned(),
    })
}

/// The attribute that says when an item of the table expires.
fn expires(items: &[&'static TableSchema]) -> Result<Option<String>, String> {
    let mut expires = None;
    for item in items {
        if let Some(attribute) = item.expires
            && expires.replace(expiry(item, attribute)?).is_some_and(|other| other != attribute.name)
        {
            let (table, source) = (item.name, item.source);
            return Err(format!(
                "table `{table}` is declared with two attributes for when an item expires: {source}"
            ));
        }
    }
    Ok(expires)
}

fn index(table: &TableSchema, index: &IndexSchema, expires: Option<&str>) -> Result<Index, String> {
    let partition_keys = index.partition().map(|(partition, _)| key(table, partition));
    let sort_keys = index.sort().map(|(sort, _)| key(table, sort));
    Ok(Index {
        name: index.name.to_owned(),
        local: index.is_local,
        partition_keys: partition_keys.collect::<Result<_, _>>()?,
        sort_keys: sort_keys.collect::<Result<_, _>>()?,
        projection: projection(table, index, expires)?,
    })
}

/// What an index holds: what its type reads, but for what is in it as a key, and when the item expires, or what has
/// expired would be read from it.
fn projection(table: &TableSchema, index: &IndexSchema, expires: Option<&str>) -> Result<Projection, String> {
    let Some(projected) = index.projected else { return Ok(Projection::All) };
    let (name, source) = (index.name, table.source);
    let Some(projected) = projected() else {
        return Err(format!(
            "index `{name}` of table `{}` holds a type that may have any attribute, so that it would hold all: \
             {source}; leave out `project`, or name a struct without `flatten`",
            table.name
        ));
    };
    if let Some(item) = (table.attributes)()
        && let Some(unknown) = projected.iter().find(|attribute| !item.contains(attribute))
    {
        return Err(format!(
            "index `{name}` of table `{}` is to hold `{unknown}`, which its item does not have: {source}",
            table.name
        ));
    }
    let is_key = |attribute: &&str| {
        table.key().chain(index.keys().map(|(key, _)| key.name)).any(|key| key == *attribute)
    };
    let expires = expires.filter(|attribute| !projected.contains(attribute));
    let others = projected.iter().copied().chain(expires).filter(|attribute| !is_key(attribute));
    let others: Vec<String> = others.map(str::to_owned).collect();
    Ok(if others.is_empty() { Projection::KeysOnly } else { Projection::Include(others) })
}

fn key(table: &TableSchema, key: dynamodb::KeySchema) -> Result<KeySchema, String> {
    let Some(kind) = key.kind() else {
        return Err(format!(
            "the key `{}` of table `{}` is of the type `{}`, which serde does not write as a text, a whole number or \
             bytes: {}; a key is one of these, or a struct around one",
            key.name,
            table.name,
            without_modules(key.type_name()),
            table.source
        ));
    };
    Ok(KeySchema { name: key.name.to_owned(), kind })
}

/// The name of the attribute that says when an item expires.
fn expiry(table: &TableSchema, attribute: dynamodb::KeySchema) -> Result<String, String> {
    if attribute.kind() == Some(KeyType::N) {
        return Ok(attribute.name.to_owned());
    }
    Err(format!(
        "the attribute `{}` of table `{}` says when an item expires, and is of the type `{}`: {}; DynamoDB takes a \
         whole number for it, the second since 1970",
        attribute.name,
        table.name,
        without_modules(attribute.type_name()),
        table.source
    ))
}

/// Two types can be items of one table if they have the same key.
fn same_keys(one: &TableSchema, other: &TableSchema) -> Result<(), String> {
    let keys = |table: &TableSchema| table.keys().map(|(key, _)| (key.name, key.kind())).collect::<Vec<_>>();
    if keys(one) == keys(other) {
        return Ok(());
    }
    let (table, one, other) = (one.name, one.source, other.source);
    Err(format!("table `{table}` is declared with two different keys: {one} and {other}"))
}

#[cfg(test)]
mod tests;
