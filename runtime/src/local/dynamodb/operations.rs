//! The operations of DynamoDB, each: read the request, ask whether the caller may, run it.
//!
//! dynoxide's own dispatch is private to its server, and its wording of requests that cannot be
//! read with it. What differs here: a value of the wrong JSON type has serde's description in
//! place of `NUMBER_VALUE cannot be converted to String`; a value that is not valid in a batch
//! write, a transaction or `PartiQL` is told in the words of the other operations;
//! `ConditionalCheckFailedException` of `ExecuteStatement` writes `message` small; what nests
//! deeper than the parser reads is refused without the checks that AWS makes first. Streams,
//! which are another service, are not served.

use dynoxide::actions::transact_write_items::TransactWriteItem;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::policy::Need;
use super::failure::Failure;

/// A call of an operation.
pub(super) struct Call<'a> {
    pub(super) operation: &'a str,
    pub(super) body: &'a [u8],
    /// Refuses what the caller may not do.
    pub(super) permit: &'a dyn Fn(Vec<Need>) -> Result<(), Failure>,
}

impl Call<'_> {
    /// Runs it on the database.
    pub(super) fn on(&self, database: &Database) -> Result<String, Failure> {
        let one = |table: &str| vec![Need::new(self.operation, table)];
        let resource = |arn: &Option<String>| one(arn.as_deref().unwrap_or_default());
        let index = |table: &str, index: Option<&str>| vec![Need::new(self.operation, table).of_index(index)];
        macro_rules! run {
            ($method:ident, |$request:pat_param| $needs:expr) => {
                self.run(database, Database::$method, |$request| $needs)
            };
        }
        match self.operation {
            "BatchExecuteStatement" => run!(batch_execute_statement, |request| {
                request.statements.iter().map(|one| Need::of_statement(&one.statement)).collect()
            }),
            "BatchGetItem" => run!(batch_get_item, |request| request
                .request_items
                .keys()
                .flat_map(|table| one(table))
                .collect()),
            "BatchWriteItem" => run!(batch_write_item, |request| request
                .request_items
                .keys()
                .flat_map(|table| one(table))
                .collect()),
            "CreateTable" => run!(create_table, |request| one(&request.table_name)),
            "DeleteItem" => run!(delete_item, |request| one(&request.table_name)),
            "DeleteTable" => run!(delete_table, |request| one(&request.table_name)),
            "DescribeTable" => run!(describe_table, |request| one(&request.table_name)),
            "DescribeTimeToLive" => run!(describe_time_to_live, |request| one(&request.table_name)),
            "ExecuteStatement" => {
                run!(execute_statement, |request| vec![Need::of_statement(&request.statement)])
            }
            "ExecuteTransaction" => run!(execute_transaction, |request| {
                request.transact_statements.iter().map(|one| Need::of_statement(&one.statement)).collect()
            }),
            "GetItem" => run!(get_item, |request| one(&request.table_name)),
            "ListTables" => run!(list_tables, |_| one("*")),
            "ListTagsOfResource" => run!(list_tags_of_resource, |request| resource(&request.resource_arn)),
            "PutItem" => run!(put_item, |request| one(&request.table_name)),
            "Query" => run!(query, |request| index(&request.table_name, request.index_name.as_deref())),
            "Scan" => run!(scan, |request| index(&request.table_name, request.index_name.as_deref())),
            "SearchVectors" => {
                run!(search_vectors, |request| index(&request.table_name, Some(&request.index_name)))
            }
            "TagResource" => run!(tag_resource, |request| resource(&request.resource_arn)),
            "TransactGetItems" => run!(transact_get_items, |request| {
                request.transact_items.iter().map(|item| Need::new("GetItem", &item.get.table_name)).collect()
            }),
            "TransactWriteItems" => run!(transact_write_items, |request| {
                request.transact_items.iter().flat_map(written).collect()
            }),
            "UntagResource" => run!(untag_resource, |request| resource(&request.resource_arn)),
            "UpdateItem" => run!(update_item, |request| one(&request.table_name)),
            "UpdateTable" => run!(update_table, |request| one(&request.table_name)),
            "UpdateTimeToLive" => run!(update_time_to_live, |request| one(&request.table_name)),
            _ => Err(Failure::unknown_operation()),
        }
    }

    /// Reads the request once: what is permitted is what is run.
    fn run<Request: DeserializeOwned, Answer: Serialize>(
        &self,
        database: &Database,
        run: fn(&Database, Request) -> dynoxide::Result<Answer>,
        needs: impl FnOnce(&Request) -> Vec<Need>,
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
fn written(item: &TransactWriteItem) -> impl Iterator<Item = Need> {
    let tables = [
        ("PutItem", item.put.as_ref().map(|put| &put.table_name)),
        ("UpdateItem", item.update.as_ref().map(|update| &update.table_name)),
        ("DeleteItem", item.delete.as_ref().map(|delete| &delete.table_name)),
        ("ConditionCheckItem", item.condition_check.as_ref().map(|check| &check.table_name)),
    ];
    tables.into_iter().filter_map(|(action, table)| Some(Need::new(action, table?)))
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
pub(super) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}
