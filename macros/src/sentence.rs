//! The sentence of an error, which may name fields: `"The order is {status} already"`.
//!
//! `format!` makes the text of it. Here its placeholders are found, so that one which names no field is told
//! in words of the enum.

use syn::LitStr;

use crate::errors::Errors;

/// A text with placeholders.
pub(crate) struct Sentence {
    pub(crate) literal: LitStr,
    placeholders: Vec<Placeholder>,
    /// Whether each placeholder names a field.
    is_valid: bool,
}

/// `{name}`, or `{name:?}`, which is not plain.
struct Placeholder {
    name: String,
    is_plain: bool,
}

impl Sentence {
    /// The sentence of a variant that has these fields.
    pub(crate) fn parse(literal: LitStr, variant: &str, fields: &[String], errors: &mut Errors) -> Self {
        let before = errors.count();
        let placeholders = placeholders(&literal.value());
        for Placeholder { name, .. } in placeholders.iter().filter(|known| !fields.contains(&known.name)) {
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
        let is_valid = errors.count() == before;
        Self { literal, placeholders, is_valid }
    }

    /// Whether it names this field.
    pub(crate) fn names(&self, field: &str) -> bool {
        self.placeholders.iter().any(|placeholder| placeholder.name == field)
    }

    /// Whether it names this field, and only as a text.
    pub(crate) fn names_as_text(&self, field: &str) -> bool {
        let mut named = self.placeholders.iter().filter(|placeholder| placeholder.name == field);
        self.names(field) && named.all(|placeholder| placeholder.is_plain)
    }

    /// Whether it is to be formatted, and is not a text as it stands.
    pub(crate) fn is_formatted(&self) -> bool {
        self.is_valid && self.literal.value().contains(['{', '}'])
    }

    /// The sentence as a description shows it, with its placeholders.
    pub(crate) fn shown(&self) -> String {
        self.literal.value().replace("{{", "{").replace("}}", "}")
    }
}

/// The placeholders of a text. What is not closed, `format!` reports.
fn placeholders(text: &str) -> Vec<Placeholder> {
    let text = text.replace("{{", "");
    let inside = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let placeholder = |(inside, _): (&str, &str)| {
        let (name, format) = inside.split_once(':').unwrap_or((inside, ""));
        Placeholder { name: name.trim().to_owned(), is_plain: format.is_empty() }
    };
    inside.map(placeholder).collect()
}
