//! What a function and its infrastructure have to agree on of a table: how its keys are typed, and in
//! which variable its name is.

/// The types that a key's attribute can have, by DynamoDB's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "contract", derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema))]
pub enum KeyType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
}

/// The variable in which a function finds a deployed table's name: `TABLE_NAME_EVENT_LOG` for
/// `EventLog`.
pub fn variable(table: &str) -> String {
    let mut name = String::from("TABLE_NAME_");
    let mut previous = '_';
    for c in table.chars() {
        let starts_word =
            c.is_ascii_uppercase() && (previous.is_ascii_lowercase() || previous.is_ascii_digit());
        if starts_word {
            name.push('_');
        }
        name.push(if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        previous = c;
    }
    name
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_tables_variable_is_in_upper_snake_case() {
        assert_eq!(super::variable("Events"), "TABLE_NAME_EVENTS");
        assert_eq!(super::variable("EventLog-v2.x"), "TABLE_NAME_EVENT_LOG_V2_X");
    }
}
