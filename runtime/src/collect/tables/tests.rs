//! The tables that items declare together, and what is refused of them.

use serde::{Deserialize, Serialize};

use super::*;
use crate::dynamodb::Item;

macro_rules! items {
    ($($name:ident ($($annotation:tt)*) { $($fields:tt)* })*) => {$(
        #[derive(Serialize, Deserialize, fingerpost_macros::Item)]
        #[item(table = "Orders", $($annotation)*)]
        struct $name {
            #[item(partition_key)]
            id: String,
            $($fields)*
        }
    )*};
}

#[derive(Serialize, Deserialize)]
struct Keys {
    id: String,
    status: String,
}

#[derive(Serialize, Deserialize)]
struct Other {
    statuz: String,
}

#[derive(Serialize, Deserialize)]
struct Open {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, String>,
}

items! {
    Order (index(A, partition = status, project = Keys)) { status: String, total: u64 }
    SameOrder (index(B, partition = total)) { total: u64 }
    OtherWays (index(C, partition = total)) { total: u64 }
    Unknown (index(D, partition = status, project = Other)) { status: String }
    Whole (index(E, partition = status, project = Open)) { status: String }
    Flagged (index(F, partition = flag)) { flag: Flag }
    Until () { #[item(expires)] until: String }
    UntilNumber () { #[item(expires)] until: Option<u64> }
    UntilOther () { #[item(expires)] other: u64 }
}

#[derive(Serialize, Deserialize)]
struct Flag(bool);

mod renamed {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, fingerpost_macros::Item)]
    #[item(table = "Orders", index(C, partition = total, sort = id))]
    pub(super) struct Order {
        #[item(partition_key)]
        id: String,
        total: u64,
    }
}

fn of(tables: &[&'static TableSchema]) -> Result<Vec<Table>, String> {
    let mut all = Tables::default();
    all.add(tables.iter().copied())?;
    all.described()
}

#[track_caller]
fn refused(tables: &[&'static TableSchema], sentence: &str) {
    let error = of(tables).expect_err("refused");
    assert!(error.contains(sentence), "{error}");
}

#[test]
fn a_table_has_the_indexes_of_all_its_items() {
    let tables = of(&[Order::table(), SameOrder::table(), Order::table()]).expect("described");
    let indexes: Vec<_> =
        tables[0].indexes.iter().map(|index| (index.name.as_str(), &index.projection)).collect();
    assert_eq!(indexes, [("A", &Projection::KeysOnly), ("B", &Projection::All)]);
    let table = of(&[Order::table(), UntilNumber::table()]).expect("described").remove(0);
    assert_eq!(table.expires.as_deref(), Some("until"));
    // Without it, what has expired would be read from the index.
    assert_eq!(table.indexes[0].projection, Projection::Include(vec!["until".to_owned()]));
}

#[test]
fn what_cannot_be_made_of_a_table_is_refused() {
    refused(
        &[OtherWays::table(), renamed::Order::table()],
        "index `C` of table `Orders` is declared in two different ways: runtime/src/collect/tables/tests.rs:",
    );
    refused(
        &[Unknown::table()],
        "index `D` of table `Orders` is to hold `statuz`, which its item does not have: runtime/src/",
    );
    refused(&[Whole::table()], "index `E` of table `Orders` holds a type that may have any attribute");
    refused(
        &[Flagged::table()],
        "the key `flag` of table `Orders` is of the type `Flag`, which serde does not",
    );
    refused(
        &[Until::table()],
        "the attribute `until` of table `Orders` says when an item expires, and is of the type `String`",
    );
    refused(
        &[UntilNumber::table(), UntilOther::table()],
        "table `Orders` is declared with two attributes for when an item expires",
    );
}
