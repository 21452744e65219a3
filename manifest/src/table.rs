//! What a function and its infrastructure have to agree on of a table: how its keys are typed, and in
//! which variable its name is; and so of other resources.

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
    upper_snake("TABLE_NAME_", table)
}

/// The variable in which a function finds a resource of another service: `RESOURCE_JOBS` for `Jobs`.
pub fn resource_variable(resource: &str) -> String {
    upper_snake("RESOURCE_", resource)
}

/// What a variable is called that an API chooses: AWS and we have names of our own.
#[cfg(feature = "contract")]
pub(crate) const VARIABLE: &str = r"^(?!AWS_|FINGERPOST_|LAMBDA_|LD_|PATH$)[A-Z][A-Z0-9_]+$";

fn upper_snake(prefix: &str, text: &str) -> String {
    let mut name = prefix.to_owned();
    let mut previous = '_';
    for c in text.chars() {
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
        assert_eq!(super::resource_variable("Jobs-2"), "RESOURCE_JOBS_2");
    }
}
