//! The local cloud from outside: what it says, what functions get, and what is kept.

use std::path::Path;
use std::process::Command;

use fingerpost_tests::{Serve, run, wait_until};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::SERVICES;

fn start(folder: &Path, variables: &[(&str, &str)], options: &[&str]) -> Serve {
    let mut command = Command::new(SERVICES);
    command.current_dir(folder).envs(variables.iter().copied());
    Serve::start_with(command, options)
}

fn post(serve: &Serve, path: &str) -> u16 {
    let answer = ureq::post(format!("{}{path}", serve.url()))
        .config()
        .http_status_as_error(false)
        .build()
        .send_json(json!({ "order": "1" }));
    answer.expect("an answer").status().as_u16()
}

#[test]
fn a_function_without_a_grant_is_refused_in_awss_words_and_the_developer_told() {
    let serve = Serve::start(SERVICES);
    assert_eq!(post(&serve, "/jobs"), 202);
    for (what, code, action, on) in [
        (
            "send",
            "AccessDeniedException",
            "sqs:sendmessage",
            "resource: arn:aws:sqs:us-east-1:000000000000:Jobs because",
        ),
        (
            "many",
            "AccessDeniedException",
            "sqs:sendmessage",
            "resource: arn:aws:sqs:us-east-1:000000000000:Jobs because",
        ),
        ("read", "AccessDenied", "s3:GetObject", "resource: \"arn:aws:s3:::Files/files/a\" because"),
        ("write", "AccessDenied", "s3:PutObject", "resource: \"arn:aws:s3:::Files/public/a\" because"),
    ] {
        assert_eq!(post(&serve, &format!("/forgetful/{what}")), 500);
        let user = "User: arn:aws:sts::000000000000:assumed-role/forget/forget is not authorized to perform";
        let expected = format!("{code}: {user}: {action} on {on}");
        wait_until("its refusal", || serve.log().contains(&expected));
    }
    // It may read there, and there is nothing.
    assert_eq!(post(&serve, "/forgetful/public"), 404);
    let advice =
        "forget: sqs:SendMessage on `Jobs` was refused; add `SendMessage` to the `Queue<…>` in its signature";
    assert!(serve.log().contains(advice), "{}", serve.log());
}

#[test]
fn objects_are_kept_in_the_data_folder_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().expect("a folder");
    let url = |serve: &Serve| format!("{}/files/a", serve.url());
    let serve = start(folder.path(), &[], &["--data", "data/local.db"]);
    assert_eq!(ureq::put(url(&serve)).send("tea").expect("is written").status(), 204);
    drop(serve);
    let serve = start(folder.path(), &[], &["--data", "data/local.db"]);
    let read = ureq::get(url(&serve)).call().expect("is read").body_mut().read_to_string().expect("a text");
    assert_eq!(read, "text/plain: tea");
    let bucket = folder.path().join("data/local.db-objects/Files");
    let files: Vec<_> =
        bucket.read_dir().expect("a folder").map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len(), 1);
    for path in files.iter().chain([&bucket]) {
        let mode = path.metadata().expect("is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
}

#[test]
fn an_emulator_takes_the_place_of_a_stand_in_and_credentials_stay_out() {
    let folder = TempDir::new().expect("a folder");
    // Nobody is there.
    let nowhere = "http://127.0.0.1:9";
    let with_user = "http://ann:shibboleth@127.0.0.1:9";
    let variables = [("AWS_ENDPOINT_URL_SQS", with_user), ("AWS_PROFILE", "shibboleth")];
    let serve = start(folder.path(), &variables, &["--in-memory"]);
    wait_until("its welcome", || serve.log().contains("Ctrl-C stops it"));
    let log = serve.log();
    let told = format!("functions find SQS at {nowhere}, which the shell gives by `AWS_ENDPOINT_URL_SQS`");
    assert!(log.contains(&told), "{log}");
    assert!(log.contains("get none of the shell's: AWS_PROFILE"), "{log}");
    assert!(!log.contains("shibboleth"), "{log}");
    assert_eq!(post(&serve, "/jobs"), 503);
}

#[test]
fn a_file_of_variables_cannot_say_who_calls() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join(".env"), "AWS_PROFILE=prod\n").expect("writes");
    let mut command = Command::new(SERVICES);
    let ran = command.current_dir(folder.path()).args(["serve", "--in-memory", "--port", "0"]).output();
    let ran = ran.expect("runs");
    let sentence = "`AWS_PROFILE` cannot be set by `.env`: each function has its own credentials";
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains(sentence), "{ran:?}");
}

#[test]
fn the_manifest_has_what_signatures_and_extractors_say() {
    let manifest: Value = serde_json::from_str(&run(SERVICES, &["manifest"], "").stdout).expect("JSON");
    assert_eq!(
        manifest["resources"],
        json!([
            { "name": "Files", "service": "s3", "variable": "RESOURCE_FILES" },
            { "name": "Jobs", "service": "sqs", "variable": "RESOURCE_JOBS" },
        ])
    );
    let of = |name: &str| {
        let routes = manifest["routes"].as_array().expect("routes");
        routes.iter().find(|route| route["name"] == name).expect("a route")["resources"].clone()
    };
    let jobs = json!([{ "resource": "Jobs", "actions": ["sqs:SendMessage"] }]);
    assert_eq!([of("send_jobs"), of("tell")], [jobs.clone(), jobs]);
    let files = |actions: Value| json!([{ "resource": "Files", "within": "/*", "actions": actions }]);
    assert_eq!(of("read_file"), files(json!(["s3:GetObject", "s3:PutObject"])));
    assert_eq!(of("delete_file"), files(json!(["s3:DeleteObject"])));
}

#[test]
fn routes_shows_actions_on_resources() {
    let routes = run(SERVICES, &["routes"], "").stdout;
    for part in ["sqs:SendMessage on Jobs", "s3:GetObject, s3:PutObject on Files/*"] {
        assert!(routes.contains(part), "{routes}");
    }
}
