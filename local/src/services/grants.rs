//! What a call of a service needs of IAM, and whether a route's signature grants it.

use fingerpost_manifest::Route;

use crate::dynamodb::Caller;
use crate::facts;

/// An action on a resource, or on a part of it.
#[derive(Debug)]
pub(super) struct Need<'c> {
    /// As IAM writes it: `sqs:SendMessage`.
    pub(super) action: &'c str,
    /// The resource's name in the source.
    pub(super) resource: &'c str,
    /// What follows its ARN: `/a/key`.
    pub(super) part: &'c str,
}

impl Need<'_> {
    pub(super) fn is_granted(&self, route: &Route) -> bool {
        let covers = |within: Option<&str>| match within.and_then(|within| within.strip_suffix('*')) {
            Some(before) => self.part.starts_with(before),
            None => within.unwrap_or_default() == self.part,
        };
        route.resources.iter().any(|grant| {
            grant.resource == self.resource
                && covers(grant.within.as_deref())
                && grant.actions.iter().any(|action| action.to_string() == self.action)
        })
    }

    fn service(&self) -> &str {
        self.action.split(':').next().unwrap_or_default()
    }

    /// AWS's words. S3 puts the ARN in quotes, and SQS writes the action in lower case.
    pub(super) fn message(&self, route: &str) -> String {
        let resource = arn(self.service(), self.resource) + self.part;
        let (action, resource) = match self.service() {
            "s3" => (self.action.to_owned(), format!("\"{resource}\"")),
            "sqs" => (self.action.to_ascii_lowercase(), resource),
            _ => (self.action.to_owned(), resource),
        };
        let account = facts::ACCOUNT;
        format!(
            "User: arn:aws:sts::{account}:assumed-role/{route}/{route} is not authorized to perform: {action} \
             on resource: {resource} because no identity-based policy allows the {action} action"
        )
    }

    /// Whether the caller may do it, without a word to the developer if not.
    pub(super) fn is_let(&self, caller: &Caller) -> Result<(), String> {
        match &caller.route {
            Some(route) if !self.is_granted(route) => Err(self.message(&route.name)),
            _ => Ok(()),
        }
    }

    /// What the developer can do.
    pub(super) fn advice(&self, route: &str) -> String {
        let (action, resource) = (self.action, self.resource);
        let argument = match self.service() {
            "sqs" => "Queue",
            "s3" => "Bucket",
            _ => "argument",
        };
        let name = action.split(':').nth(1).unwrap_or_default();
        format!(
            "{route}: {action} on `{resource}` was refused; add `{name}` to the `{argument}<…>` in its signature, or \
             describe it with `Description::allow`"
        )
    }
}

/// The ARN of a resource here.
pub(super) fn arn(service: &str, name: &str) -> String {
    match service {
        "s3" => format!("arn:aws:s3:::{name}"),
        _ => format!("arn:aws:{service}:{}:{}:{name}", facts::REGION, facts::ACCOUNT),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn granted(within: Option<&str>, part: &str) -> bool {
        let route: Route = serde_json::from_value(json!({
            "name": "r", "method": "GET", "path": "/", "memoryMb": 128, "timeoutSeconds": 1,
            "resources": [{ "resource": "Receipts", "within": within, "actions": ["s3:GetObject"] }],
        }))
        .expect("a route");
        Need { action: "s3:GetObject", resource: "Receipts", part }.is_granted(&route)
    }

    #[test]
    fn a_grant_holds_for_its_part_and_nothing_else() {
        assert!(granted(None, ""));
        assert!(!granted(None, "/a"));
        assert!(granted(Some("/*"), "/a/b"));
        assert!(!granted(Some("/*"), ""));
        assert!(granted(Some("/a/*"), "/a/b") && !granted(Some("/a/*"), "/ab"));
        assert!(granted(Some("/a"), "/a") && !granted(Some("/a"), "/a/b"));
    }
}
