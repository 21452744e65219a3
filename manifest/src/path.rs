//! A route's path pattern, `/events/{id}` or `/files/{rest+}`: taken apart, matched, filled in and
//! compared here, and nowhere else.

mod written;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

pub use self::written::{Named, Part, Written, written};

/// What may stand unescaped in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a literal segment has beside ASCII letters and digits, with `-` last, as a regular expression has it.
pub const CHARACTERS: &str = "._~!$&'()*+,;=:@-";

/// Whether a literal segment can have it.
pub fn is_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || CHARACTERS.contains(c)
}

/// What [`check`] accepts, as a regular expression, but for a parameter that is named twice.
#[cfg(feature = "contract")]
pub(crate) fn pattern() -> String {
    let literal = format!("[A-Za-z0-9{CHARACTERS}]+");
    let name = r"[A-Za-z0-9_]+";
    format!(r"^/$|^(/({literal}|\{{{name}\}}))*/({literal}|\{{{name}\+?\}})$")
}

/// One segment of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'p> {
    /// The text itself.
    Literal(&'p str),
    /// `{id}`: one segment, whatever it is.
    Parameter(&'p str),
    /// `{rest+}`: every segment that is left.
    Greedy(&'p str),
}

/// The segments of a pattern.
pub fn segments(pattern: &str) -> impl Iterator<Item = Segment<'_>> {
    pattern.split('/').skip(1).map(|segment| {
        let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        match name.map(|name| (name, name.strip_suffix('+'))) {
            None => Segment::Literal(segment),
            Some((_, Some(name))) => Segment::Greedy(name),
            Some((name, None)) => Segment::Parameter(name),
        }
    })
}

/// How well a path fits a pattern; the least fits best, greedy patterns last of all. Among either,
/// literal segments beat parameters, segment by segment from the left.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Whether the pattern has a greedy parameter.
    pub greedy: bool,
    /// What its segments are.
    pub segments: Vec<Kind>,
}

/// What a segment of a pattern is, the best fit first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The text itself.
    Literal,
    /// One segment, whatever it is.
    Parameter,
    /// Every segment that is left.
    Greedy,
}

/// The rank of a path and the values of its parameters, decoded.
pub type Fit<'p> = (Rank, Vec<(&'p str, String)>);

/// Fits a path as it was sent, still percent-encoded, into a pattern. `same` compares a literal
/// segment with what was sent, decoded. An empty rest is one for a greedy parameter.
pub fn fit<'p>(pattern: &'p str, path: &str, same: impl Fn(&str, &str) -> bool) -> Option<Fit<'p>> {
    let mut rank = Rank { greedy: false, segments: Vec::new() };
    let mut values = Vec::new();
    let mut rest = Some(path.strip_prefix('/')?);
    for segment in segments(pattern) {
        let left = rest?;
        if let Segment::Greedy(name) = segment {
            values.push((name, decoded(left)));
            rank.greedy = true;
            rank.segments.push(Kind::Greedy);
            rest = None;
            break;
        }
        let (value, tail) = left.split_once('/').map_or((left, None), |(value, tail)| (value, Some(tail)));
        match segment {
            Segment::Literal(literal) if same(literal, &decoded(value)) => rank.segments.push(Kind::Literal),
            Segment::Parameter(name) if !value.is_empty() => {
                values.push((name, decoded(value)));
                rank.segments.push(Kind::Parameter);
            }
            _ => return None,
        }
        rest = tail;
    }
    rest.is_none().then_some((rank, values))
}

/// A path of the pattern, its parameters filled in and percent-encoded.
pub fn filled<'v>(pattern: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
    let mut path = String::new();
    for segment in segments(pattern) {
        path.push('/');
        match segment {
            Segment::Literal(literal) => path.push_str(literal),
            Segment::Parameter(name) => path.push_str(&encoded(&value(name).unwrap_or_default())),
            Segment::Greedy(name) => {
                let value = value(name).unwrap_or_default();
                path.push_str(&value.split('/').map(encoded).collect::<Vec<_>>().join("/"));
            }
        }
    }
    path
}

/// The pattern without its parameters' names, which the gateway does not tell apart.
pub fn shape(pattern: &str) -> String {
    let anonymous = segments(pattern).map(|segment| match segment {
        Segment::Literal(literal) => literal,
        Segment::Parameter(_) => "{}",
        Segment::Greedy(_) => "{+}",
    });
    anonymous.fold(String::new(), |path, segment| path + "/" + segment)
}

/// The parameters of a pattern, in order.
pub fn parameters(pattern: &str) -> impl Iterator<Item = &str> {
    segments(pattern).filter_map(|segment| match segment {
        Segment::Literal(_) => None,
        Segment::Parameter(name) | Segment::Greedy(name) => Some(name),
    })
}

/// Whether a parameter can have this name.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Checks a pattern that did not come from the macro.
///
/// # Errors
///
/// What it must be, to follow its name.
pub fn check(pattern: &str) -> Result<(), String> {
    if pattern == "/" {
        return Ok(());
    }
    if !pattern.starts_with('/') || pattern.ends_with('/') {
        return Err(format!("must start with `/` and not end in one, got `{pattern}`"));
    }
    let last = segments(pattern).count() - 1;
    let whole = segments(pattern).enumerate().all(|(at, segment)| match segment {
        Segment::Literal(literal) => !literal.is_empty() && literal.chars().all(is_character),
        Segment::Parameter(name) => is_name(name),
        Segment::Greedy(name) => is_name(name) && at == last,
    });
    if !whole {
        return Err(format!(
            "must have segments of letters, digits and `{CHARACTERS}`, or that are parameters, a greedy one last, \
             got `{pattern}`"
        ));
    }
    let names: Vec<_> = parameters(pattern).collect();
    match names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        Some((_, name)) => Err(format!("must name each parameter once, got `{name}` twice in `{pattern}`")),
        None => Ok(()),
    }
}

/// Percent-encoding undone; what is not UTF-8 then is replaced, as API Gateway must.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests;
