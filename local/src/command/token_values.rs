//! How `token` is told what a token says: scopes, claims, and how long it holds.

use fingerpost_manifest::name::is_scope;
use serde_json::Value;

/// One scope.
pub(super) fn scope(text: &str) -> Result<String, String> {
    let accepted = "it takes one scope: printable ASCII without spaces, quotes or backslashes";
    if is_scope(text) { Ok(text.to_owned()) } else { Err(accepted.to_owned()) }
}

/// `k=v`, where the value is JSON or, if it is not, a text.
pub(super) fn claim(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("it takes a name and a value, such as `tenant=t1`")?;
    if name.is_empty() {
        return Err("it takes a name before the `=`".to_owned());
    }
    let json = if fingerpost_untrusted::survey(value.as_bytes()).is_ok() {
        serde_json::from_str(value).ok()
    } else {
        None
    };
    Ok((name.to_owned(), json.unwrap_or_else(|| value.into())))
}

/// `1h`, `-1h`, `90s`: seconds.
pub(super) fn duration(text: &str) -> Result<i64, String> {
    let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];
    let parsed = units.into_iter().find_map(|(unit, seconds)| {
        let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
        number.checked_mul(seconds)
    });
    // Within a hundred years, so that the sum is a time.
    let parsed = parsed.filter(|seconds| seconds.abs() <= 100 * 366 * 86_400);
    parsed
        .ok_or_else(|| "it takes a number and one of `s`, `m`, `h` and `d`, such as `1h` or `-1h`".to_owned())
}
