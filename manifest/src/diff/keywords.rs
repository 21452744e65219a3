//! The keywords of a schema that say how large a value is or which form it has, and what a change of each means.

use serde_json::{Map, Value};

use super::alternatives::Alternative;
use super::schema::with_limits;
use super::walk::{Direction, Walk};

/// What a keyword says.
enum Rule {
    /// A value is at least this.
    Least,
    /// A value is at most this.
    Most,
    /// A value is so; another value of the keyword is another thing.
    Exactly,
    /// What is taken for a value that is not there.
    Default,
}

const KEYWORDS: [(&str, Rule); 27] = [
    ("minimum", Rule::Least),
    ("exclusiveMinimum", Rule::Least),
    ("minLength", Rule::Least),
    ("minItems", Rule::Least),
    ("minProperties", Rule::Least),
    ("minContains", Rule::Least),
    ("maximum", Rule::Most),
    ("exclusiveMaximum", Rule::Most),
    ("maxLength", Rule::Most),
    ("maxItems", Rule::Most),
    ("maxProperties", Rule::Most),
    ("maxContains", Rule::Most),
    ("format", Rule::Exactly),
    ("pattern", Rule::Exactly),
    ("multipleOf", Rule::Exactly),
    ("uniqueItems", Rule::Exactly),
    ("contentEncoding", Rule::Exactly),
    ("contentMediaType", Rule::Exactly),
    ("not", Rule::Exactly),
    ("if", Rule::Exactly),
    ("then", Rule::Exactly),
    ("else", Rule::Exactly),
    ("contains", Rule::Exactly),
    ("prefixItems", Rule::Exactly),
    ("propertyNames", Rule::Exactly),
    ("patternProperties", Rule::Exactly),
    ("default", Rule::Default),
];

impl Walk<'_, '_> {
    /// Tells of each keyword that changed.
    pub(super) fn keywords(&mut self, old: &Alternative<'_>, new: &Alternative<'_>, at: &str) {
        let (old, new) = (keywords(old), keywords(new));
        for (keyword, rule) in KEYWORDS {
            let (was, is) = (old.get(keyword), new.get(keyword));
            if was == is {
                continue;
            }
            let reads = self.direction == Direction::Read;
            let stops = match rule {
                Rule::Least if reads => number(is, f64::MIN) > number(was, f64::MIN),
                Rule::Least => number(is, f64::MIN) < number(was, f64::MIN),
                Rule::Most if reads => number(is, f64::MAX) < number(was, f64::MAX),
                Rule::Most => number(is, f64::MAX) > number(was, f64::MAX),
                Rule::Exactly if reads => is.is_some(),
                Rule::Exactly => was.is_some(),
                Rule::Default if reads => false,
                Rule::Default => continue,
            };
            let shown = |value: Option<&Value>| value.map_or_else(|| "none".to_owned(), Value::to_string);
            self.note(stops, at, &format!("{keyword}: {} -> {}", shown(was), shown(is)));
        }
    }
}

/// The keywords of this table, with the limits that an integer's format only names.
fn keywords(schema: &Alternative<'_>) -> Map<String, Value> {
    let known = KEYWORDS.iter().filter_map(|(name, _)| Some(((*name).to_owned(), schema.get(name)?.clone())));
    with_limits(&known.collect())
}

fn number(value: Option<&Value>, without: f64) -> f64 {
    value.and_then(Value::as_f64).unwrap_or(without)
}
