//! What changed of the tables, and what a deployment makes of it: some changes make a new table without
//! the data, some are refused, or taken one at a time.

use std::collections::BTreeMap;

use super::found::{Concern, Found, keyed, or_none};
use crate::entries::Table;
use crate::index::{Index, KeySchema, Projection};
use crate::table::KeyType;

const REPLACED: &str = "the table is REPLACED, its data stays behind";

impl Found {
    pub(super) fn tables(&mut self, old: &[Table], new: &[Table]) {
        let name = |table: &Table| table.name.clone();
        let (old, new) = (keyed(old, name), keyed(new, name));
        for (name, table) in &old {
            match new.get(name) {
                Some(now) => self.table(table, now),
                None => self.operations(false, format!("table {name} is no longer declared")),
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.operations(false, format!("table {name} is new"));
        }
    }

    fn table(&mut self, old: &Table, new: &Table) {
        let name = &new.name;
        for ((field, was), (_, is)) in keys(old).into_iter().zip(keys(new)) {
            self.replaced(was != is, format!("table {name} {field}: {was} -> {is}"));
        }
        if old.variable != new.variable {
            let text = format!("table {name} variable: {} -> {}", old.variable, new.variable);
            self.operations(false, text);
        }
        self.expires(old, new);
        self.indexes(old, new);
    }

    fn expires(&mut self, old: &Table, new: &Table) {
        let ([was, is], name) = ([old, new].map(|table| table.expires.as_ref()), &new.name);
        if was == is {
            return;
        }
        let text = format!("table {name} expires: {} -> {}", or_none(was), or_none(is));
        if was.is_some() && is.is_some() {
            let how = "CloudFormation changes it in two deployments, the first of which declares none";
            self.operations(true, format!("{text}: {how}"));
        } else {
            self.operations(false, text);
        }
    }

    fn indexes(&mut self, old: &Table, new: &Table) {
        let replaced = is_replaced(old, new);
        let table = &new.name;
        for (attribute, was, is) in retyped(old, new) {
            let text = format!("table {table} attribute {attribute} of its keys: {was:?} -> {is:?}");
            self.replaced(true, text);
        }
        let [was, is] =
            [old, new].map(|table| keyed(&table.indexes, |index| (index.local, index.name.clone())));
        let mut moved = 0;
        for (key, index) in &was {
            match is.get(key) {
                Some(now) => self.index(table, index, now, replaced),
                None => moved += self.moved(table, index, "is no longer declared"),
            }
        }
        for (_, index) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
            moved += self.moved(table, index, "is new");
        }
        if moved > 1 && !replaced {
            let text = format!(
                "table {table} has {moved} global indexes that are new or no longer declared: CloudFormation adds or \
                 removes one in a deployment"
            );
            self.operations(true, text);
        }
    }

    /// An index that is new or gone; tells whether it is a global one.
    fn moved(&mut self, table: &str, index: &Index, what: &str) -> usize {
        let text = format!("{} {what}", title(table, index));
        if index.local {
            self.replaced(true, text);
        } else {
            self.operations(false, text);
        }
        usize::from(!index.local)
    }

    fn index(&mut self, table: &str, old: &Index, new: &Index, replaced: bool) {
        for ((field, was), (_, is)) in fields(old).into_iter().zip(fields(new)) {
            let text = format!("{} {field}: {was} -> {is}", title(table, new));
            if new.local || was == is {
                self.replaced(was != is, text);
            } else if replaced {
                self.operations(false, text);
            } else {
                self.operations(
                    true,
                    format!("{text}: CloudFormation cannot change an index, give it another name"),
                );
            }
        }
    }

    fn replaced(&mut self, is_replaced: bool, text: String) {
        if is_replaced {
            self.operations(true, format!("{text}: {REPLACED}"));
        }
    }

    fn operations(&mut self, stops: bool, text: String) {
        self.note(Concern::Operations, stops, text);
    }
}

/// Whether CloudFormation makes a new table, with all of its indexes.
fn is_replaced(old: &Table, new: &Table) -> bool {
    let [was, is] = [old, new].map(|table| {
        let locals = table.indexes.iter().filter(|index| index.local);
        locals.map(|index| (index.name.as_str(), fields(index))).collect::<BTreeMap<_, _>>()
    });
    keys(old) != keys(new) || was != is || retyped(old, new).next().is_some()
}

/// The attributes whose type is another than before, of those that are in keys of indexes, and in none of
/// the table's own.
fn retyped<'a>(old: &'a Table, new: &'a Table) -> impl Iterator<Item = (&'a str, KeyType, KeyType)> {
    let [was, is] = [old, new].map(|table| {
        let keys = table.indexes.iter().flat_map(Index::keys);
        let keys = keys.filter(|key| table.keys().all(|own| own.name != key.name));
        keys.map(|key| (key.name.as_str(), key.kind)).collect::<BTreeMap<_, _>>()
    });
    was.into_iter().filter_map(move |(name, kind)| {
        let now = *is.get(name)?;
        (now != kind).then_some((name, kind, now))
    })
}

/// `local index ByDate of table Events`.
fn title(table: &str, index: &Index) -> String {
    let kind = if index.local { "local index" } else { "index" };
    format!("{kind} {} of table {table}", index.name)
}

/// The keys of a table, each as `id (S)`.
fn keys(table: &Table) -> [(&'static str, String); 2] {
    [("partitionKey", key(&table.partition_key)), ("sortKey", or_none(table.sort_key.as_ref().map(key)))]
}

/// What an index is made of.
fn fields(index: &Index) -> [(&'static str, String); 3] {
    let keys = |keys: &[KeySchema]| {
        let keys: Vec<_> = keys.iter().map(key).collect();
        or_none((!keys.is_empty()).then(|| keys.join(", ")))
    };
    [
        ("partitionKeys", keys(&index.partition_keys)),
        ("sortKeys", keys(&index.sort_keys)),
        ("projection", projection(&index.projection)),
    ]
}

fn key(key: &KeySchema) -> String {
    format!("{} ({:?})", key.name, key.kind)
}

/// `include guest, no`, in whichever order they are declared.
fn projection(projection: &Projection) -> String {
    match projection {
        Projection::All => "all".to_owned(),
        Projection::KeysOnly => "keysOnly".to_owned(),
        Projection::Include(attributes) => {
            let mut attributes = attributes.clone();
            attributes.sort();
            format!("include {}", attributes.join(", "))
        }
    }
}
