//! Which files `serve --watch` follows, whatever becomes of their folders.

use super::watched::Watched;
use super::{EVENTS, FAULTS};

#[test]
fn what_is_not_a_source_builds_nothing() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_to(FAULTS);
    for name in ["README.md", "src/.main.rs.swp", "src/.hidden.rs", "target/debug/other.rs", "src/notes.txt"]
    {
        watched.write(name, "changed");
    }
    // A change that does build comes after them, and is the only one that is named.
    watched.write("src/zzz.rs", "");
    watched.wait_for("restarting", 1);
    assert!(watched.api.log().contains("\nsrc/zzz.rs has changed: building\n"), "{}", watched.api.log());
    assert_eq!(watched.calls().len(), 1);
}

#[test]
fn a_folder_that_was_removed_and_made_again_is_watched() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by("true");
    let changed = |text: &str, builds| {
        watched.write("src/deep/new.rs", text);
        watched.wait_for("the API was not restarted", builds);
    };
    changed("// first", 1);
    std::fs::remove_dir_all(watched.path("src/deep")).expect("removed");
    // It often gets the inode of the one before.
    changed("// second", 2);
    changed("// third", 3);
}

#[test]
fn what_a_link_among_the_sources_leads_to_is_watched() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by("true");
    watched.write("elsewhere/all.sql", "SELECT 1");
    watched.remove("queries/all.sql");
    std::os::unix::fs::symlink(watched.path("elsewhere/all.sql"), watched.path("queries/all.sql"))
        .expect("linked");
    watched.wait_for("the API was not restarted", 1);
    watched.write("elsewhere/all.sql", "SELECT 2");
    watched.wait_for("the API was not restarted", 2);
}
