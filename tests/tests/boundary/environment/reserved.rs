//! Variables that are not settings: those that reach a function, and those that no function gets.

use std::process::Command;

use fingerpost_tests::{Serve, wait_until};

use super::{FAULTS, command, environment, folder};

#[test]
fn a_dotenv_says_how_functions_run_and_nothing_else_of_reserved_names() {
    let kept_out = [
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_KMS",
        "AWS_SOMETHING",
        "FINGERPOST_SECRET_FIRST",
        "LAMBDA_SOMETHING",
        "LD_PRELOAD",
        "RESOURCE_JOBS",
        "TABLE_NAME_OTHER",
    ];
    let passed =
        ["AWS_LAMBDA_LOG_FORMAT", "FINGERPOST_CURSOR_KEY", "LANG", "RUST_LOG", "SSL_CERT_FILE", "TZ"];
    let lines: Vec<_> = kept_out.iter().chain(&passed).map(|name| format!("{name}=shibboleth\n")).collect();
    let folder = folder(&lines.concat());
    let mut shell = command(folder.path());
    // Of the shell, these would win.
    shell.env_remove("RUST_LOG").env_remove("SSL_CERT_FILE");
    let api = Serve::start_with(shell, &["--in-memory"]);
    let found = environment(&api);
    for name in passed {
        assert_eq!(found.get(name).map(String::as_str), Some("shibboleth"), "{name}");
    }
    assert!(kept_out.iter().all(|name| !found.contains_key(*name)), "{found:?}");
    let told = format!("because no route reads them as settings: {}\n", kept_out.join(", "));
    wait_until("what is told", || api.log().contains(&told));
}

#[test]
fn an_endpoint_reaches_those_who_use_its_service_and_its_password_is_not_shown() {
    let mut shell = Command::new(FAULTS);
    shell.envs([
        ("AWS_ENDPOINT_URL_KMS", "http://u:shibboleth@kms"),
        ("AWS_BEARER_TOKEN_BEDROCK", "shibboleth"),
    ]);
    let url = "http://u:shibboleth@sns/path";
    let option = format!("AWS_ENDPOINT_URL_SNS={url}");
    let api = Serve::start_with(shell, &["--in-memory", "--env", &option]);
    let found = environment(&api);
    assert!(
        ["AWS_ENDPOINT_URL_KMS", "AWS_BEARER_TOKEN_BEDROCK"].iter().all(|name| !found.contains_key(*name))
    );
    assert_eq!(found["AWS_ENDPOINT_URL_SNS"], url);
    let log = api.log();
    for told in [
        "no function uses KMS, so none gets `AWS_ENDPOINT_URL_KMS` of the shell",
        "functions find SNS at http://sns/path, which `--env` gives by `AWS_ENDPOINT_URL_SNS`",
        "get none of the shell's: AWS_BEARER_TOKEN_BEDROCK",
    ] {
        assert!(log.contains(told), "{log}");
    }
    assert!(!log.contains("shibboleth"), "{log}");
}
