//! The sentence of an error, which may name fields: `"The order is {status} already"`.
//!
//! `format!` makes the text of it. Here its placeholders are found, so that one which names no field is told
//! in words of the enum.

use syn::LitStr;

use crate::errors::Errors;

/// A text with placeholders.
pub(crate) struct Sentence {
    pub(crate) literal: LitStr,
    /// The names in its placeholders.
    names: Vec<String>,
}

impl Sentence {
    /// The sentence of a variant that has these fields.
    pub(crate) fn parse(literal: LitStr, variant: &str, fields: &[String], errors: &mut Errors) -> Self {
        let text = literal.value();
        let names = placeholders(&text);
        for name in names.iter().filter(|name| !fields.contains(name)) {
            if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
                let example = fields.first().map_or("status", String::as_str);
                let message = format!("a placeholder names a field, as in `{{{example}}}`, got `{{{name}}}`");
                errors.at(&literal, message);
                continue;
            }
            let known: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
            let has = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            errors.at(&literal, format!("`{{{name}}}` names no field of `{variant}`; it has {has}"));
        }
        Self { literal, names }
    }

    /// Whether it names this field.
    pub(crate) fn names(&self, field: &str) -> bool {
        self.names.iter().any(|name| name == field)
    }

    /// Whether it is to be formatted, and is not a text as it stands.
    pub(crate) fn is_formatted(&self) -> bool {
        self.literal.value().contains(['{', '}'])
    }

    /// The sentence as a description shows it, with its placeholders.
    pub(crate) fn shown(&self) -> String {
        self.literal.value().replace("{{", "{").replace("}}", "}")
    }
}

/// What stands in the placeholders before a `:`. What is not closed, `format!` reports.
fn placeholders(text: &str) -> Vec<String> {
    let text = text.replace("{{", "");
    let inside = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut names: Vec<_> = inside
        .map(|(placeholder, _)| placeholder.split(':').next().unwrap_or_default().trim().to_owned())
        .collect();
    names.dedup();
    names
}
