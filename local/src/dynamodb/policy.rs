//! What a call of DynamoDB needs of IAM, and whether a route's signature grants it.

use fingerpost_manifest::{Action, Grant, Route};

use super::partition::Partition;
use crate::facts;

/// An action on a table, or on one of its indexes, which is a resource of its own.
#[derive(Debug)]
pub(crate) struct Need<'r> {
    action: Action,
    table: String,
    index: Option<String>,
    partition: Partition<'r>,
}

impl<'r> Need<'r> {
    /// `action` is IAM's name without the service; a table may be named by its ARN.
    pub(crate) fn new(action: &str, table: &str) -> Self {
        let table = table.strip_prefix(&arn("")).unwrap_or(table).to_owned();
        Self {
            action: Action::on_dynamodb(action.to_owned()),
            table,
            index: None,
            partition: Partition::Unknown,
        }
    }

    pub(crate) fn of_index(self, index: Option<&str>) -> Self {
        Self { index: index.map(str::to_owned), ..self }
    }

    pub(crate) fn of_partition(self, partition: Partition<'r>) -> Self {
        Self { partition, ..self }
    }

    /// `PartiQL` has an action for each verb. No signature can name them, so on which table a
    /// statement needs it does not matter.
    pub(crate) fn of_statement(statement: &str) -> Self {
        let verb = statement.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let action = match verb.as_str() {
            "INSERT" => "PartiQLInsert",
            "UPDATE" => "PartiQLUpdate",
            "DELETE" => "PartiQLDelete",
            _ => "PartiQLSelect",
        };
        Self::new(action, "*")
    }

    /// A grant on a table does not reach its indexes, nor one on an index its table or the others. A call
    /// that names no table needs nothing: the database refuses it.
    ///
    /// A grant of the caller's own items reaches the partition that `is_own` finds to be that of the claim.
    pub(crate) fn is_granted(
        &self,
        route: &Route,
        is_own: impl Fn(&str, Partition<'_>, &str) -> bool,
    ) -> bool {
        let is_own = |claim: &String| is_own(&self.table, self.partition, claim);
        self.table.is_empty() || self.grants(route).any(|grant| grant.owner.as_ref().is_none_or(is_own))
    }

    fn grants<'g>(&'g self, route: &'g Route) -> impl Iterator<Item = &'g Grant> {
        let on_this = |grant: &&Grant| grant.table == self.table && grant.index == self.index;
        route.grants.iter().filter(on_this).filter(|grant| grant.actions.contains(&self.action))
    }

    /// DynamoDB's own words.
    pub(crate) fn message(&self, route: &str) -> String {
        let (account, action) = (facts::ACCOUNT, &self.action);
        let index = self.index.as_ref().map(|index| format!("/index/{index}")).unwrap_or_default();
        let resource = if self.table.starts_with("arn:") { self.table.clone() } else { arn(&self.table) };
        format!(
            "User: arn:aws:sts::{account}:assumed-role/{route}/{route} is not authorized to perform: {action} \
             on resource: {resource}{index} because no identity-based policy allows the {action} action"
        )
    }

    /// What the developer can do.
    pub(crate) fn advice(&self, route: &Route) -> String {
        let (Self { action, table, index, .. }, name) = (self, &route.name);
        if let Some(claim) = self.grants(route).find_map(|grant| grant.owner.as_ref()) {
            return format!(
                "{name}: {action} on `{table}` was refused, because it does not name the partition of the caller, the \
                 claim `{claim}`"
            );
        }
        if let Some(index) = index {
            let refused = format!("{name}: {action} on the index `{index}` of `{table}` was refused");
            // Signatures grant no other action on an index.
            return match action.name() {
                "Query" => format!("{refused}; add `Query<{index}>` to the `Table<…>` in its signature"),
                _ => format!("{refused}; no signature grants it"),
            };
        }
        if !action.can_be_granted() {
            return format!("{name}: {action} was refused; no signature grants it");
        }
        format!(
            "{name}: {action} on `{table}` was refused; add `{}` to the `Table<…>` in its signature",
            action.name()
        )
    }
}

fn arn(table: &str) -> String {
    format!("arn:aws:dynamodb:{}:{}:table/{table}", facts::REGION, facts::ACCOUNT)
}
