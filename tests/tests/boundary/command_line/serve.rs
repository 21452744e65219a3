//! `serve`: what it prints for other tools, and the data that it leaves alone.

use std::fs;

use fingerpost_tests::Serve;
use tempfile::TempDir;

use super::{EVENTS, check_fails};

#[test]
fn data_that_is_no_database_is_refused_and_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("local.db");
    fs::write(&file, "precious notes, not a database, long enough to be read as a header of one")
        .expect("writes");
    let before = fs::read(&file).expect("reads");
    check_fails(&["serve", "--port", "0", "--data", file.to_str().expect("UTF-8")], 1, "cannot keep data in");
    assert_eq!(fs::read(&file).expect("reads"), before);
}

/// boto3 reads the one, the other SDKs the other.
#[test]
fn what_serve_prints_for_other_tools_names_the_region_twice() {
    let api = Serve::start(EVENTS);
    assert!(!api.keys().id.is_empty(), "it has printed them");
    let log = api.log();
    for line in ["export AWS_REGION=us-east-1\n", "export AWS_DEFAULT_REGION=us-east-1\n"] {
        assert!(log.contains(line), "{log}");
    }
}
