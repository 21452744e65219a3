//! How many routes there are, and of which files: a file that is missing here is one that nothing
//! names, and none of its routes is in the executable.

use std::collections::BTreeSet;

use fingerpost_manifest::Route;

use crate::terminal::escaped;

/// Files that are named; more are counted.
const NAMED: usize = 20;

/// `4 routes of 1 file: handlers/src/events.rs`.
pub(super) fn sentence(routes: &[Route]) -> String {
    let file = |route: &'_ Route| route.source.rsplit_once(':').map(|(file, _)| escaped(file));
    let files: BTreeSet<_> = routes.iter().filter_map(file).collect();
    let routes = counted(routes.len(), "route");
    if files.is_empty() {
        return format!("{routes}; the manifest does not say of which files");
    }
    let named: Vec<_> = files.iter().take(NAMED).map(String::as_str).collect();
    let more = match files.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{routes} of {}: {}{more}", counted(files.len(), "file"), named.join(", "))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare_route::bare;

    #[track_caller]
    fn check(sources: &[&str], said: &str) {
        let routes = sources.iter().map(|source| Route { source: (*source).to_owned(), ..bare("GET", "/") });
        assert_eq!(sentence(&routes.collect::<Vec<_>>()), said);
    }

    #[test]
    fn routes_are_counted_and_their_files_named_once() {
        check(&["b.rs:1"], "1 route of 1 file: b.rs");
        check(&["b.rs:1", "a.rs:7", "b.rs:20"], "3 routes of 2 files: a.rs, b.rs");
        check(&["C:\\a.rs:7"], "1 route of 1 file: C:\\a.rs");
        check(&["a\n.rs:1"], "1 route of 1 file: a\\n.rs");
        check(&["", ""], "2 routes; the manifest does not say of which files");
    }
}
