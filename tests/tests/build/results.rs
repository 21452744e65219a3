//! What a build leaves: a `bootstrap` and a manifest for each API, each in its place.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::workspace::Workspace;
use super::{ARCHITECTURE, BOOTSTRAP, BUILDS, X86_64, check_fails};

#[test]
fn two_apis_of_one_workspace_are_built_apart() {
    let workspace = Workspace::new();
    workspace.write("infra/manifest.json", "not read yet");
    workspace.path("billing/infra/manifest.json");
    for (package, api) in [("orders", "events"), ("billing", "faults")] {
        let ran = workspace.build(package, &["--arch", ARCHITECTURE]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
        let file = format!("target/lambda/{api}/bootstrap");
        let said = format!("{file}: {ARCHITECTURE}, 0.");
        assert!(ran.stderr.lines().any(|line| line.starts_with(&said)), "{}", ran.stderr);
    }
    for (package, api) in [("orders", "events"), ("billing", "faults")] {
        let bootstrap = workspace.path(&format!("target/lambda/{api}/bootstrap"));
        let output = Command::new(bootstrap).output().expect("starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), package);
    }
    assert!(workspace.read("infra/manifest.json").contains("\"events\""), "of the workspace");
    assert!(workspace.read("billing/infra/manifest.json").contains("\"faults\""), "of the package");
}

#[test]
fn the_bootstrap_and_the_manifest_are_replaced() {
    let workspace = Workspace::new().script(BUILDS);
    workspace.write("infra/manifest.json", "old");
    let ran = workspace.build("orders", &X86_64);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert_eq!(ran.stderr, format!("{BOOTSTRAP}: x86_64, 0.00 MB\n"));
    assert!(workspace.read(BOOTSTRAP).starts_with("new"));
    let mode = workspace.path(BOOTSTRAP).metadata().expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
    assert!(workspace.read("infra/manifest.json").contains("\"create_event\""));
    for folder in ["infra", "target/lambda/events"] {
        assert_eq!(workspace.path(folder).read_dir().expect("there").count(), 1, "{folder}");
    }

    let elsewhere = workspace.build("orders", &["--arch", "x86_64", "--out", "out", "--manifest", "m.json"]);
    assert_eq!(elsewhere.code, 0, "{}", elsewhere.stderr);
    assert_eq!(workspace.read("m.json"), workspace.read("infra/manifest.json"));
    assert!(workspace.read("out/bootstrap").starts_with("new"));
}

#[test]
fn one_apis_manifest_does_not_replace_anothers() {
    let workspace = Workspace::new().script(BUILDS);
    workspace.path("infra/manifest.json");
    assert_eq!(workspace.build("orders", &X86_64).code, 0);
    let before = workspace.read("infra/manifest.json");
    check_fails(
        &workspace.build("billing", &X86_64),
        1,
        "infra/manifest.json is the manifest of the API `events`, and this is `faults`",
    );
    assert_eq!(workspace.read("infra/manifest.json"), before);
    // Nor does it replace another version's, or what is no manifest.
    for (other, said) in [
        (r#"{"version":2,"api":{"name":"orders"}}"#, "is the manifest of the API `orders`"),
        (r#"{"name":"My web app"}"#, "is not a manifest: give each API a folder"),
    ] {
        workspace.write("infra/manifest.json", other);
        check_fails(&workspace.build("orders", &X86_64), 1, said);
        assert_eq!(workspace.read("infra/manifest.json"), other);
    }
    let same = ["--arch", "x86_64", "--out", "out", "--manifest", "./infra/../out/bootstrap"];
    check_fails(&workspace.build("orders", &same), 1, "the manifest and the executable cannot both be");
}

#[test]
fn a_build_without_a_place_for_the_manifest_says_so() {
    let workspace = Workspace::new().script(BUILDS);
    let ran = workspace.build("orders", &X86_64);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("no manifest was written: neither "), "{}", ran.stderr);
}
