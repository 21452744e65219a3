//! `--binary` and `--manifest` with what cannot be served: one sentence, in bounded time and memory.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use fingerpost_tests::{Ran, argument, install, run};
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

fn serve(options: &[&str]) -> Ran {
    run(EVENTS, &[&["serve", "--port", "0", "--in-memory"], options].concat(), "")
}

#[track_caller]
fn check(ran: &Ran, sentence: &str) {
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("error: ") && last.contains(sentence), "{}", ran.stderr);
}

fn script(folder: &TempDir, text: &str) -> PathBuf {
    let (source, script) = (folder.path().join("source"), folder.path().join("script"));
    fs::write(&source, format!("#!/bin/sh\n{text}\n")).expect("writes");
    install(&source, &script);
    script
}

/// What `serve` says of a script that does this when it is asked for its manifest.
#[track_caller]
fn check_asked(does: &str, sentence: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    let ran = serve(&["--binary", argument(&script(&folder, does))]);
    check(&ran, &format!("script manifest` {sentence}; `--manifest` names a file instead"));
    ran.stderr
}

#[test]
fn what_is_no_executable_file_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("notes");
    fs::write(&file, "notes").expect("writes");
    let place = |path: &Path| argument(path).to_owned();
    check(&serve(&["--binary", "/nope"]), "cannot start functions from /nope: No such file or directory");
    check(
        &serve(&["--binary", &place(folder.path())]),
        "is a directory, and functions are started from a file",
    );
    check(
        &serve(&["--binary", "/dev/null"]),
        "/dev/null is not a file, so no function can be started from it",
    );
    let executable = format!("notes is not executable; `chmod +x {}` makes it so", file.display());
    check(&serve(&["--binary", &place(&file)]), &executable);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("sets");
    check(&serve(&["--binary", &place(&file)]), "notes: Exec format error");
}

#[test]
fn a_manifest_that_cannot_be_had_is_said_and_stderr_is_shown() {
    let stderr = check_asked("echo no such command >&2; exit 64", "failed, exit status: 64");
    assert!(stderr.starts_with("no such command\n"), "{stderr}");
    check_asked("kill -9 $$", "failed, signal: 9 (SIGKILL)");
}

#[track_caller]
fn check_given_up(does: &str) {
    let started = Instant::now();
    check_asked(does, "did not end within 10 s");
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn what_does_not_end_is_given_up_though_it_goes_on_printing() {
    check_given_up("trap '' TERM; while :; do echo; sleep 1; done");
}

#[test]
fn what_ends_and_leaves_its_output_open_is_given_up() {
    check_given_up("sleep 3600 & exit 0");
}

#[test]
fn what_prints_without_end_is_given_up_in_bounded_memory() {
    let folder = TempDir::new().expect("a folder");
    let endless = script(&folder, "exec yes");
    for manifest in [vec![], vec!["--manifest", "/dev/zero"]] {
        // The most that `serve` or what it started took, in kilobytes.
        let measured = "import resource, subprocess, sys\n\
                        code = subprocess.call(sys.argv[1:])\n\
                        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n\
                        sys.exit(code)";
        let serve = [EVENTS, "serve", "--port", "0", "--in-memory", "--binary", argument(&endless)];
        let ran = run("python3", &[&["-c", measured], &serve[..], &manifest].concat(), "");
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stderr.contains("8388608 bytes"), "{}", ran.stderr);
        let kilobytes: usize = ran.stdout.trim().parse().expect("a number");
        assert!(kilobytes < 100 << 10, "{kilobytes} kB");
    }
}

#[test]
fn what_is_no_manifest_is_refused_with_its_file_and_key() {
    let folder = TempDir::new().expect("a folder");
    // A digit at its beginning would be JSON.
    let garbage = script(&folder, "printf x; head -c 1000 /dev/urandom");
    let garbage = argument(&garbage);
    let sentence = format!("what `{garbage} manifest` printed is not a manifest: this is not JSON: ");
    check(&serve(&["--binary", garbage]), &sentence);
    let file = folder.path().join("manifest.json");
    let refused = |json: &str, sentence: &str| {
        fs::write(&file, json).expect("writes");
        let sentence = format!("{} is not a manifest: {sentence}", file.display());
        check(&serve(&["--binary", garbage, "--manifest", argument(&file)]), &sentence);
    };
    refused("", "this is not JSON: EOF");
    refused("[1]", "");
    let manifest = run(EVENTS, &["manifest"], "").stdout;
    refused(&manifest.replacen("\"memoryMb\": 256", "\"memoryMb\": \"much\"", 1), "`routes[0].memoryMb`: ");
    refused(
        &manifest.replacen("\"memoryMb\": 256", "\"memoryMb\": 1", 1),
        "route `create_event`: its MB of memory",
    );
    refused(
        &manifest.replace("\"name\": \"get_event\"", "\"name\": \"list_events\""),
        "two routes are named",
    );
    for variable in ["AWS_SECRET_ACCESS_KEY", "LAMBDA_TASK_ROOT", "LD_PRELOAD", "PATH"] {
        let sentence = format!("table `Events`: the variable `{variable}` cannot keep a table's name");
        refused(&manifest.replace("TABLE_NAME_EVENTS", variable), &sentence);
    }
    check(&serve(&["--binary", garbage, "--manifest", "/nope.json"]), "cannot read /nope.json: ");
    check(&serve(&["--binary", garbage, "--manifest", "/"]), "cannot read /: ");
}

#[test]
fn a_manifest_without_an_executable_is_a_mistake_of_the_call() {
    let ran = serve(&["--manifest", "manifest.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("--binary <PATH>"), "{}", ran.stderr);
}

#[test]
fn a_script_is_asked_for_its_manifest_without_the_secrets_of_the_shell() {
    let folder = TempDir::new().expect("a folder");
    let script = script(&folder, r#"echo "secret=$API_SECRET. given=$GIVEN." >&2; exit 3"#);
    let mut command = Command::new(EVENTS);
    command.args(["serve", "--port", "0", "--in-memory", "--env", "GIVEN=g", "--binary", argument(&script)]);
    let ran = command.env("API_SECRET", "s").current_dir(folder.path()).output().expect("runs");
    let stderr = String::from_utf8(ran.stderr).expect("text");
    assert!(stderr.contains("secret=. given=g."), "{stderr}");
}
