//! Which names AWS takes: told to the macros, which refuse a name as it is written, to the check of a
//! manifest, and to its schema.

use std::fmt;
use std::ops::RangeInclusive;

/// What a name may be: ASCII letters and digits, some other characters, and so many of them.
#[derive(Debug)]
pub struct Rule {
    /// With `-` last, as a regular expression has it.
    others: &'static str,
    length: RangeInclusive<usize>,
}

/// An API's name.
pub const API: Rule = Rule { others: "_-", length: 1..=64 };

/// A route's name, which is part of the deployed function's.
pub const ROUTE: Rule = Rule { others: "_-", length: 1..=64 };

/// A table's name, or an index's.
pub const TABLE: Rule = Rule { others: "_.-", length: 3..=255 };

/// The name of a resource of another service.
pub const RESOURCE: Rule = Rule { others: "_-", length: 1..=64 };

/// An authorizer's name: that of a function may be a deployed function's.
pub const AUTHORIZER: Rule = Rule { others: "_-", length: 1..=64 };

/// What `auth = …` means by itself, so that no authorizer has such a name.
pub const NO_AUTHORIZERS: [&str; 2] = ["open", "iam"];

/// Whether it can be a scope: as RFC 6749 has it, in section 3.3.
pub fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '!' | '#'..='[' | ']'..='~'))
}

/// Whether it can be the issuer of tokens: an `https` URL without a user, a query and a fragment.
pub fn is_issuer(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let is_plain = |c: char| {
        c.is_ascii_graphic()
            && !matches!(c, '?' | '#' | '@' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(is_plain)
}

/// What a header's or a cookie's name has beside letters and digits: a token of RFC 9110.
pub const TOKEN: &str = "!#$%&'*+-.^_`|~";

/// Whether it can be the name of a header or a cookie.
pub fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || TOKEN.as_bytes().contains(&b))
}

/// How the names of variables begin that are not an API's to choose, and whose they are.
const OTHERS_VARIABLES: [(&str, &str); 9] = [
    ("AWS_", "Lambda's"),
    ("DYLD_", "the system's"),
    ("FINGERPOST_", "Fingerpost's own"),
    ("LAMBDA_", "Lambda's"),
    ("LD_", "the system's"),
    ("RESOURCE_", "those of resources"),
    ("RUST_", "about the log"),
    ("SSL_CERT_", "about certificates"),
    ("TABLE_NAME", "those of tables"),
];

/// Variables that Lambda sets for every function.
const LAMBDAS_VARIABLES: [&str; 3] = ["LANG", "PATH", "TZ"];

/// Refuses a name that the variable of a setting cannot have.
///
/// # Errors
///
/// One sentence that says what it can be.
pub fn setting(variable: &str) -> Result<(), String> {
    let begins_well = variable.starts_with(|first: char| first.is_ascii_uppercase());
    let goes_on_well =
        variable.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if !(begins_well && goes_on_well && variable.len() > 1) {
        return Err(format!(
            "the variable of a setting is 2 or more upper case ASCII letters, digits or `_`, and begins with a \
             letter, got `{variable}`"
        ));
    }
    let reserved =
        reserved(variable).map(|why| format!("`{variable}` cannot be the variable of a setting: {why}"));
    reserved.map_or(Ok(()), Err)
}

/// Why a variable is not an API's to choose, such as Lambda's own.
pub fn reserved(variable: &str) -> Option<String> {
    let other = OTHERS_VARIABLES.iter().find(|(start, _)| variable.starts_with(start));
    let other = other.map(|(start, whose)| format!("names that begin with `{start}` are {whose}"));
    other.or_else(|| LAMBDAS_VARIABLES.contains(&variable).then(|| "Lambda sets it".to_owned()))
}

/// The same as a regular expression.
#[cfg(feature = "contract")]
pub(crate) fn setting_pattern() -> String {
    let starts = OTHERS_VARIABLES.map(|(start, _)| start).join("|");
    format!("^(?!{starts}|(?:{})$)[A-Z][A-Z0-9_]+$", LAMBDAS_VARIABLES.join("|"))
}

impl Rule {
    /// Whether it is such a name.
    pub fn accepts(&self, name: &str) -> bool {
        let allowed = |c: char| c.is_ascii_alphanumeric() || self.others.contains(c);
        self.length.contains(&name.len()) && name.chars().all(allowed)
    }

    /// Refuses any other name, with what is accepted; `whose` is `"a table's"`.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub fn check(&self, whose: &str, name: &str) -> Result<(), String> {
        if self.accepts(name) { Ok(()) } else { Err(format!("{whose} name is {self}, got `{name}`")) }
    }

    /// The same as a regular expression.
    #[cfg(feature = "contract")]
    pub(crate) fn pattern(&self) -> String {
        let (least, most) = (self.length.start(), self.length.end());
        format!("^[A-Za-z0-9{}]{{{least},{most}}}$", self.others)
    }
}

/// What is accepted: ``1 to 64 ASCII letters, digits, `_` or `-` ``.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {} ASCII letters, digits", self.length.start(), self.length.end())?;
        let last = self.others.len() - 1;
        self.others.chars().enumerate().try_for_each(|(at, other)| {
            let before = if at == last { " or" } else { "," };
            write!(f, "{before} `{other}`")
        })
    }
}

#[cfg(all(test, feature = "contract"))]
mod tests {
    use super::*;

    #[test]
    fn the_schema_accepts_the_same_names() {
        let lengths = [0, 1, 2, 3, 64, 65, 255, 256].map(|length| "a".repeat(length));
        let characters = ('\0'..='\u{ff}').map(|c| format!("ab{c}"));
        let names: Vec<_> = lengths.into_iter().chain(characters).collect();
        for rule in [API, AUTHORIZER, RESOURCE, ROUTE, TABLE] {
            let pattern = regex_lite::Regex::new(&rule.pattern()).expect("a regular expression");
            for name in &names {
                assert_eq!(rule.accepts(name), pattern.is_match(name), "{name:?} {rule}");
            }
        }
    }

    #[test]
    fn a_rule_says_what_it_accepts() {
        assert_eq!(TABLE.to_string(), "3 to 255 ASCII letters, digits, `_`, `.` or `-`");
        assert_eq!(ROUTE.to_string(), "1 to 64 ASCII letters, digits, `_` or `-`");
    }
}
