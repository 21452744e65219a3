//! Tokens of a JSON text: where they end, and how many bytes they stand for.

use memchr::memchr;

/// UTF-8 bytes of a string as written, quotes and all.
#[inline]
pub fn string_length(quoted: &[u8]) -> usize {
    let written = quoted.strip_prefix(b"\"").unwrap_or(quoted);
    let written = written.strip_suffix(b"\"").unwrap_or(written);
    let (mut length, mut rest) = (0, written);
    while let Some(at) = memchr(b'\\', rest) {
        let (taken, bytes) = match rest[at..] {
            [_, b'u', a, b, c, _, ..] => (6, escaped_length(a, b, c)),
            [_, _, ..] => (2, 1),
            _ => (1, 1),
        };
        length += at + bytes;
        rest = &rest[at + taken..];
    }
    length + rest.len()
}

/// UTF-8 bytes of `\uabcd`, by its first three digits; half of four for half of a pair.
fn escaped_length(a: u8, b: u8, c: u8) -> usize {
    match (a, b, c) {
        (b'0', b'0', b'0'..=b'7') => 1,
        (b'0', b'0'..=b'7', _) | (b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', _) => 2,
        _ => 3,
    }
}

/// The place after a number that starts at `at`.
pub fn number_end(json: &[u8], at: usize) -> usize {
    let part = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    at + json[at..].iter().take_while(part).count()
}

/// The place after a word that starts at `at`: `true`, `false` or `null`.
pub(crate) fn word_end(json: &[u8], at: usize) -> usize {
    at + json[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Bytes of a number in DynamoDB: a byte for each two significant digits, one more, and one for a sign.
pub(crate) fn number_size(number: &[u8]) -> usize {
    let sign = usize::from(number.starts_with(b"-"));
    let mantissa = number.split(|byte| matches!(byte, b'e' | b'E')).next().unwrap_or_default();
    let digits = || mantissa.iter().filter(|byte| byte.is_ascii_digit());
    let leading = digits().take_while(|byte| **byte == b'0').count();
    let trailing = digits().rev().take_while(|byte| **byte == b'0').count();
    digits().count().saturating_sub(leading + trailing).div_ceil(2) + 1 + sign
}
