//! What a function finds in its environment, and what it does not.

mod reserved;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use fingerpost_tests::{Serve, event};
use serde_json::json;
use tempfile::TempDir;

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// What a function may find: Lambda's own, this cloud's, and what is about this machine.
const KNOWN: [&str; 33] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL_DYNAMODB",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_FORMAT",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_LEVEL",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "FINGERPOST_PARENT_PIPE",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "LANG",
    "LD_LIBRARY_PATH",
    "PATH",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TABLE_NAME",
    "TABLE_NAME_SEATS",
    "TZ",
    "_HANDLER",
    // `lambda_runtime` sets it for each event, macOS the other for each process.
    "_X_AMZN_TRACE_ID",
    "__CF_USER_TEXT_ENCODING",
];

fn environment(api: &Serve) -> BTreeMap<String, String> {
    serde_json::from_slice(&api.call("GET", "/environment").body).expect("variables")
}

/// A folder with an `.env`.
fn folder(dotenv: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(".env"), dotenv).expect("writes");
    folder
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(FAULTS);
    command.current_dir(folder);
    command
}

#[track_caller]
fn check_refused(dotenv: &str, options: &[&str], code: i32, sentence: &str) {
    let folder = folder(dotenv);
    fs::write(folder.path().join("event.json"), "{}").expect("writes");
    for first in [&["invoke", "environment", "--event", "event.json"][..], &["serve", "--port", "0"]] {
        let Output { status, stderr, .. } =
            command(folder.path()).args(first).arg("--in-memory").args(options).output().expect("ends");
        let stderr = String::from_utf8_lossy(&stderr);
        assert_eq!((status.code(), stderr.as_ref()), (Some(code), format!("error: {sentence}\n").as_str()));
    }
}

#[test]
fn a_function_has_lambdas_environment_and_not_the_shells() {
    let mut shell = Command::new(FAULTS);
    shell
        .envs([("GITHUB_TOKEN", "shibboleth"), ("AWS_PROFILE", "shibboleth"), ("EDITOR", "shibboleth")])
        .envs([("LANG", "de_DE"), ("TZ", "CET"), ("SSL_CERT_FILE", "/roots"), ("RUST_BACKTRACE", "1")])
        .env("RUST_LOG", "debug");
    let api = Serve::start_with(shell, &["--in-memory"]);
    let found = environment(&api);
    let unknown: Vec<_> = found.keys().filter(|name| !KNOWN.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    for (name, value) in [
        ("_HANDLER", "environment"),
        ("LANG", "en_US.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
        ("TZ", ":UTC"),
        ("LAMBDA_TASK_ROOT", Path::new(FAULTS).parent().and_then(Path::to_str).expect("UTF-8")),
        ("RUST_BACKTRACE", "1"),
        ("RUST_LOG", "debug"),
        ("SSL_CERT_FILE", "/roots"),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
    // What is kept out and may be missed is said, by its name.
    let log = api.log();
    let said: Vec<_> = log.lines().filter(|line| line.contains("`--env NAME` passes one on")).collect();
    assert!(said.len() == 1 && said[0].contains("GITHUB_TOKEN"), "{log}");
    assert!(!said[0].contains("EDITOR"), "{log}");
    assert!(!log.contains("shibboleth"), "{log}");
}

#[test]
fn a_function_has_what_dotenv_and_the_command_line_give() {
    let folder =
        folder("\u{feff}# a comment\nFIRST='one # two'\nexport SECOND=file\nRUST_LOG=warn\nLANG=fr_FR ");
    let mut shell = command(folder.path());
    shell.env_remove("RUST_LOG").env("THIRD", "shell").env("AWS_LAMBDA_LOG_LEVEL", "DEBUG");
    let given =
        ["--in-memory", "--env", "SECOND=a=b", "--env", "THIRD", "--env", "AWS_LAMBDA_LOG_FORMAT=json"];
    let api = Serve::start_with(shell, &given);
    let found = environment(&api);
    for (name, value) in [
        ("FIRST", "one # two"),
        ("SECOND", "a=b"),
        ("THIRD", "shell"),
        ("LANG", "fr_FR"),
        ("RUST_LOG", "warn"),
        ("AWS_LAMBDA_LOG_LEVEL", "DEBUG"),
        ("AWS_LAMBDA_LOG_FORMAT", "json"),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
}

#[test]
fn the_level_of_lambdas_own_variable_counts_where_rust_log_says_none() {
    let mut shell = Command::new(FAULTS);
    shell.env_remove("RUST_LOG").env("AWS_LAMBDA_LOG_LEVEL", "DEBUG");
    assert_eq!(environment(&Serve::start_with(shell, &["--in-memory"])).get("RUST_LOG"), None);
}

#[test]
fn one_event_is_given_in_the_same_environment() {
    let folder = folder("FIRST=1\n");
    let file = folder.path().join("event.json");
    let event = event(&json!({ "routeKey": "GET /environment", "rawPath": "/environment" }));
    fs::write(&file, event.to_string()).expect("writes");
    let Output { stdout, stderr, .. } = command(folder.path())
        .args(["invoke", "environment", "--event", "event.json", "--in-memory", "--env", "SECOND=2"])
        .output()
        .expect("ends");
    let answer: serde_json::Value = serde_json::from_slice(&stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&stderr)));
    let found: BTreeMap<String, String> =
        serde_json::from_str(answer["body"].as_str().expect("a body")).expect("variables");
    assert_eq!((found["FIRST"].as_str(), found["SECOND"].as_str()), ("1", "2"));
}

#[test]
fn a_dotenv_that_cannot_be_read_is_told_by_its_line_and_what_is_wrong_and_not_by_its_text() {
    let name = "line 3 of .env does not begin with a name and `=`; a name takes a letter and then letters, digits and `_`";
    let value =
        "line 3 of .env has a value with a space or a backslash in it, which takes single quotes around it";
    let open = "line 3 of .env begins a quote that nothing closes";
    for (dotenv, sentence) in [
        ("A1=1\n\nB2 is shibboleth\n", name),
        ("SHIB=1\n# SHIB\nSHIB # shibboleth\n", name),
        ("A1=1\n\nB2-C=shibboleth\n", name),
        ("A1=1\n\n2B=shibboleth\n", name),
        ("A1=1\n\n=shibboleth\n", name),
        ("A1='\n'\nB2 shibboleth\n", name),
        ("A1=1\n\nB2=a shibboleth\n", value),
        ("A1=1\n\nexport B2='a' shibboleth # c\n", value),
        ("A1=1\n\nB2=C:\\shibboleth\n", value),
        ("A1=1\n\nB2='shibboleth\nC3=3", open),
        ("A1=1\n\nB2=\"shibboleth\nC3=3\n\n", open),
        ("A1='\n'\nB2=don't\nC3=3", open),
    ] {
        check_refused(dotenv, &[], 1, sentence);
    }
}

#[test]
fn nothing_in_a_dotenv_is_taken_from_the_shell() {
    let folder = folder(
        "FIRST=$SHIBBOLETH\nSECOND=\"a ${SHIBBOLETH} b\"\nTHIRD='$SHIBBOLETH'\nFOURTH=\\$SHIBBOLETH\n\
         FIFTH=\"two\n$SHIBBOLETH lines\" # $SHIBBOLETH\nSIXTH=a$\nSEVENTH=\"it's $FIRST\"\n",
    );
    let mut shell = command(folder.path());
    shell.env("SHIBBOLETH", "a secret");
    let api = Serve::start_with(shell, &["--in-memory", "--env", "SIXTH=b"]);
    let found = environment(&api);
    for (name, value) in [
        ("FIRST", "$SHIBBOLETH"),
        ("SECOND", "a ${SHIBBOLETH} b"),
        ("THIRD", "$SHIBBOLETH"),
        ("FOURTH", "$SHIBBOLETH"),
        ("FIFTH", "two\n$SHIBBOLETH lines"),
        ("SIXTH", "b"),
        ("SEVENTH", "it's $FIRST"),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
    let log = api.log();
    assert!(log.contains("functions get 6 variables of .env"), "{log}");
    assert!(!log.contains("a secret"), "{log}");
}

#[test]
fn what_no_route_reads_reaches_no_function_and_is_told() {
    let folder = folder("FIRST=\nSECOND=file\nOTHER=shibboleth\nlower=shibboleth\nRUST_LOG=info\n");
    let mut shell = command(folder.path());
    shell.envs([("SECOND", "shell"), ("THIRD", ""), ("FOURTH", "shell"), ("UNREAD_TOKEN", "shibboleth")]);
    let api = Serve::start_with(shell, &["--in-memory", "--env", "EXTRA=1"]);
    let found = environment(&api);
    let get = |name: &str| found.get(name).map(String::as_str);
    // The shell wins over the file, and one that is empty is none.
    assert_eq!(["SECOND", "FOURTH", "EXTRA"].map(get), [Some("shell"), Some("shell"), Some("1")]);
    assert_eq!(["FIRST", "THIRD", "OTHER", "lower", "UNREAD_TOKEN"].map(get), [None; 5]);
    let log = api.log();
    let told =
        "no function gets these variables of .env, because no route reads them as settings: OTHER, lower\n";
    assert!(log.contains(told), "{log}");
    assert!(log.contains("functions get 3 variables of .env\n"), "{log}");
    assert!(!log.contains("shibboleth"), "{log}");
}

#[test]
fn what_is_not_the_developers_to_set_is_refused() {
    for name in ["AWS_ACCESS_KEY_ID", "AWS_BEARER_TOKEN_BEDROCK", "AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
        let by = |by| format!("`{name}` cannot be set by {by}: each function has its own credentials");
        check_refused(&format!("{name}=x"), &[], 2, &by("`.env`"));
        check_refused("", &["--env", &format!("{name}=x")], 2, &by("`--env`"));
    }
    for name in [
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "FINGERPOST_PARENT_PIPE",
        "TABLE_NAME",
        "LAMBDA_TASK_ROOT",
    ] {
        let by = |by| format!("`{name}` cannot be set by {by}: each function has its own");
        check_refused(&format!("{name}=x"), &[], 2, &by("`.env`"));
        check_refused("", &["--env", &format!("{name}=x")], 2, &by("`--env`"));
    }
    for name in ["AWS_EXECUTION_ENV", "AWS_ACCESS_KEY"] {
        let sentence = format!("Lambda reserves `{name}`, so `--env` cannot set it");
        check_refused("", &["--env", &format!("{name}=x")], 2, &sentence);
    }
    for name in ["_HANDLER", "9LIVES", "A-B", "", "X"] {
        let sentence = format!(
            "Lambda refuses the name `{name}` in `--env`: it takes a letter and then letters, digits and `_`"
        );
        check_refused("", &["--env", &format!("{name}=x")], 2, &sentence);
    }
    let not_set = "`NOT_SET_ANYWHERE` is not set here, so `--env` cannot pass it on";
    check_refused("", &["--env", "NOT_SET_ANYWHERE"], 2, not_set);
    check_refused("A1=a\0b", &[], 2, "the value of `A1` in `.env` has a zero byte in it");
}
