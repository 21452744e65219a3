//! Finds the numbers of a JSON text that an `i64`, `u64` or `f64` would change.
//!
//! DynamoDB keeps 38 digits and `serde_json` reads what is not a small integer as `f64`,
//! so a number survives the way there and back exactly when its decimal value is the one
//! that the nearest `f64` prints.

use fingerpost_untrusted::{number_end, string_end};

/// The first number that would come back as another one.
pub(super) fn first_inexact(json: &[u8]) -> Option<&str> {
    numbers(json).find(|number| !is_exact(number))
}

/// The first number beyond what an `f64` can hold, which `serde_json` refuses to read.
pub(super) fn out_of_range(json: &[u8]) -> Option<&str> {
    numbers(json).find(|number| number.parse::<f64>().is_ok_and(f64::is_infinite))
}

/// Every number of a JSON text, as written. Strings are skipped.
fn numbers(json: &[u8]) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at;
            match json.get(at)? {
                b'"' => at = string_end(json, at)?,
                b'-' | b'0'..=b'9' => {
                    at = number_end(json, at);
                    return std::str::from_utf8(&json[start..at]).ok();
                }
                _ => at += 1,
            }
        }
    })
}

fn is_exact(number: &str) -> bool {
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    number.parse::<f64>().is_ok_and(|read| decimal(number) == decimal(&format!("{read:e}")))
}

/// The value of a decimal: its significant digits, and the power of ten of the last one.
/// The sign cannot get lost, so it is left out.
fn decimal(number: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let mut exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    exponent = exponent.checked_add(i64::try_from(digits.len() - significant.len()).ok()?)?;
    Some((significant.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<&str>) {
        assert_eq!(first_inexact(json.as_bytes()), expected, "{json}");
    }

    #[test]
    fn numbers_that_come_back_as_sent_pass() {
        for number in ["0", "-0", "1.0", "0.1", "-1.50", "1e2", "1E+2", "9007199254740993", "1e22"] {
            check(number, None);
        }
        check("18446744073709551615", None);
        check("-9223372036854775808", None);
        check("0.30000000000000004", None);
        check("100000000000000000000", None);
    }

    #[test]
    fn numbers_that_would_be_rounded_are_found() {
        check("0.1234567890123456789", Some("0.1234567890123456789"));
        check("18446744073709551617", Some("18446744073709551617"));
        check("9007199254740993.0", Some("9007199254740993.0"));
        check("1e-400", Some("1e-400"));
        check(r#"{"a":[1,{"b":0.10000000000000000001}]}"#, Some("0.10000000000000000001"));
    }

    #[test]
    fn digits_inside_strings_are_no_numbers() {
        check(r#"{"a\"1e-400":"0.1234567890123456789\\","b":1}"#, None);
    }

    #[test]
    fn a_number_beyond_the_range_is_found() {
        assert_eq!(out_of_range(b"[1,1e400]"), Some("1e400"));
        assert_eq!(out_of_range(b"[1,1e300"), None);
    }
}
