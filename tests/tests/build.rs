//! `build`: what is given to cargo, what is made of the result, and what is said when it cannot be.

#[path = "build/results.rs"]
mod results;
#[path = "build/workspace.rs"]
mod workspace;

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use fingerpost_tests::Ran;
use serde_json::Value;
use workspace::Workspace;

/// What this machine builds for by itself.
const ARCHITECTURE: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };

/// Cargo on an `x86_64` machine without cargo-lambda, which builds a file that Lambda can start.
const BUILDS: &str = r"-vV) echo 'host: x86_64-unknown-linux-gnu';;
lambda) exit 101;;
build) mkdir -p target/x86_64-unknown-linux-gnu/lambda
  printf 'new\0GLIBC_2.2.5\0GLIBC_2.34\0' > target/x86_64-unknown-linux-gnu/lambda/orders;;";

/// The same, but it needs a newer glibc.
const BUILDS_TOO_NEW: &str = r"-vV) echo 'host: x86_64-unknown-linux-gnu';;
lambda) exit 101;;
build) mkdir -p target/x86_64-unknown-linux-gnu/lambda
  printf 'new\0GLIBC_2.4\0GLIBC_2.39\0GLIBC_2.35\0' > target/x86_64-unknown-linux-gnu/lambda/orders;;";

/// With cargo-lambda, too.
const LAMBDA_BUILDS: &str = r"-vV) echo 'host: x86_64-unknown-linux-gnu';;
lambda) test $2 = --version || {
  mkdir -p target/x86_64-unknown-linux-gnu/cargo-lambda/orders
  printf 'by zig\0GLIBC_2.34\0' > target/x86_64-unknown-linux-gnu/cargo-lambda/orders/bootstrap
};;
build) mkdir -p target/x86_64-unknown-linux-gnu/lambda
  printf 'new\0GLIBC_2.39\0' > target/x86_64-unknown-linux-gnu/lambda/orders;;";

const FAILS: &str = r"-vV) echo 'host: x86_64-unknown-linux-gnu';;
build) echo 'error[E0308]: mismatched types' >&2; exit 101;;";

const BOOTSTRAP: &str = "target/lambda/events/bootstrap";
const X86_64: [&str; 2] = ["--arch", "x86_64"];

/// How cargo would be called.
fn plan(workspace: &Workspace, package: &str) -> Value {
    let ran = workspace.build(package, &["--arch", ARCHITECTURE, "--dry-run"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no plan: {}", ran.stderr))
}

#[track_caller]
fn check_fails(ran: &Ran, code: i32, sentence: &str) {
    assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{}", ran.stderr);
    let said = ran.stderr.lines().last().unwrap_or_default();
    assert!(said.starts_with("error: ") && said.contains(sentence), "{}", ran.stderr);
}

#[test]
fn what_cargo_cannot_tell_is_not_taken_for_no() {
    let workspace = Workspace::new().script(&format!("{BUILDS}\ntree) exit 101;;"));
    check_fails(&workspace.build("orders", &X86_64), 1, "`cargo tree");
}

#[test]
fn the_measured_profile_travels_with_the_command() {
    let workspace = Workspace::new();
    let text = plan(&workspace, "orders").to_string().replace('\\', "");
    for setting in [
        r#""profile.lambda.inherits="release"""#,
        r#""profile.lambda.opt-level="s"""#,
        r#""profile.lambda.package."tokio".opt-level=2""#,
        r#""profile.lambda.package."orders".opt-level=2""#,
        r#""profile.lambda.package."orders".strip=true""#,
        r#""profile.lambda.package."domain".opt-level=2""#,
    ] {
        assert!(text.contains(setting), "{setting} is not in {text}");
    }
    assert!(!text.contains("billing"), "{text}");
}

#[test]
fn a_profile_of_the_projects_own_is_left_alone() {
    for own in
        ["[profile.lambda]\ninherits = \"release\"\n", "[profile]\n\"lambda\".inherits = \"release\"\n"]
    {
        let workspace = Workspace::new();
        workspace.write("Cargo.toml", &(workspace.read("Cargo.toml") + own));
        assert!(!plan(&workspace, "orders").to_string().contains("--config"), "{own}");
    }
}

#[test]
fn the_package_is_built_without_the_feature_local_and_with_its_others() {
    let workspace = Workspace::new();
    let text = |package| plan(&workspace, package)["arguments"].to_string();
    assert!(text("orders").contains(r#""--no-default-features","--bin","orders""#), "{}", text("orders"));
    workspace.package("billing", "[features]\ndefault = [\"local\", \"tax\"]\nlocal = []\ntax = []\n");
    assert!(
        text("billing").contains(r#""--no-default-features","--features","tax","#),
        "{}",
        text("billing")
    );
}

#[test]
fn given_flags_stand_last() {
    for (variable, given) in [
        ("RUSTFLAGS", "-Cdebuginfo=1 -Coverflow-checks=on"),
        ("CARGO_ENCODED_RUSTFLAGS", "-Cdebuginfo=1\u{1f}-Coverflow-checks=on"),
    ] {
        let plan = plan(&Workspace::new().env(variable, given), "orders");
        let flags = plan["environment"]["CARGO_ENCODED_RUSTFLAGS"].as_str().unwrap_or_default();
        assert!(
            flags.contains("=.\u{1f}") && flags.ends_with("\u{1f}-Cdebuginfo=1\u{1f}-Coverflow-checks=on"),
            "{flags:?}"
        );
    }
}

#[test]
fn a_build_that_fails_leaves_everything_as_it_was() {
    for (cargo, sentence) in [
        (FAILS, "cargo could not build `orders`, so nothing was replaced"),
        (BUILDS_TOO_NEW, "needs glibc 2.39, but Lambda's Amazon Linux 2023 has glibc 2.34, so nothing was"),
    ] {
        let workspace = Workspace::new().script(cargo);
        workspace.write(BOOTSTRAP, "old");
        workspace.write("infra/manifest.json", "old");
        let ran = workspace.build("orders", &X86_64);
        check_fails(&ran, 1, sentence);
        assert_eq!(ran.stderr.contains("mismatched types"), cargo == FAILS, "{}", ran.stderr);
        assert_eq!(workspace.read(BOOTSTRAP) + &workspace.read("infra/manifest.json"), "oldold");
    }
}

#[test]
fn cargo_lambda_builds_for_an_older_glibc_and_for_the_other_processor() {
    let workspace = Workspace::new().script(LAMBDA_BUILDS);
    let ran = workspace.build("orders", &X86_64);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(workspace.read(BOOTSTRAP).starts_with("by zig"));

    let ran = workspace.build("orders", &["--dry-run"]);
    let plan: Value = serde_json::from_str(&ran.stdout).expect("a plan");
    assert_eq!((&plan["arguments"][0], &plan["arguments"][1]), (&"lambda".into(), &"build".into()));
    assert!(plan.to_string().contains(r#""--target","aarch64-unknown-linux-gnu""#), "{plan}");

    let without = Workspace::new().script(BUILDS).build("orders", &[]);
    check_fails(&without, 1, "this machine cannot build for arm64 by itself: install cargo-lambda (https://");
}

#[test]
fn builds_wait_for_each_other() {
    let workspace = Workspace::new().script(BUILDS);
    let other = File::open(workspace.path("target/lambda").parent().expect("target")).expect("opens");
    other.lock().expect("locked");
    let mut waiting = workspace.command("orders", &X86_64).spawn().expect("starts");
    let mut said = BufReader::new(waiting.stderr.take().expect("piped")).lines();
    let line = said.next().expect("a line").expect("UTF-8");
    assert_eq!(line, "waiting for another build of this project");
    assert_eq!(workspace.read(BOOTSTRAP), "");
    drop(other);
    assert!(waiting.wait().expect("ends").success());
    assert!(workspace.read(BOOTSTRAP).starts_with("new"));
}

#[test]
fn a_build_into_the_folder_that_cargo_builds_in_does_not_wait_for_itself() {
    for out in ["target", "linked"] {
        let workspace = Workspace::new().script(BUILDS);
        workspace.write("target/here", "");
        std::os::unix::fs::symlink("target", workspace.path("linked")).expect("links");
        let mut building = workspace
            .command("orders", &["--arch", "x86_64", "--out", out])
            .stdout(Stdio::null())
            .spawn()
            .expect("starts");
        let mut said = BufReader::new(building.stderr.take().expect("piped")).lines();
        let line = said.next().expect("a line").expect("UTF-8");
        // If it waits, it would do so for ever.
        building.kill().expect("killed");
        building.wait().expect("reaped");
        assert_eq!(line, format!("{out}/bootstrap: x86_64, 0.00 MB"));
    }
}

#[test]
fn the_local_cloud_is_not_deployed() {
    let workspace = Workspace::new();
    let members = workspace.read("Cargo.toml").replace("\"domain\"", "\"domain\", \"fingerpost-local\"");
    workspace.write("Cargo.toml", &members);
    workspace.package("fingerpost-local", "");
    workspace.write("fingerpost-local/src/lib.rs", "");
    let local = "{ path = \"../fingerpost-local\" }";
    workspace.package("orders", &format!("[dependencies]\nfingerpost-local = {local}\n"));
    let ran = workspace.build("orders", &["--arch", ARCHITECTURE]);
    check_fails(&ran, 1, "`orders` would be deployed with the local cloud in it");
    let optional = local.replace(" }", ", optional = true }");
    let features = "[features]\ndefault = [\"local\"]\nlocal = [\"dep:fingerpost-local\"]\n";
    workspace.package("orders", &format!("{features}[dependencies]\nfingerpost-local = {optional}\n"));
    plan(&workspace, "orders");
}

#[test]
fn a_mistake_is_one_sentence() {
    let workspace = Workspace::new();
    let out = ["--arch", ARCHITECTURE, "--out", "/proc/nope"];
    check_fails(&workspace.build("orders", &out), 1, "cannot make /proc/nope");
    let manifest = ["--arch", ARCHITECTURE, "--manifest", "/proc/nope.json"];
    check_fails(&workspace.build("orders", &manifest), 1, "cannot write /proc/nope.json");
    let outside = |variable| {
        let output = workspace.command("orders", &[]).env_remove(variable).output().expect("starts");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for variable in ["CARGO", "CARGO_MANIFEST_DIR"] {
        assert_eq!(outside(variable), "error: `build` only works through cargo: call `cargo run -- build`\n");
    }
    let foreign =
        workspace.command("orders", &[]).env("CARGO_MANIFEST_DIR", workspace.path("billing")).output();
    let said = String::from_utf8_lossy(&foreign.expect("starts").stderr).into_owned();
    assert_eq!(said, "error: `orders` is not an executable of the package `billing`\n");
    let missing = Workspace::new().env("CARGO", "/nope/cargo").build("orders", &[]);
    check_fails(&missing, 1, "cannot run /nope/cargo");

    assert_eq!(workspace.build("orders", &["--arch", "mips"]).code, 2);
    let unknown = Workspace::new().env("FINGERPOST_ARCHITECTURE", "mips").build("orders", &[]);
    check_fails(&unknown, 2, "FINGERPOST_ARCHITECTURE must be arm64 or x86_64, not `mips`");
}
