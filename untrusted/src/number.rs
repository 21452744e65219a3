//! Whether a claim is the text of a number: the function behind a route and the local cloud both compare a
//! caller's claim with a key that is a number, and two claims must never be one key.

/// Whether a number is the one that a claim says, digit by digit.
///
/// The claim is the number as it is written, or as API Gateway writes a large one: `1.785E9` for `1785000000`. Every
/// other spelling, such as `07`, `+7` or `7.0`, is another text and no number's. From 2^53 on, API Gateway writes
/// several numbers alike, and none of them is said.
///
/// # Examples
///
/// ```
/// use fingerpost_untrusted::is_number;
///
/// assert!(is_number("7", "7") && is_number("1785000000", "1.785E9"));
/// assert!(!is_number("7", "07"));
/// ```
#[must_use]
pub fn is_number(number: &str, claim: &str) -> bool {
    claim == number || large(claim).is_some_and(|large| large == number)
}

/// The digits of a whole number that is written as `1.785E9`, of which there is one spelling only.
fn large(claim: &str) -> Option<String> {
    const EXACT: u64 = 1 << 53;
    /// A smaller number is written without an exponent.
    const LARGE: usize = 7;
    let (sign, unsigned) = claim.strip_prefix('-').map_or(("", claim), |unsigned| ("-", unsigned));
    let (mantissa, exponent) = unsigned.split_once('E')?;
    let (first, fraction) = mantissa.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one_spelling = first.len() == 1
        && first != "0"
        && [first, fraction, exponent].into_iter().all(digits)
        && (fraction == "0" || !fraction.ends_with('0'))
        && !exponent.starts_with('0');
    let exponent = exponent.parse().ok().filter(|exponent| (LARGE..16).contains(exponent))?;
    if !is_one_spelling || fraction.len() > exponent {
        return None;
    }
    let whole = format!("{first}{fraction:0<exponent$}");
    whole.parse::<u64>().is_ok_and(|whole| whole < EXACT).then(|| format!("{sign}{whole}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_as_it_is_written() {
        for number in ["0", "7", "-7", "1785000000", "18446744073709551615"] {
            assert!(is_number(number, number), "{number}");
        }
        for claim in [
            "07", "007", "+7", "-7", "7.0", "7.", "0.7e1", "0.7E1", "7e0", "7E0", "7.0E0", "70E-1", " 7",
            "7 ", "７", "", "seven", "NaN", "inf",
        ] {
            assert!(!is_number("7", claim), "{claim}");
        }
        assert!(!is_number("0", "-0"));
        assert!(!is_number("18446744073709551615", "18446744073709551614"));
    }

    #[test]
    fn a_large_number_has_one_other_spelling() {
        assert!(is_number("1785000000", "1.785E9"));
        assert!(is_number("-1785000000", "-1.785E9"));
        assert!(is_number("10000000", "1.0E7"));
        assert!(is_number("1234567891", "1.234567891E9"));
        assert!(is_number("9007199254740991", "9.007199254740991E15"));
        for claim in [
            "1.785e9",
            "1.785E+9",
            "1.785E09",
            "1.7850E9",
            "17.85E8",
            "0.1785E10",
            "+1.785E9",
            "-1.785E9",
            "1.785E9 ",
            "1.785000000E9",
            "1785000000.0",
            "1785E6",
            "01.785E9",
            "1.785E8",
        ] {
            assert!(!is_number("1785000000", claim), "{claim}");
        }
        assert!(!is_number("10000000", "1E7") && !is_number("10000000", "1.00E7"));
        assert!(!is_number("1000000", "1.0E6"), "it is not large");
        assert!(!is_number("0", "0.0E7"));
        assert!(!is_number("10000000", "1.00000001E7"), "it is not whole");
    }

    #[test]
    fn a_number_whose_last_digits_are_lost_is_not_said() {
        for (number, claim) in [
            ("9007199254740992", "9.007199254740992E15"),
            ("9007199254740992", "9.007199254740993E15"),
            ("9007199254740993", "9.007199254740993E15"),
            ("-9007199254740992", "-9.007199254740992E15"),
            ("10000000000000000", "1.0E16"),
            ("10000000000000000000", "1.0E19"),
            ("1", "1.0E99999999999999999999"),
        ] {
            assert!(!is_number(number, claim), "{claim}");
        }
    }
}
