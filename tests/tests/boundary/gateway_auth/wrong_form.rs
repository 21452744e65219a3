//! Tokens that are wrong in how they are written: the header of the request, and the three parts.

use super::forge::{Key, claims, encoded};
use super::row::Expected::{Accepted, Missing, Refused, TooLarge};
use super::row::{Row, bearer, changed};

/// The rows.
pub(crate) fn rows(key: &Key) -> Vec<Row> {
    let (header, text) = (key.header().to_string(), claims().to_string());
    let good = key.token(&header, &text);
    let parts: Vec<_> = good.split('.').map(str::to_owned).collect();
    let [first, second, third] = [&parts[0], &parts[1], &parts[2]];
    let segments = Refused("token contains an invalid number of segments");
    let malformed = || Refused("the token is malformed");
    let twice = [bearer(&good), bearer(&good)].concat();
    // The last digit of a signature of 256 bytes has four bits that say nothing.
    let (cut, last) = good.split_at(good.len() - 1);
    let other_last = if last == "A" { "B" } else { char::from(last.as_bytes()[0] + 1).to_string().leak() };
    vec![
        ("nothing: the control", bearer(&good), Accepted),
        ("no scheme in front", vec![format!("authorization: {good}")], Accepted),
        ("`bearer` in lower case", vec![format!("authorization: bearer {good}")], Accepted),
        ("a tab behind `Bearer`", vec![format!("authorization: Bearer\t{good}")], malformed()),
        ("two spaces behind `Bearer`", vec![format!("authorization: Bearer  {good}")], malformed()),
        ("`Bearer` twice", vec![format!("authorization: Bearer Bearer {good}")], malformed()),
        ("no header", vec![], Missing),
        ("an empty header", vec!["authorization: ".to_owned()], Missing),
        (
            "`Bearer` and nothing",
            vec!["authorization: Bearer ".to_owned()],
            Refused("token contains an invalid number of segments"),
        ),
        (
            "`Basic`",
            vec!["authorization: Basic YW5uOnB3".to_owned()],
            Refused("token contains an invalid number of segments"),
        ),
        ("`Basic` and the token", vec![format!("authorization: Basic {good}")], malformed()),
        ("the header is there twice", twice, segments),
        ("in another header", vec![format!("x-authorization: Bearer {good}")], Missing),
        ("the last byte is cut", bearer(cut), malformed()),
        (
            "the signature is cut",
            bearer(format!("{first}.{second}")),
            Refused("token contains an invalid number of segments"),
        ),
        ("the signature is empty", bearer(format!("{first}.{second}.")), Refused("signature is invalid")),
        (
            "a dot more at the end",
            bearer(format!("{good}.")),
            Refused("token contains an invalid number of segments"),
        ),
        (
            "five segments, as if encrypted",
            bearer(format!("{good}.{third}.{third}")),
            Refused("token contains an invalid number of segments"),
        ),
        ("bits at the end that say nothing", bearer(format!("{cut}{other_last}")), malformed()),
        ("base64 with padding", bearer(format!("{good}==")), malformed()),
        ("base64 of another alphabet", bearer(format!("{first}.{second}.+{}", &third[1..])), malformed()),
        ("a space in it", bearer(format!("{first}. {second}.{third}")), malformed()),
        ("claims that are not JSON", bearer(key.token(&header, "ann")), malformed()),
        ("claims that are an array", bearer(key.token(&header, "[1]")), malformed()),
        (
            "one byte of the claims is other",
            bearer(format!("{first}.{}.{third}", encoded(text.replace("ann", "bob")))),
            Refused("signature is invalid"),
        ),
        (
            "over 10,240 bytes",
            bearer(key.token(
                &header,
                &changed(claims(), |all| drop(all.insert("x".to_owned(), "x".repeat(9000).into()))),
            )),
            TooLarge,
        ),
    ]
}
