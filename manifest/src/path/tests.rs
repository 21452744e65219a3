//! What a pattern matches, is filled in as, and may be.

use super::*;

#[track_caller]
fn check_fit(pattern: &str, path: &str, expected: Option<&[(&str, &str)]>) {
    let fit = fit(pattern, path, |literal, sent| literal == sent);
    let values = fit.map(|(_, values)| values);
    let expected = expected.map(|values| values.iter().map(|(k, v)| (*k, (*v).to_owned())).collect());
    assert_eq!(values, expected, "{pattern} {path}");
}

#[test]
fn a_path_fits_segment_by_segment_and_its_values_are_decoded() {
    check_fit("/", "/", Some(&[]));
    check_fit("/events/{id}", "/events/a%2Fb%20c", Some(&[("id", "a/b c")]));
    check_fit("/a%20b", "/a%20b", None);
    check_fit("/é", "/%C3%A9", Some(&[]));
    check_fit("/files/{rest+}", "/files/a/b%20c", Some(&[("rest", "a/b c")]));
    check_fit("/files/{rest+}", "/files/", Some(&[("rest", "")]));
    for (pattern, path) in [
        ("/files/{rest+}", "/files"),
        ("/events/{id}", "/events/"),
        ("/events/{id}", "/events/1/"),
        ("/events/{id}", "/events"),
        ("/events", "/events/"),
        ("/events", "events"),
    ] {
        check_fit(pattern, path, None);
    }
}

#[test]
fn literals_beat_parameters_from_the_left_and_greedy_patterns_come_last() {
    let rank = |pattern: &str| fit(pattern, "/a/b/c", |literal, sent| literal == sent).expect("fits").0;
    let patterns =
        ["/a/b/c", "/a/b/{x}", "/a/{x}/c", "/{x}/b/c", "/a/b/{x+}", "/a/{x+}", "/{x}/{y+}", "/{x+}"];
    assert!(patterns.is_sorted_by_key(|pattern| rank(pattern)));
    assert_ne!(rank(patterns[4]), rank(patterns[5]));
}

#[test]
fn what_is_filled_in_fits_again() {
    let value = |name: &str| Some(Cow::Borrowed(if name == "rest" { "a/b c" } else { "x/y" }));
    let path = filled("/files/{id}/{rest+}", value);
    assert_eq!(path, "/files/x%2Fy/a/b%20c");
    check_fit("/files/{id}/{rest+}", &path, Some(&[("id", "x/y"), ("rest", "a/b c")]));
}

#[test]
fn what_api_gateway_would_refuse_is_said() {
    for (pattern, expected) in [
        ("/", None),
        ("/events/{id}/{rest+}", None),
        ("events", Some("must start with `/`")),
        ("/events/", Some("must start with `/`")),
        ("", Some("must start with `/`")),
        ("//a", Some("must have segments of")),
        ("/a{id}", Some("must have segments of")),
        ("/{}", Some("must have segments of")),
        ("/{rest+}/a", Some("must have segments of")),
        ("/a b", Some("must have segments of")),
        ("/{id}/{id}", Some("must name each parameter once, got `id` twice")),
    ] {
        let got = check(pattern).err();
        assert_eq!(got.is_some(), expected.is_some(), "{pattern}: {got:?}");
        assert!(got.unwrap_or_default().starts_with(expected.unwrap_or_default()), "{pattern}");
    }
}

#[cfg(feature = "contract")]
#[test]
fn the_schema_accepts_the_same_patterns() {
    let schema = regex_lite::Regex::new(&pattern()).expect("a regular expression");
    let characters =
        ('\0'..='\u{ff}').flat_map(|c| [format!("/a{c}"), format!("/{{a{c}}}"), format!("/{c}/b")]);
    let others =
        ["", "/", "//", "/a/", "a", "/{a+}", "/{a+}/b", "/{+}", "/a/{b}/{c+}", "/a{b}", "/{a}b", "/{{a}}"];
    for path in characters.chain(others.map(str::to_owned)) {
        assert_eq!(check(&path).is_ok(), schema.is_match(&path), "{path:?}");
    }
}

#[test]
fn a_shape_is_without_names() {
    assert_eq!(shape("/a/{id}/b/{rest+}"), "/a/{}/b/{+}");
    assert_eq!(shape("/"), "/");
}
