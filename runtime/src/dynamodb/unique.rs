//! Values that one item of a table has at most, such as an e-mail address: which attributes they are, and the table
//! that keeps them.
//!
//! How a write keeps them is in `claiming.rs`.

use fingerpost_manifest::variable;

use super::actions::{Action as _, DeleteItem, PutItem, Statement};
use super::attributes::Attributes;
use super::claim::{self, Claim};
use super::expression::Expression;
use super::key_schema::KeySchema;
use super::schema::{TableSchema, UniqueSchema};
use crate::resources::Resources;

/// The unique attributes of an item, kept in the table of this name, which is declared at `source`.
#[doc(hidden)]
pub const fn unique(
    table: &'static str,
    source: &'static str,
    attributes: &'static [&'static str],
) -> UniqueSchema {
    let key = KeySchema::of::<String>(claim::VALUE);
    UniqueSchema { table: TableSchema::of::<Claim>(table, source, key), attributes }
}

impl UniqueSchema {
    /// What writes of the item need of the table.
    pub(super) fn statements(of_item: &[Statement]) -> Vec<Statement> {
        let of_item = |action| of_item.iter().any(|statement| statement.action == action);
        let (puts, deletes) = (of_item(PutItem::NAME), of_item(DeleteItem::NAME));
        let needed = [(PutItem::NAME, puts), (DeleteItem::NAME, puts || deletes)];
        let needed = needed.into_iter().filter(|(_, needed)| *needed);
        needed.map(|(action, _)| Statement { index: None, action, owner: None }).collect()
    }

    /// The name of the deployed table, or the variable that is not set.
    pub(super) fn deployed(&self, resources: &Resources) -> Result<String, String> {
        let variable = variable(self.table.name);
        resources.variable(&variable).ok_or(variable)
    }

    /// The test of an item that has no unique value.
    pub(super) fn has_none(&self, expression: &mut Expression) -> String {
        let tests = self.attributes.iter().map(|name| format!("({})", claim::is(name, None, expression)));
        tests.collect::<Vec<_>>().join(" AND ")
    }

    /// Whether an item has a unique value.
    pub(super) fn is_in(&self, item: &Attributes) -> bool {
        self.attributes.iter().any(|name| claim::value(item, name).is_some())
    }
}
