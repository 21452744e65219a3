//! The file that keeps the local data: who may read it, and what happens when it goes away.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use fingerpost_tests::{Serve, run};
use serde_json::json;
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("is there").permissions().mode() & 0o777
}

#[track_caller]
fn create(api: &Serve) -> u16 {
    api.send("POST", "/events", r#"{"name":"n"}"#).status
}

fn beside(data: &Path, suffix: &str) -> std::path::PathBuf {
    format!("{}{suffix}", data.display()).into()
}

#[test]
fn it_and_its_folder_are_the_owners_alone() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("new/nested/local.db");
    let api = Serve::start_on(EVENTS, &data);
    assert_eq!(create(&api), 201);
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&beside(&data, suffix)), 0o600, "{suffix}");
    }
    for made in ["new/nested", "new"] {
        assert_eq!(mode(&folder.path().join(made)), 0o700, "{made}");
    }
}

#[test]
fn a_file_that_others_may_read_is_narrowed_and_the_users_folder_is_left_alone() {
    let folder = TempDir::new().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    let data = folder.path().join("local.db");
    let api = Serve::start_on(EVENTS, &data);
    assert_eq!(create(&api), 201);
    // As `kill -9` leaves it, with what is not yet in the file beside it.
    api.kill();
    for suffix in ["", "-wal", "-shm"] {
        fs::set_permissions(beside(&data, suffix), fs::Permissions::from_mode(0o644)).expect("opened");
    }
    let api = Serve::start_on(EVENTS, &data);
    assert_eq!(api.call("GET", "/events").json().as_array().map(Vec::len), Some(1));
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&beside(&data, suffix)), 0o600, "{suffix}");
    }
    assert_eq!(mode(folder.path()), 0o755);
}

/// Takes the data file away.
type Take = fn(&Path);

/// `SQLite` writes on to files that have lost their names.
#[test]
fn nothing_is_acknowledged_once_it_is_gone_and_that_is_said_once() {
    let away: [(&str, Take); 6] = [
        ("removed", |data| fs::remove_file(data).expect("removed")),
        ("moved", |data| fs::rename(data, data.with_extension("old")).expect("moved")),
        ("replaced", |data| {
            fs::copy(data, data.with_extension("new")).expect("copied");
            fs::rename(data.with_extension("new"), data).expect("moved");
        }),
        ("emptied", |data| fs::write(data, "").expect("emptied")),
        ("overwritten", |data| fs::write(data, "notes").expect("written")),
        ("without its log", |data| fs::remove_file(beside(data, "-wal")).expect("removed")),
    ];
    // At once: the SDK tries for a second or two to be answered otherwise.
    std::thread::scope(|scope| {
        for (how, take) in away {
            scope.spawn(move || check_away(how, take));
        }
    });
}

fn check_away(how: &str, take: Take) {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let api = Serve::start_on(EVENTS, &data);
    assert_eq!(create(&api), 201, "{how}");
    take(&data);
    let answer = api.send("POST", "/events", r#"{"name":"n"}"#);
    assert_eq!((answer.status, answer.json()), (503, json!({ "error": "Internal server error" })), "{how}");
    let answer = api.dynamodb(&api.keys(), "ListTables", "{}");
    let kind = answer.json()["__type"].to_string();
    assert!(answer.status == 500 && kind.ends_with("#InternalServerError\""), "{how}: {}", answer.text());
    let said = api.log().matches("is gone; end `serve` and start it again").count();
    assert_eq!(said, 1, "{how}: {}", api.log());
}

#[test]
fn its_name_is_a_path_whatever_it_looks_like() {
    let folder = TempDir::new().expect("a folder");
    for name in [":memory:", "file:a.db?mode=memory", "file::memory:", "a?b#c%20.db"] {
        let start = || {
            let mut command = Command::new(EVENTS);
            command.current_dir(folder.path());
            Serve::start_with(command, &["--data", name])
        };
        assert_eq!(create(&start()), 201, "{name}");
        assert_eq!(start().call("GET", "/events").json().as_array().map(Vec::len), Some(1), "{name}");
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
}

#[test]
fn damage_is_said_with_what_to_do() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let api = Serve::start_on(EVENTS, &data);
    assert_eq!(create(&api), 201);
    assert_eq!(api.terminate().code(), Some(0));
    let whole = fs::read(&data).expect("read");
    let mut header = whole.clone();
    header[..16].fill(0xAA);
    let mut pages = whole.clone();
    pages[100..].fill(0xAA);
    for (how, bytes) in
        [("its header", header), ("its pages", pages), ("its end", whole[..4096 + 100].to_vec())]
    {
        for suffix in ["-wal", "-shm"] {
            // It may have none.
            let _ = fs::remove_file(beside(&data, suffix));
        }
        fs::write(&data, &bytes).expect("written");
        let ran = run(EVENTS, &["serve", "--port", "0", "--data", data.to_str().expect("UTF-8")], "");
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.lines().count()),
            (1, "", 1),
            "{how}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains("damaged"), "{how}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("move it away, or choose another with `--data`"),
            "{how}: {}",
            ran.stderr
        );
        assert_eq!(fs::read(&data).expect("read"), bytes, "{how}: it is left alone");
    }
}

#[test]
fn two_of_them_on_one_file_share_what_it_holds() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let (first, second) = (Serve::start_on(EVENTS, &data), Serve::start_on(EVENTS, &data));
    let created = |api: &Serve| (0..20).all(|_| create(api) == 201);
    std::thread::scope(|scope| {
        let both = [&first, &second].map(|api| scope.spawn(|| created(api)));
        assert_eq!(both.map(|one| one.join().expect("answers")), [true, true]);
    });
    assert_eq!(first.terminate().code(), Some(0));
    assert_eq!(create(&second), 201, "{}", second.log());
    assert_eq!(second.call("GET", "/events").json().as_array().map(Vec::len), Some(41));
}
