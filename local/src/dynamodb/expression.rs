//! DynamoDB's limit on the operators of an expression, which dynoxide, whose parsers call themselves for
//! each, checks for `PartiQL` alone.

/// Operators and functions that an expression may have.
const OPERATORS: usize = 300;

/// Bytes that an expression may have, which dynoxide checks before it parses one.
const LENGTH: usize = 4096;

/// What DynamoDB says of an expression that has too many operators.
pub(crate) fn check(member: &str, text: &str) -> Result<(), String> {
    if !member.ends_with("Expression") || text.len() > LENGTH {
        return Ok(());
    }
    let (operators, groups) = count(text, member == "UpdateExpression");
    if operators.max(groups) <= OPERATORS {
        return Ok(());
    }
    let count = OPERATORS + 1;
    Err(format!("Invalid {member}: The expression contains too many operators; operator count: {count}"))
}

/// An expression's operators and functions; and its parentheses that are not a function's, each of
/// which holds an operator in DynamoDB, but not in dynoxide. In an update, `=` assigns.
fn count(text: &str, is_update: bool) -> (usize, usize) {
    let (mut operators, mut groups) = (0, 0);
    let (mut rest, mut before) = (text, String::new());
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !(c.is_alphanumeric() || "_#:".contains(c))).unwrap_or(rest.len());
        if word > 0 {
            before = rest[..word].to_ascii_uppercase();
            // The `AND` of `BETWEEN` counts for it.
            operators += usize::from(["AND", "IN", "NOT", "OR"].contains(&before.as_str()));
            rest = &rest[word..];
            continue;
        }
        match (first, before.as_str()) {
            ('(', "IN") => {}
            ('(', "" | "AND" | "BETWEEN" | "NOT" | "OR") => groups += 1,
            ('(' | '<' | '>' | '+' | '-', _) => operators += 1,
            ('=', _) => operators += usize::from(!is_update),
            _ => {}
        }
        if !first.is_whitespace() {
            before.clear();
        }
        rest = &rest[first.len_utf8()..];
        if matches!(first, '<' | '>') {
            rest = rest.strip_prefix(['=', '>']).unwrap_or(rest);
        }
    }
    (operators, groups)
}
