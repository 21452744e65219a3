//! What a route's signature says about it, for the manifest and the local cloud.
//!
//! Arguments describe themselves; a production binary never asks them to.

use std::collections::{BTreeMap, BTreeSet};

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::dynamodb::TableSchema;

/// What the arguments of one route add up to.
#[derive(Debug, Default)]
pub struct Description {
    pub(crate) body: Option<Schema>,
    pub(crate) grants: BTreeMap<&'static str, Grant>,
    schemas: SchemaGenerator,
}

/// What a route may do with one table.
#[derive(Debug)]
pub(crate) struct Grant {
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) table: TableSchema,
    pub(crate) actions: BTreeSet<&'static str>,
}

impl Description {
    /// The route reads its body as a `T`.
    pub fn body<T: JsonSchema>(&mut self) {
        self.body = Some(self.schemas.root_schema_for::<T>());
    }

    /// The route calls these actions on a table.
    pub(crate) fn grant(&mut self, table: TableSchema, actions: impl IntoIterator<Item = &'static str>) {
        let grant = self.grants.entry(table.name);
        let grant = grant.or_insert_with(|| Grant { table, actions: BTreeSet::new() });
        grant.actions.extend(actions);
    }
}
