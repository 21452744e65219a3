//! Which IAM actions a DynamoDB call needs, and whether a route's signature grants them.

use serde_json::Value;

use super::facts;
use crate::manifest::RouteEntry;

/// An action that a call needs and its route does not have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Denied {
    /// IAM's name: `dynamodb:PutItem`.
    action: String,
    table: String,
}

/// Checks a call of a route's function.
pub(super) fn check(route: &RouteEntry, operation: &str, body: &Value) -> Result<(), Denied> {
    for (action, table) in needed(operation, body) {
        let action = format!("dynamodb:{action}");
        let grant = route.grants.iter().find(|grant| grant.table == table);
        if !grant.is_some_and(|grant| grant.actions.contains(&action)) {
            return Err(Denied { action, table });
        }
    }
    Ok(())
}

impl Denied {
    /// DynamoDB's own words.
    pub(super) fn message(&self, route: &str) -> String {
        let (region, account) = (facts::REGION, facts::ACCOUNT);
        let Self { action, table } = self;
        format!(
            "User: arn:aws:sts::{account}:assumed-role/{route}/{route} is not authorized to perform: {action} \
             on resource: arn:aws:dynamodb:{region}:{account}:table/{table} because no identity-based policy \
             allows the {action} action"
        )
    }

    /// What the developer has to do.
    pub(super) fn advice(&self, route: &str) -> String {
        let Self { action, table } = self;
        let name = action.trim_start_matches("dynamodb:");
        format!("{route}: {action} on `{table}` was refused; add `{name}` to the `Table<…>` in its signature")
    }
}

/// The action on each table that a call names.
fn needed(operation: &str, body: &Value) -> Vec<(String, String)> {
    let of = |action: &str, holder: &Value| (action.to_owned(), table(holder));
    match operation {
        "BatchGetItem" | "BatchWriteItem" => {
            let tables = body["RequestItems"].as_object().into_iter().flatten();
            tables.map(|(name, _)| (operation.to_owned(), plain(name))).collect()
        }
        "TransactGetItems" => entries(body).map(|item| of("GetItem", &item["Get"])).collect(),
        "TransactWriteItems" => {
            let kinds = [
                ("Put", "PutItem"),
                ("Update", "UpdateItem"),
                ("Delete", "DeleteItem"),
                ("ConditionCheck", "ConditionCheckItem"),
            ];
            let item = |item: &Value| {
                let present = kinds.iter().filter(|(kind, _)| item[*kind].is_object());
                present.map(|(kind, action)| of(action, &item[*kind])).collect::<Vec<_>>()
            };
            entries(body).flat_map(item).collect()
        }
        // PartiQL, table management and the rest are actions that no signature can name.
        _ => vec![of(operation, body)],
    }
}

fn entries(body: &Value) -> impl Iterator<Item = &Value> {
    body["TransactItems"].as_array().into_iter().flatten()
}

fn table(holder: &Value) -> String {
    plain(holder["TableName"].as_str().unwrap_or("*"))
}

/// A table may be named by its ARN.
fn plain(name: &str) -> String {
    name.rsplit_once(":table/").map_or(name, |(_, name)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(operation: &str, body: &Value) -> Result<(), String> {
        let mut route = RouteEntry::bare("GET", "/");
        route.grants = vec![crate::manifest::GrantEntry {
            table: "Events",
            actions: ["BatchGetItem", "GetItem", "PutItem"].map(|name| format!("dynamodb:{name}")).to_vec(),
        }];
        super::check(&route, operation, body).map_err(|denied| format!("{} {}", denied.action, denied.table))
    }

    #[test]
    fn what_the_signature_grants_passes() {
        assert_eq!(check("GetItem", &json!({ "TableName": "Events" })), Ok(()));
        let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Events";
        assert_eq!(check("PutItem", &json!({ "TableName": arn })), Ok(()));
        assert_eq!(check("BatchGetItem", &json!({ "RequestItems": { "Events": {} } })), Ok(()));
    }

    #[test]
    fn every_way_around_is_denied() {
        let denied = |action: &str| Err(action.to_owned());
        assert_eq!(check("Scan", &json!({ "TableName": "Events" })), denied("dynamodb:Scan Events"));
        assert_eq!(check("GetItem", &json!({ "TableName": "Other" })), denied("dynamodb:GetItem Other"));
        assert_eq!(
            check("BatchGetItem", &json!({ "RequestItems": { "Events": {}, "Other": {} } })),
            denied("dynamodb:BatchGetItem Other")
        );
        let items = json!({ "TransactItems": [
            { "Put": { "TableName": "Events" } }, { "Delete": { "TableName": "Events" } },
        ]});
        assert_eq!(check("TransactWriteItems", &items), denied("dynamodb:DeleteItem Events"));
        assert_eq!(
            check("ExecuteStatement", &json!({ "Statement": "SELECT" })),
            denied("dynamodb:ExecuteStatement *")
        );
        assert_eq!(check("ListTables", &json!({})), denied("dynamodb:ListTables *"));
    }
}
