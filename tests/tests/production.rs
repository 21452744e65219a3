//! The executable as it is deployed: without the local cloud, in Lambda or on Lambda's
//! stand-ins.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use fingerpost_tests::{Function, NOWHERE, Serve, aws, event, wait_until};
use serde_json::{Value, json};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

/// Crates that only the local cloud needs.
const LOCAL: [&str; 10] = [
    "aws-lc-rs",
    "axum",
    "clap",
    "crc32fast",
    "dotenvy",
    "dynoxide-rs",
    "fingerpost-local",
    "libsqlite3-sys",
    "rusqlite",
    "similar",
];

/// What names the code that only the local cloud and the manifest need.
const LOCAL_CODE: [&str; 15] = [
    "aws_lc_rs::",
    "axum::",
    "clap_builder::",
    "dynoxide::",
    "fingerpost::collect::",
    "fingerpost::route::said::",
    "fingerpost::route::schemas::",
    "fingerpost_local::",
    "fingerpost_manifest::description::",
    "fingerpost_manifest::entries::",
    "fingerpost_manifest::openapi::",
    "rusqlite::",
    "schemars::",
    "similar::",
    "sqlite3_",
];

fn cargo(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The reference API without its default features, built once.
fn bootstrap() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let messages =
            cargo(&["build", "-p", "events-api", "--no-default-features", "--message-format=json"]);
        let mut messages = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let built = messages.find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)));
        let built = built.expect("an executable");
        // The next build of the default features writes to the same place.
        let kept = built.with_file_name("events-api-production");
        std::fs::copy(&built, &kept).expect("copied");
        kept
    })
}

#[test]
fn no_crate_of_the_local_cloud_is_in_it() {
    let local = tree(&[]);
    let production = tree(&["--no-default-features"]);
    assert!(production.iter().any(|name| name == "aws-sdk-dynamodb"), "{production:?}");
    for name in LOCAL {
        assert!(local.iter().any(|known| known == name), "{name} is in no tree: take it off the list");
        assert!(!production.iter().any(|known| known == name), "{name} is in the production tree");
    }
}

fn tree(options: &[&str]) -> Vec<String> {
    let tree = ["tree", "-p", "events-api", "-e", "normal", "--prefix", "none"];
    let tree = cargo(&[&tree, options].concat());
    tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// The tree has schemars, whose traits the signatures name, so this looks at what was linked.
/// The dev profile is the stricter one: it inlines nothing and drops only what nothing refers to.
#[test]
fn no_code_of_the_local_cloud_no_schema_and_no_manifest_is_in_it() {
    let local = symbols(Path::new(EVENTS));
    let production = symbols(bootstrap());
    assert!(production.contains("fingerpost::request::"), "the executable has symbols");
    for code in LOCAL_CODE {
        assert!(local.contains(code), "{code} is in no executable: take it off the list");
        let found: Vec<_> = production.lines().filter(|name| name.contains(code)).take(5).collect();
        assert!(found.is_empty(), "the production executable has {found:#?}");
    }
}

/// Of the SDK's calls it has those that its routes make.
#[test]
fn a_call_that_no_route_makes_is_not_in_it() {
    let production = symbols(bootstrap());
    assert!(production.contains("operation::put_item::"), "the executable has its own calls");
    let found: Vec<_> =
        production.lines().filter(|name| name.contains("transact_write_items")).take(5).collect();
    assert_eq!(found, Vec::<&str>::new());
}

/// The names of an executable's functions and data, a line each.
fn symbols(executable: &Path) -> String {
    let output = Command::new("nm").arg("--demangle").arg(executable).output().expect("binutils' nm runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn it_serves_get_event_from_a_real_table() {
    let api = Serve::start(EVENTS);
    let created = api.send("POST", "/events", r#"{"name":"n"}"#).json();
    let (endpoint, keys) = (api.database(), api.keys());
    // Of two values of a variable, the later is set.
    let keys = [("AWS_ACCESS_KEY_ID", keys.id.as_str()), ("AWS_SECRET_ACCESS_KEY", &keys.secret)];
    let environment = [&aws(&endpoint, "Events")[..], &keys].concat();
    let function = Function::start(bootstrap().to_str().expect("UTF-8"), "get_event", &environment);
    let answer = function.answer(event(&json!({ "pathParameters": { "id": created["id"] } })));
    assert_eq!((&answer["statusCode"], &answer["body"]), (&json!(200), &json!(created.to_string())));
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 404);
}

#[test]
fn at_a_terminal_it_says_what_it_is() {
    let output = Command::new(bootstrap()).output().expect("starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), said.trim().lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("`cargo run`"), "{said}");
}

/// cargo-lambda's Runtime API is written by others, so what works with it is not a
/// private agreement between our two halves.
#[test]
fn cargo_lambdas_runtime_api_drives_it() {
    let cargo_lambda = cargo_lambda().expect("cargo-lambda is installed by `node tests/install.mjs`");
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
        free.local_addr().expect("bound").port().to_string()
    };
    // It wants to stand in a package, and is told to leave it alone. It takes events for the executables
    // of the workspace, by their names.
    let watch = Command::new(&cargo_lambda)
        .args([
            "lambda",
            "watch",
            "--only-lambda-apis",
            "--invoke-address",
            "127.0.0.1",
            "--invoke-port",
            &port,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut watch = Ended(watch.expect("cargo-lambda starts"));
    let address = format!("127.0.0.1:{port}");
    wait_until("cargo-lambda listens", || std::net::TcpStream::connect(&address).is_ok());
    let api = format!("http://{address}/.rt/events-api");
    let mut function = Command::new(bootstrap());
    function.env("AWS_LAMBDA_RUNTIME_API", api).env("_HANDLER", "get_event");
    for name in ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"] {
        function.env(name, "events-api");
    }
    // The answer is a 503 of ours, which is all this test needs.
    function.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128").envs(aws(NOWHERE, "Events"));
    let _function = Ended(function.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts"));
    let url = format!("http://{address}/2015-03-31/functions/events-api/invocations");
    let mut answer = ureq::post(url).send(event(&json!({})).to_string()).expect("an answer");
    let answer: Value = answer.body_mut().read_json().expect("JSON");
    assert_eq!((&answer["statusCode"], &answer["isBase64Encoded"]), (&json!(503), &json!(false)), "{answer}");
    assert!(watch.0.try_wait().expect("waits").is_none(), "cargo-lambda still runs");
}

/// Ends a process when the test does.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// On the PATH, or where `npm test` puts it.
fn cargo_lambda() -> Option<PathBuf> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/aws/bin/cargo-lambda");
    let candidates = [PathBuf::from("cargo-lambda"), ours];
    candidates.into_iter().find(|path| {
        let version = Command::new(path).args(["lambda", "--version"]).output();
        version.is_ok_and(|output| output.status.success())
    })
}
