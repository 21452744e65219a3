//! The names that things are given in Rust: of a table its struct and its module, of a path its function.

/// Whether it can name something in Rust as it stands, without `r#`.
pub(crate) fn is_ident(text: &str) -> bool {
    // Which edition has the last of Rust's keywords, syn does not know.
    syn::parse_str::<syn::Ident>(text).is_ok() && text != "gen"
}

/// The identifier of a name, with `r#` before a keyword; none where Rust has no such identifier.
pub(crate) fn ident(name: &str) -> Option<String> {
    let raw = format!("r#{name}");
    [name.to_owned(), raw].into_iter().find(|written| is_ident(written))
}

/// `placed_at` of `placedAt`, `Placed-At` and `placed_at`.
pub(crate) fn snake(text: &str) -> String {
    let mut snake = String::new();
    let mut lower_before = false;
    for c in text.chars() {
        let parts = c.is_ascii_uppercase() && lower_before || !c.is_ascii_alphanumeric();
        if parts && !snake.ends_with('_') {
            snake.push('_');
        }
        if c.is_ascii_alphanumeric() {
            snake.push(c.to_ascii_lowercase());
        }
        lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    snake
}

/// `MyApi` of `my-api`.
pub(crate) fn pascal(text: &str) -> String {
    let mut pascal = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        pascal.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        pascal.push_str(letters.as_str());
    }
    pascal
}

/// `Order` of `Orders`, `Category` of `Categories`; what is no plural stays.
pub(crate) fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let es = ["sses", "shes", "ches", "xes"];
    if es.iter().any(|end| plural.ends_with(end)) {
        return plural[..plural.len() - 2].to_owned();
    }
    let stays = ["ss", "us", "is", "s3"].iter().any(|end| plural.ends_with(end));
    match plural.strip_suffix('s') {
        Some(stem) if !stays && stem.len() > 1 => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several() {
        let plurals = ["Orders", "Categories", "Boxes", "Addresses", "Status", "Stock", "S", "Ties"];
        let expected = ["Order", "Category", "Box", "Address", "Status", "Stock", "S", "Tie"];
        assert_eq!(plurals.map(singular), expected);
    }

    #[test]
    fn names_in_the_case_of_rust() {
        let snakes = ["placedAt", "Placed-At", "placed_at", "HTTPLogs", "v2Orders", "a.b"].map(snake);
        assert_eq!(snakes, ["placed_at", "placed_at", "placed_at", "httplogs", "v2_orders", "a_b"]);
        assert_eq!(["my-api", "a_b2", "x--"].map(pascal), ["MyApi", "AB2", "X"]);
    }

    #[test]
    fn a_keyword_is_raw() {
        let names = ["id", "type", "self", "_", "2"].map(ident);
        assert_eq!(names, [Some("id".to_owned()), Some("r#type".to_owned()), None, None, None]);
    }
}
