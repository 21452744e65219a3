//! Forms with files that are cut, changed, endless, or as large as an event can be.

use fingerpost_tests::{Function, MEMORY_GOAL, event};
use serde_json::json;

use super::FAULTS;
use super::multipart::{FORM, form, named};

#[test]
fn a_form_that_is_cut_or_changed_anywhere_is_answered() {
    let function = Function::start(FAULTS, "uploads", &[]);
    let status = |body: &[u8]| {
        let body = base64_simd::STANDARD.encode_to_string(body);
        let headers = json!({ "content-type": FORM.1 });
        let whole = json!({ "body": body, "headers": headers, "isBase64Encoded": true });
        function.answer(event(&whole))["statusCode"].as_u64().expect("a status")
    };
    let file = format!("{}; filename=\"b\"\r\nContent-Type: text/plain", named("a"));
    let whole = form(&[(&named("a"), "1"), (&file, "2\r\n")]);
    let end = whole.len() - "\r\n".len();
    for at in 1..=whole.len() {
        assert_eq!(status(&whole[..at]), if at < end { 400 } else { 200 }, "cut at {at}");
    }
    for at in 0..whole.len() {
        for byte in *b"\0\r\n-\"\\;:B\xff" {
            let mut changed = whole.clone();
            changed[at] = byte;
            assert!([200, 400].contains(&status(&changed)), "{byte} at {at}");
        }
    }
}

#[test]
fn a_form_with_files_takes_no_more_than_its_share_of_memory() {
    let part = format!("--B\r\n{}\r\n\r\n\r\n", named("a"));
    let short = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
    let many_headers = format!("--B\r\n{}{}\r\n\r\n", named("a"), "\r\nx: y".repeat(31));
    let boundary = "B".repeat(1 << 20);
    let declared = "multipart/form-data; boundary=";
    for (body, boundary, status) in [
        (part.repeat(1_000) + "--B--", "B", 200),
        (part.repeat(1_001) + "--B--", "B", 413),
        (short.repeat(100_000), "B", 413),
        (many_headers.repeat(1_000) + "--B--", "B", 200),
        (part.clone() + &"x".repeat(5_500_000), "B", 400),
        ("x".repeat(5_500_000), "B", 400),
        ("\r\n--".repeat(1_400_000), "B", 400),
        (format!("--B\r\n{}: {}", named("a"), "x".repeat(5_500_000)), "B", 400),
        (format!("--B\r\n{}{}", named("a"), "\r\nx: y".repeat(900_000)) + "\r\n\r\n\r\n--B--", "B", 400),
        (
            format!("--B\r\nContent-Disposition: form-data; name={}\r\n\r\n", "\\\"".repeat(1_300_000)),
            "B",
            400,
        ),
        (format!("--{boundary}\r\n").repeat(3), boundary.as_str(), 400),
    ] {
        let function = Function::start(FAULTS, "uploads", &[]);
        let headers = json!({ "content-type": format!("{declared}{boundary}") });
        let answer = function.answer(event(&json!({ "body": body, "headers": headers })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{body:.40}: {}", answer["body"]);
        assert!(peak < MEMORY_GOAL, "{body:.40}: {} MB", peak >> 20);
    }
}

#[test]
fn a_file_of_the_largest_event_is_taken() {
    let head = format!("--B\r\n{}; filename=\"a\"\r\n\r\n", named("a"));
    let body = [head.as_bytes(), &vec![0xff; 4_400_000], b"\r\n--B--"].concat();
    let body = base64_simd::STANDARD.encode_to_string(body);
    let function = Function::start(FAULTS, "uploads", &[]);
    let headers = json!({ "content-type": FORM.1 });
    let answer =
        function.answer(event(&json!({ "body": body, "headers": headers, "isBase64Encoded": true })));
    assert_eq!(answer["body"], "1", "{answer}");
    let peak = function.peak_memory();
    assert!(peak < MEMORY_GOAL, "{} MB", peak >> 20);
}
