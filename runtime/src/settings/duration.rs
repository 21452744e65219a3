//! A duration as people write it into a variable: `500ms`, `30s`, `5m`, `2h`.

use std::time::Duration;

/// The units with their milliseconds. `ms` stands before `m` and `s`, with which it begins and ends.
const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

/// Reads a whole number and its unit.
///
/// # Errors
///
/// What it must be, and what it is.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let read = UNITS.iter().find_map(|(unit, milliseconds)| {
        let number = text.strip_suffix(unit)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(number.checked_mul(*milliseconds)?))
    });
    read.ok_or_else(|| {
        format!("must be a whole number with `ms`, `s`, `m` or `h`, as in `30s`, got `{text}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_number_and_its_unit() {
        for (text, milliseconds) in
            [("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("0s", 0)]
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for wrong in
            ["", "30", "s", "-1s", "1.5s", "30 s", "1d", "99999999999999999999h", "18446744073709551615h"]
        {
            let sentence =
                format!("must be a whole number with `ms`, `s`, `m` or `h`, as in `30s`, got `{wrong}`");
            assert_eq!(parse(wrong), Err(sentence));
        }
    }
}
