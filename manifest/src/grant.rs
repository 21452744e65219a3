//! What a function may do, and with what.

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::action::Action;

/// Actions on one table, or on one of its indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The table's name in the source.
    pub table: String,
    /// The index; the table itself, where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// The claim of the caller that is the partition key of every item which the function reaches. The function sees
    /// to that, and IAM knows nothing of it; all items may be reached, where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub owner: Option<String>,
    /// What the function may do.
    #[serde(deserialize_with = "distinct")]
    #[schemars(length(min = 1))]
    pub actions: BTreeSet<Action>,
}

/// `GetItem, PutItem on Events`; with an owner ``GetItem on Orders of the caller's `sub` ``.
impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.actions.iter().map(Action::name).collect();
        write!(f, "{} on {}", names.join(", "), self.table)?;
        self.index.as_ref().map_or(Ok(()), |index| write!(f, "/index/{index}"))?;
        self.owner.as_ref().map_or(Ok(()), |claim| write!(f, " of the caller's `{claim}`"))
    }
}

impl Grant {
    /// The same actions, each a grant of its own.
    pub(crate) fn apart(&self) -> impl Iterator<Item = Self> {
        self.actions.iter().map(|action| Self { actions: BTreeSet::from([action.clone()]), ..self.clone() })
    }
}

/// A set whose entries are each there once.
pub(crate) fn distinct<'de, A, D>(deserializer: D) -> Result<BTreeSet<A>, D::Error>
where
    A: Deserialize<'de> + Ord + fmt::Display,
    D: Deserializer<'de>,
{
    let mut actions = BTreeSet::new();
    for action in Vec::<A>::deserialize(deserializer)? {
        if let Some(twice) = actions.replace(action) {
            return Err(de::Error::custom(format!(
                "must not have the same entry twice, got `{twice}` twice"
            )));
        }
    }
    Ok(actions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_its_actions_and_what_they_are_on() {
        let actions = ["PutItem", "GetItem"].map(Action::on_dynamodb).into();
        let grant = Grant { table: "Events".to_owned(), index: None, owner: None, actions };
        assert_eq!(grant.to_string(), "GetItem, PutItem on Events");
        let on_index = Grant { index: Some("ByDate".to_owned()), ..grant };
        assert_eq!(on_index.to_string(), "GetItem, PutItem on Events/index/ByDate");
        let own = Grant { index: None, owner: Some("sub".to_owned()), ..on_index.clone() };
        assert_eq!(own.to_string(), "GetItem, PutItem on Events of the caller's `sub`");
        let apart: Vec<_> = on_index.apart().map(|grant| grant.to_string()).collect();
        assert_eq!(apart, ["GetItem on Events/index/ByDate", "PutItem on Events/index/ByDate"]);
    }
}
