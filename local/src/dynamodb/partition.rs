//! Which partition a call is about, and whether it is the caller's: what IAM's condition `dynamodb:LeadingKeys` would
//! compare.

use std::collections::HashMap;

use dynoxide::AttributeValue;
use dynoxide::actions::query::QueryRequest;

/// Where a call names its partition.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Partition<'r> {
    /// It is about no one partition, or about several.
    Unknown,
    /// In the key of an item, or in the item.
    Key(&'r HashMap<String, AttributeValue>),
    /// In the condition of a query.
    Query(&'r QueryRequest),
}

impl Partition<'_> {
    /// Whether it is the one of this key: the attribute's name, and a caller's claim.
    pub(crate) fn is(self, name: &str, claim: &str) -> bool {
        let value = match self {
            Self::Unknown => None,
            Self::Key(key) => key.get(name),
            Self::Query(query) => equal(query, name),
        };
        match value {
            Some(AttributeValue::S(text)) => text == claim,
            Some(AttributeValue::N(number)) => fingerpost_untrusted::is_number(number, claim),
            // The manifest has no owner whose partition is bytes.
            _ => false,
        }
    }
}

/// The value that a query's condition asks of an attribute: `#0 = :0 AND …`. There is one at most, or the database
/// refuses the query.
fn equal<'r>(query: &'r QueryRequest, name: &str) -> Option<&'r AttributeValue> {
    let condition = query.key_condition_expression.as_ref()?;
    let apart =
        condition.replace(['(', ')'], " ").replace('=', " = ").replace("< =", "<=").replace("> =", ">=");
    let words: Vec<_> = apart.split_whitespace().collect();
    let names = query.expression_attribute_names.as_ref();
    let is_meant = |word: &str| {
        let stands_for = names.filter(|_| word.starts_with('#')).and_then(|names| names.get(word));
        stands_for.map_or(word, String::as_str) == name
    };
    let value = words.windows(3).find(|words| words[1] == "=" && is_meant(words[0]))?[2];
    query.expression_attribute_values.as_ref()?.get(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(condition: &str, is_ann: bool) {
        let query = json!({
            "TableName": "Orders", "KeyConditionExpression": condition,
            "ExpressionAttributeNames": { "#c": "customer", "#i": "id" },
            "ExpressionAttributeValues": { ":a": { "S": "ann" }, ":b": { "S": "bob" }, ":n": { "N": "7" } },
        });
        let query: QueryRequest = serde_json::from_value(query).expect("a query");
        assert_eq!(Partition::Query(&query).is("customer", "ann"), is_ann, "{condition}");
    }

    #[test]
    fn a_query_names_its_partition_in_its_condition() {
        check("customer = :a", true);
        check("#c=:a", true);
        check("(#c = :a) AND (#i BETWEEN :a AND :b)", true);
        check("begins_with(#i, :b) and customer =:a", true);
        check("#i >= :a AND #c = :a", true);
        check("#c = :b", false);
        check("#c = :b AND #i = :a", false);
        check("#i = :a", false);
        check("#c <= :a", false);
        check("#c >= :a", false);
        check("#c = :n", false);
        check("#c = :unknown", false);
        check("", false);
    }

    #[test]
    fn a_number_is_the_callers_as_the_claim_is_written() {
        let is = |number: &str, claim: &str| {
            let key = HashMap::from([("tenant".to_owned(), AttributeValue::N(number.to_owned()))]);
            Partition::Key(&key).is("tenant", claim)
        };
        for number in ["7", "-7", "1785000000", "18446744073709551615"] {
            assert!(is(number, number), "{number}");
        }
        assert!(is("1785000000", "1.785E9") && is("9007199254740991", "9.007199254740991E15"));
        for claim in ["07", "+7", "7.0", "0.7e1", "7.0E0", "8", "seven", ""] {
            assert!(!is("7", claim), "{claim}");
        }
        assert!(!is("18446744073709551615", "18446744073709551614"));
        for claim in ["9.007199254740992E15", "9.007199254740993E15"] {
            assert!(!is("9007199254740992", claim), "{claim}");
        }
    }
}
