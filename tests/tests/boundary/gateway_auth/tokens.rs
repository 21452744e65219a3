//! The command `token`, and the key of the local issuer.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use fingerpost_tests::{Serve, argument, run};
use serde_json::json;

use super::api::{Desk, EVENTS, get, manifest};

#[track_caller]
fn check_refused(options: &[&str], code: i32, words: &str) {
    let ran = Desk::new(&manifest()).token(options);
    assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{options:?}: {}", ran.stderr);
    assert!(ran.stderr.contains(words), "{options:?}: {}", ran.stderr);
}

#[test]
fn a_wrong_call_is_one_sentence() {
    check_refused(&[], 2, "--sub <NAME>");
    check_refused(
        &["--sub", "a", "--expires", "soon"],
        2,
        "it takes a number and one of `s`, `m`, `h` and `d`",
    );
    check_refused(&["--sub", "a", "--expires", "999999999d"], 2, "it takes a number");
    check_refused(
        &["--sub", "a", "--claim", "tenant"],
        2,
        "it takes a name and a value, such as `tenant=t1`",
    );
    check_refused(&["--sub", "a", "--claim", "a=1", "--claim", "a=2"], 2, "the claim `a` is given twice");
    check_refused(&["--sub", "a", "--scope", "a b"], 2, "it takes one scope");
    let unknown = "no JWT authorizer is named `api_key`; the JWT authorizers are `users`";
    check_refused(&["--sub", "a", "--authorizer", "api_key"], 2, unknown);
}

#[test]
fn of_several_authorizers_one_is_chosen() {
    let mut manifest = manifest();
    manifest["api"]["authorizers"]["admins"] =
        json!({ "jwt": { "issuer": "https://other.invalid", "audiences": ["admins"] } });
    let desk = Desk::new(&manifest);
    let ran = desk.token(&["--sub", "ann"]);
    let sentence =
        "error: the API has several JWT authorizers, `admins`, `users`: choose one with `--authorizer`\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, sentence));
    let api = desk.serve();
    let status = |authorizer: &str| {
        let token = desk.token(&["--sub", "ann", "--authorizer", authorizer]).stdout;
        get(&api, "/guarded", &[("authorization", token.trim())]).status
    };
    assert_eq!([status("users"), status("admins")], [200, 401]);
}

#[test]
fn an_api_that_asks_for_no_tokens_has_none_to_print() {
    let ran = run(EVENTS, &["token", "--sub", "ann"], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(ran.stderr, "error: the API has no JWT authorizer, so it asks nobody for a token\n");
}

#[test]
fn a_token_that_has_expired_is_refused() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let status = |expires: &str| {
        let token = desk.token(&["--sub", "ann", "--expires", expires]).stdout;
        let answer = get(&api, "/guarded", &[("authorization", token.trim())]);
        (answer.status, answer.header("www-authenticate"))
    };
    assert_eq!(status("90s").0, 200);
    let expired = r#"Bearer scope="" error="invalid_token" error_description="the token has expired""#;
    assert_eq!(status("-1h"), (401, expired.to_owned()));
}

#[test]
fn the_issuers_key_is_its_owners_alone_and_outlives_serve() {
    let desk = Desk::new(&manifest());
    let first = desk.serve();
    let token = desk.token(&["--sub", "ann"]).stdout;
    let file = desk.file("local.db.issuer");
    let mode = || std::fs::metadata(&file).expect("a key").permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    assert!(first.terminate().success());
    // Whoever made it readable did so by mistake.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("permissions");
    let second = desk.serve();
    assert_eq!(get(&second, "/guarded", &[("authorization", token.trim())]).status, 200);
    assert_eq!(mode(), 0o600);
    let beside: Vec<_> = std::fs::read_dir(desk.0.path()).expect("a folder").flatten().collect();
    assert!(!beside.iter().any(|file| file.file_name().to_string_lossy().ends_with(".new")), "{beside:?}");
}

#[test]
fn a_token_of_a_new_key_says_which_file_was_made_and_serve_takes_it() {
    let desk = Desk::new(&manifest());
    let first = desk.token(&["--sub", "ann"]);
    let file = desk.file("local.db.issuer");
    let made = format!(
        "made {}, the key of the local issuer: a `serve` whose data is beside it takes this token\n",
        file.display()
    );
    assert_eq!((first.code, first.stderr), (0, made));
    let second = desk.token(&["--sub", "ann"]);
    assert_eq!((second.code, second.stderr.as_str()), (0, ""));
    let api = desk.serve();
    for token in [first.stdout, second.stdout] {
        assert_eq!(get(&api, "/guarded", &[("authorization", token.trim())]).status, 200);
    }
}

#[test]
fn a_token_of_another_key_is_refused_and_the_log_says_that_it_is_one() {
    let mut without_issuer = manifest();
    without_issuer["api"]["authorizers"]["users"] = json!({ "jwt": {} });
    for (manifest, elsewhere) in
        [(manifest(), ", and the keys of its issuer cannot be had"), (without_issuer, "")]
    {
        let desk = Desk::new(&manifest);
        let api = desk.serve();
        let token = desk.token_of("other.db", &["--sub", "ann"]).stdout;
        assert_eq!(get(&api, "/guarded", &[("authorization", token.trim())]).status, 401);
        let logged = format!(
            "guarded: 401, the token is signed with another key than this API's{elsewhere}; `serve` says at its start \
             how to come by a token that it takes\n"
        );
        assert!(api.log().contains(&logged), "{}", api.log());
    }
}

#[test]
fn of_many_who_make_the_key_at_once_one_does() {
    let desk = Desk::new(&manifest());
    let tokens = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| desk.token(&["--sub", "ann"]))).collect();
        threads.into_iter().map(|thread| thread.join().expect("ends")).collect::<Vec<_>>()
    });
    let api = desk.serve();
    for token in tokens {
        assert_eq!(token.code, 0, "{}", token.stderr);
        assert_eq!(get(&api, "/guarded", &[("authorization", token.stdout.trim())]).status, 200);
    }
}

#[test]
fn a_file_that_is_no_key_is_said_and_left_alone() {
    let desk = Desk::new(&manifest());
    let file = desk.file("local.db.issuer");
    std::fs::write(&file, "mine").expect("written");
    let ran = desk.token(&["--sub", "ann"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("is not the key of a local issuer; move it away"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "mine");
    std::fs::remove_file(&file).expect("removed");
    std::os::unix::fs::symlink("/dev/null", &file).expect("a link");
    let ran = desk.token(&["--sub", "ann"]);
    assert!(ran.code == 1 && ran.stderr.contains("it is there, and not a file"), "{}", ran.stderr);
}

#[test]
fn with_data_in_memory_serve_prints_a_token_and_keeps_no_key() {
    let desk = Desk::new(&manifest());
    let binary = concat!(env!("CARGO_MANIFEST_DIR"), "/functions/auth.py");
    let manifest = desk.file("manifest.json");
    let options = ["--binary", binary, "--manifest", argument(&manifest), "--in-memory"];
    let (first, second) = [(); 2].map(|()| Serve::start_with(Command::new(EVENTS), &options)).into();
    let token = |api: &Serve| {
        let mut token = None;
        fingerpost_tests::wait_until("a token is printed", || {
            let log = api.log();
            token = log.lines().find_map(|line| line.strip_prefix("  users: ")).map(str::to_owned);
            token.is_some()
        });
        token.expect("a token")
    };
    let own = token(&first);
    assert_eq!(get(&first, "/scoped", &[("authorization", &own)]).status, 200);
    assert_eq!(get(&second, "/scoped", &[("authorization", &own)]).status, 401);
}
