//! Forms with files: what they hold, and what is refused of them.

use fingerpost_tests::{Answer, Serve};
use serde_json::{Value, json};

use super::{FAULTS, check, check_refused, described, refusals};

pub(crate) const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

/// A form of these parts, each with the headers and the content that it is given as.
pub(crate) fn form(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(headers, content)| format!("--B\r\n{headers}\r\n\r\n{content}\r\n"));
    (parts.collect::<String>() + "--B--\r\n").into_bytes()
}

pub(crate) fn named(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{name}\"")
}

fn post(api: &Serve, path: &str, body: &[u8]) -> Answer {
    api.request("POST", path, &[FORM], body).expect("answers")
}

#[test]
fn a_form_has_its_fields_as_they_were_sent() {
    let api = Serve::start(FAULTS);
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"../Zo\u{eb}; name=\\\"x\\\".png\"\r\n\
                Content-Type: image/png";
    let nested = format!("{}\r\nContent-Type: multipart/mixed; boundary=C", named("nested"));
    let body = form(&[
        (&named("text"), "two\r\nlines --B"),
        (file, "\u{89}PNG"),
        (&named("text"), ""),
        (&nested, "--C\r\n\r\na\r\n--C--"),
    ]);
    let fields = json!([
        ["text", null, null, "two\r\nlines --B"],
        ["file", "../Zo\u{eb}; name=\"x\".png", "image/png", "\u{89}PNG"],
        ["text", null, null, ""],
        ["nested", null, "multipart/mixed; boundary=C", "--C\r\n\r\na\r\n--C--"],
    ]);
    check(&post(&api, "/multipart", &body), 200, fields);
    let odd = b"before\r\n--B  \r\nCONTENT-DISPOSITION: form-data; NAME=a\r\n\r\n\r\n--B--behind";
    check(&post(&api, "/multipart", odd), 200, json!([["a", null, null, ""]]));
    check(&post(&api, "/multipart", b"--B--"), 200, json!([]));
    check(&api.call("POST", "/multipart"), 200, json!([]));
    check(&api.call("POST", "/uploads"), 200, Value::Null);
    let bytes = [b"--B\r\n".as_slice(), named("a").as_bytes(), b"\r\n\r\n\xff\x00\r\n--B--"].concat();
    check(&post(&api, "/multipart", &bytes), 200, json!([["a", null, null, "\u{fffd}\0"]]));
}

#[test]
fn a_form_is_described_with_what_it_refuses() {
    let route = described("multipart");
    assert_eq!(route["body"]["content"][0]["contentType"], "multipart/form-data");
    assert_eq!((&route["body"]["required"], refusals(&route)), (&json!(true), json!([400, 413, 415])));
    assert_eq!(described("uploads")["body"]["required"], json!(false));
}

#[test]
fn what_is_wrong_with_a_field_is_said_of_it() {
    let api = Serve::start(FAULTS);
    let (caption, year) = (named("caption"), named("year"));
    let picture = "Content-Disposition: form-data; name=\"picture\"; filename=\"a\"";
    let not_chosen = "Content-Disposition: form-data; name=\"picture\"; filename=\"\"";
    let complete = form(&[(&caption, "Home"), (&year, "1999"), (picture, "12345")]);
    check(&post(&api, "/pictures", &complete), 200, json!(["Home", 1999, 5]));
    let text = named("picture");
    let file_as_text = "Content-Disposition: form-data; name=\"caption\"; filename=\"a\"";
    for (parts, sentence, field, message) in [
        (vec![], "Missing required field: caption", "caption", "is missing"),
        (vec![(&*caption, "a")], "Missing required field: picture", "picture", "is missing"),
        (
            vec![(&*caption, "a"), (not_chosen, "")],
            "Missing required field: picture",
            "picture",
            "is missing",
        ),
        (
            vec![(&*caption, "a"), (&*text, "b")],
            "Field picture must be a file, got text",
            "picture",
            "must be a file, got text",
        ),
        (
            vec![(file_as_text, "a")],
            "Field caption must be text, got a file",
            "caption",
            "must be text, got a file",
        ),
        (
            vec![(&*caption, "a"), (&*caption, "b")],
            "Field caption: given several times, one expected",
            "caption",
            "given several times, one expected",
        ),
        (
            vec![(&*caption, "a"), (&*year, "x")],
            "Field year must be a whole number",
            "year",
            "must be a whole number",
        ),
    ] {
        check_refused(&post(&api, "/pictures", &form(&parts)), 400, sentence, ["body", field, message]);
    }
    let bytes = [b"--B\r\n".as_slice(), caption.as_bytes(), b"\r\n\r\n\xff\r\n--B--"].concat();
    check_refused(
        &post(&api, "/pictures", &bytes),
        400,
        "Field caption: not UTF-8",
        ["body", "caption", "not UTF-8"],
    );
    let long = post(&api, "/pictures", &form(&[(&caption, &"x".repeat(4096))]));
    check(&long, 413, json!({ "error": "Request body is larger than 4096 bytes" }));
}

#[test]
fn a_form_that_is_broken_is_refused() {
    let api = Serve::start(FAULTS);
    let unfinished = "Request body is not a whole form: a boundary is missing";
    let headers = "Request body is not a form: the headers of a field cannot be read";
    let name = "Request body is not a form: a field has no name";
    let a = named("a");
    let of = |text: &str| text.replace("{a}", &a).into_bytes();
    let long = format!("{a}\r\nX: {}", "x".repeat(8192));
    for (body, sentence) in [
        (of("-"), unfinished),
        (of("--B"), unfinished),
        (of("--B\r\n"), unfinished),
        (of("--B\r\n{a}"), unfinished),
        (of("--B\r\n{a}\r\n\r\n"), unfinished),
        (of("--B\r\n{a}\r\n\r\nx\r\n--B"), unfinished),
        (of("--B\r\n{a}\r\n\r\nx\r\n--BB\r\n{a}\r\n\r\n\r\n--B--"), unfinished),
        (of("--B\n{a}\n\nx\n--B--\n"), unfinished),
        (of("--B\r\n{a}: \0\r\n\r\nx\r\n--B--"), headers),
        (of("--B\r\n{a}\r\n: b\r\n\r\nx\r\n--B--"), headers),
        (form(&[(&format!("{a}{}", "\r\nx: y".repeat(32)), "")]), headers),
        (form(&[("Content-Type: text/plain", "")]), name),
        (form(&[("Content-Disposition: form-data; filename=a", "")]), name),
        (form(&[("Content-Disposition: form-data; name=\"a", "")]), name),
        (form(&[(&long, "")]), "Request body is not a form: a field has headers of more than 8 KB"),
        (
            [b"--B\r\nContent-Disposition: form-data; name=\"\xff\"".as_slice(), b"\r\n\r\n\r\n--B--"]
                .concat(),
            "Request body is not a form: a field has a header that is not UTF-8",
        ),
    ] {
        let answer = post(&api, "/multipart", &body);
        assert_eq!(
            (answer.status, answer.json()),
            (400, json!({ "error": sentence })),
            "{}",
            String::from_utf8_lossy(&body)
        );
    }
    let encoded = format!("{a}\r\nContent-Transfer-Encoding: base64");
    let message = "must not have a content-transfer-encoding";
    let sentence = format!("Field a {message}");
    check_refused(
        &post(&api, "/multipart", &form(&[(&encoded, "YQ==")])),
        400,
        &sentence,
        ["body", "a", message],
    );
}

#[test]
fn what_is_not_declared_as_a_form_with_files_is_none() {
    let api = Serve::start(FAULTS);
    let declared = |content_type: &str| {
        api.request("POST", "/multipart", &[("content-type", content_type)], b"--B--").expect("answers")
    };
    for other in
        ["application/json", "multipart/mixed; boundary=B", "multipart/form-data; boundary=a b c", "x"]
    {
        let error = format!("Unsupported content type: {other}; send multipart/form-data");
        check(&declared(other), 415, json!({ "error": error }));
    }
    let none = api.request("POST", "/multipart", &[], b"--B--").expect("answers");
    check(&none, 415, json!({ "error": "Missing content type; send multipart/form-data" }));
    check(&declared("Multipart/Form-Data; charset=utf-8; Boundary=\"B\""), 200, json!([]));
    let invalid = "Invalid header content-type";
    for (other, message) in [
        ("multipart/form-data".to_owned(), "has no boundary"),
        (
            format!("multipart/form-data; boundary={}", "B".repeat(71)),
            "its boundary must have 1 to 70 characters",
        ),
    ] {
        let detail = ["header", "content-type", message];
        check_refused(&declared(&other), 400, &format!("{invalid}: {message}"), detail);
    }
}
