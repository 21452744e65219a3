//! The names and values of one call's expressions.
//!
//! An expression is text that refers to names and values by placeholders, `#n0` and `:v0`. Names and values
//! go beside it in maps of their own, so nothing that a client sent is ever part of an expression, and a name
//! may be one of DynamoDB's reserved words.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// What stands for each placeholder, or `None` where there are none.
type Named<V> = Option<HashMap<String, V>>;

/// The names and values that the expressions of one call refer to.
#[derive(Debug, Clone, Default)]
pub(super) struct Expression {
    names: Vec<String>,
    values: Vec<AttributeValue>,
}

impl Expression {
    /// The placeholder of a name; a name that is used twice has one.
    pub(super) fn name(&mut self, name: &str) -> String {
        let position = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        format!("#n{position}")
    }

    /// The placeholder of a value.
    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        self.values.push(value);
        format!(":v{}", self.values.len() - 1)
    }

    /// Each name by its placeholder.
    pub(super) fn names(&self) -> impl Iterator<Item = (String, String)> {
        self.names.iter().enumerate().map(|(index, name)| (format!("#n{index}"), name.clone()))
    }

    /// The names and the values by their placeholders, or `None` where there are none, which DynamoDB
    /// refuses to be sent.
    pub(super) fn parts(self) -> (Named<String>, Named<AttributeValue>) {
        let names: HashMap<_, _> = self.names().collect();
        let values = self.values.into_iter().enumerate();
        let values: HashMap<_, _> = values.map(|(index, value)| (format!(":v{index}"), value)).collect();
        (Some(names).filter(|names| !names.is_empty()), Some(values).filter(|values| !values.is_empty()))
    }
}
