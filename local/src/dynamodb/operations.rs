//! The operations of DynamoDB, each: read the request, ask whether the caller may, run it.
//!
//! dynoxide's own dispatch is private to its server, and its wording of requests that cannot be
//! read with it. What differs here: a value of the wrong JSON type has serde's description in
//! place of `NUMBER_VALUE cannot be converted to String`; a value that is not valid in a batch
//! write, a transaction or `PartiQL` is refused in the words of the other operations;
//! `ConditionalCheckFailedException` of `ExecuteStatement` has `message` in lower case; what nests
//! deeper than the parser reads is refused without the checks that AWS makes first. Streams,
//! which are another service, are not served.

use std::collections::HashMap;

use dynoxide::actions::transact_write_items::TransactWriteItem;
use dynoxide::{AttributeValue, Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::failure::Failure;
use super::partition::Partition;
use crate::dynamodb::policy::Need;

/// A call of an operation.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'a str,
    pub(crate) body: &'a [u8],
    /// Refuses what the caller may not do.
    pub(crate) permit: &'a dyn Fn(Vec<Need<'_>>) -> Result<(), Failure>,
}

impl Call<'_> {
    /// Runs it on the database.
    pub(crate) fn on(&self, database: &Database) -> Result<String, Failure> {
        /// Each operation, the database's method, and what the request needs.
        macro_rules! run {
            ($($operation:literal $method:ident |$request:pat_param| $needs:expr;)*) => {
                match self.operation {
                    $($operation => self.run(database, Database::$method, |$request| $needs),)*
                    _ => Err(Failure::unknown_operation()),
                }
            };
        }
        run! {
            "BatchExecuteStatement" batch_execute_statement |r| r.statements.iter().map(|s| Need::of_statement(&s.statement)).collect();
            "BatchGetItem" batch_get_item |r| self.on_tables(r.request_items.keys());
            "BatchWriteItem" batch_write_item |r| self.on_tables(r.request_items.keys());
            "CreateTable" create_table |r| self.on_tables([&r.table_name]);
            "DeleteItem" delete_item |r| self.on_item(&r.table_name, &r.key);
            "DeleteTable" delete_table |r| self.on_tables([&r.table_name]);
            "DescribeTable" describe_table |r| self.on_tables([&r.table_name]);
            "DescribeTimeToLive" describe_time_to_live |r| self.on_tables([&r.table_name]);
            "ExecuteStatement" execute_statement |r| vec![Need::of_statement(&r.statement)];
            "ExecuteTransaction" execute_transaction |r| r.transact_statements.iter().map(|s| Need::of_statement(&s.statement)).collect();
            "GetItem" get_item |r| self.on_item(&r.table_name, &r.key);
            "ListTables" list_tables |_| self.on_tables(["*"]);
            "ListTagsOfResource" list_tags_of_resource |r| self.on_tables(&r.resource_arn);
            "PutItem" put_item |r| self.on_item(&r.table_name, &r.item);
            "Query" query |r| vec![Need::new("Query", &r.table_name).of_index(r.index_name.as_deref()).of_partition(Partition::Query(r))];
            "Scan" scan |r| self.on_index(&r.table_name, r.index_name.as_deref());
            "SearchVectors" search_vectors |r| self.on_index(&r.table_name, Some(&r.index_name));
            "TagResource" tag_resource |r| self.on_tables(&r.resource_arn);
            "TransactGetItems" transact_get_items |r| r.transact_items.iter().map(|item| Need::new("GetItem", &item.get.table_name).of_partition(Partition::Key(&item.get.key))).collect();
            "TransactWriteItems" transact_write_items |r| r.transact_items.iter().flat_map(written).collect();
            "UntagResource" untag_resource |r| self.on_tables(&r.resource_arn);
            "UpdateItem" update_item |r| self.on_item(&r.table_name, &r.key);
            "UpdateTable" update_table |r| self.on_tables([&r.table_name]);
            "UpdateTimeToLive" update_time_to_live |r| self.on_tables([&r.table_name]);
        }
    }

    fn on_tables(&self, tables: impl IntoIterator<Item: AsRef<str>>) -> Vec<Need<'static>> {
        tables.into_iter().map(|table| Need::new(self.operation, table.as_ref())).collect()
    }

    fn on_index(&self, table: &str, index: Option<&str>) -> Vec<Need<'static>> {
        vec![Need::new(self.operation, table).of_index(index)]
    }

    fn on_item<'r>(&self, table: &str, key: &'r HashMap<String, AttributeValue>) -> Vec<Need<'r>> {
        vec![Need::new(self.operation, table).of_partition(Partition::Key(key))]
    }

    /// Reads the request once: what is permitted is what is run.
    fn run<Request: DeserializeOwned, Answer: Serialize>(
        &self,
        database: &Database,
        run: fn(&Database, Request) -> dynoxide::Result<Answer>,
        needs: impl FnOnce(&Request) -> Vec<Need<'_>>,
    ) -> Result<String, Failure> {
        let request =
            serde_json::from_slice(self.body).map_err(|error| unreadable(self.operation, &error))?;
        (self.permit)(needs(&request))?;
        let answer = run(database, request)?;
        serde_json::to_string(&answer)
            .map_err(|error| DynoxideError::InternalServerError(error.to_string()).into())
    }
}

/// An action of a transaction; of an item that has more than one, the database refuses it.
fn written(item: &TransactWriteItem) -> impl Iterator<Item = Need<'_>> {
    let tables = [
        ("PutItem", item.put.as_ref().map(|put| (&put.table_name, &put.item))),
        ("UpdateItem", item.update.as_ref().map(|update| (&update.table_name, &update.key))),
        ("DeleteItem", item.delete.as_ref().map(|delete| (&delete.table_name, &delete.key))),
        ("ConditionCheckItem", item.condition_check.as_ref().map(|check| (&check.table_name, &check.key))),
    ];
    tables.into_iter().filter_map(|(action, written)| {
        let (table, key) = written?;
        Some(Need::new(action, table).of_partition(Partition::Key(key)))
    })
}

/// A request that does not become dynoxide's type. dynoxide tells with a prefix whether DynamoDB
/// calls the request not valid or not readable.
fn unreadable(operation: &str, error: &serde_json::Error) -> Failure {
    let (text, plain) = (error.to_string(), without_position(error));
    let invalid = |message: String| DynoxideError::ValidationException(message).into();
    if let Some(message) = plain.strip_prefix("VALIDATION_REQUEST:") {
        let enveloped = matches!(operation, "DeleteItem" | "PutItem" | "UpdateItem");
        let envelope = if enveloped { "1 validation error detected: " } else { "" };
        return invalid(format!("{envelope}{message}"));
    }
    if let Some(message) = plain.strip_prefix("VALIDATION:") {
        return invalid(message.to_owned());
    }
    if let Some(message) = text.strip_prefix("VALIDATION_AS_READ:") {
        return invalid(message.to_owned());
    }
    if let Some(message) = text.strip_prefix("SERIALIZATION_AS_READ:") {
        return Failure::serialization(message);
    }
    if let Some(message) = plain.strip_prefix("SERIALIZATION:") {
        return Failure::serialization(message);
    }
    if plain.contains("empty AttributeValue") {
        return invalid(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
                .to_owned(),
        );
    }
    let valid_json = ["missing field", "unknown variant", "invalid type: null", "Supplied AttributeValue"];
    if valid_json.iter().any(|part| plain.contains(part)) {
        return invalid(plain);
    }
    Failure::serialization(plain)
}

/// `serde_json` says at the end of a message where it was.
pub(crate) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}
