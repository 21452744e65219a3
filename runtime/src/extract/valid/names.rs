//! The names of fields as a client sent them, by those that they have in Rust.

use serde_json::Value;

/// A path into a Rust value, `lines[1].unit_price`, as what was sent has it, `lines[1].unitPrice`, and whether it
/// has all of it.
pub(super) fn as_sent(path: &str, sent: &Value) -> (String, bool) {
    let mut at = Some(sent);
    let mut written = String::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, indexes) = part.find('[').map_or((part, ""), |open| part.split_at(open));
        let known = at.and_then(|at| key(at, name));
        let dot = if written.is_empty() || name.is_empty() { "" } else { "." };
        written.push_str(dot);
        written.push_str(known.unwrap_or(name));
        written.push_str(indexes);
        at = match known {
            Some(key) => at.and_then(|at| at.get(key)),
            None => at.filter(|_| name.is_empty()),
        };
        for index in indexes.split(['[', ']']).filter_map(|index| index.parse::<usize>().ok()) {
            at = at.and_then(|at| at.get(index));
        }
    }
    (written, at.is_some())
}

/// The name of an object's field that is this one, or differs from it by upper case and separators alone.
fn key<'s>(sent: &'s Value, name: &str) -> Option<&'s str> {
    let fields = sent.as_object()?;
    if let Some((key, _)) = fields.get_key_value(name) {
        return Some(key);
    }
    let mut fitting = fields.keys().map(String::as_str).filter(|key| plain(key).eq(plain(name)));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// A name without upper case and separators.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase)
}

/// Whether a field is at a place or inside of it.
pub(super) fn is_in(field: &str, place: &str) -> bool {
    field
        .strip_prefix(place)
        .is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_named_as_it_was_sent() {
        let sent = json!({ "orderLines": [{ "a": 1 }, { "unit-price": 2 }], "a.b": 1, "note": null });
        for (path, expected) in [
            ("order_lines[1].unit_price", "orderLines[1].unit-price"),
            ("order_lines[0].unit_price", "orderLines[0].unit_price"),
            ("note", "note"),
            ("no_te.x_y[3][4].z", "note.x_y[3][4].z"),
            ("absent_field", "absent_field"),
            ("[1]", "[1]"),
            ("", ""),
        ] {
            assert_eq!(as_sent(path, &sent).0, expected);
        }
        let sent = json!([0, { "unitPrice": 1 }]);
        assert_eq!(as_sent("[1].unit_price", &sent), ("[1].unitPrice".to_owned(), true));
        assert_eq!(as_sent("[1].price", &sent), ("[1].price".to_owned(), false));
    }

    #[test]
    fn a_field_is_in_its_place_and_not_in_another_that_begins_so() {
        assert!(is_in("a.b[1]", "a.b") && is_in("a", "a") && is_in("a.b", "") && is_in("a[0]", "a"));
        assert!(!is_in("ab", "a") && !is_in("a", "a.b"));
    }
}
