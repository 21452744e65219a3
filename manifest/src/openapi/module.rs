//! The module that a route stands in, by its source file: what operations are grouped by.

/// `orders::reading` of `api/src/orders/reading.rs:13`; none for the root of a crate.
///
/// A file's name is what Rust names the module by, but for `#[path]`; the name itself would have to be handed
/// over by every expansion.
pub(super) fn of(source: &str) -> Option<String> {
    let file = source.rsplit_once(':').map_or(source, |(file, _)| file).replace('\\', "/");
    let inside = file.rsplit_once("/src/").map(|(_, inside)| inside).or_else(|| file.strip_prefix("src/"));
    let inside = inside.unwrap_or_else(|| file.rsplit('/').next().unwrap_or_default());
    let module = inside.strip_suffix(".rs")?;
    let module = module.strip_suffix("/mod").unwrap_or(module);
    let is_root = matches!(module, "lib" | "main") || module.is_empty();
    (!is_root).then(|| module.replace('/', "::"))
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(source: &str, module: Option<&str>) {
        assert_eq!(super::of(source).as_deref(), module, "{source}");
    }

    #[test]
    fn a_route_is_in_the_module_of_its_file() {
        check("handlers/src/events.rs:31", Some("events"));
        check("src/orders/reading.rs:1", Some("orders::reading"));
        check("src/src/orders/mod.rs:1", Some("orders"));
        check("C:\\api\\src\\orders.rs:1", Some("orders"));
        check("examples/one.rs:1", Some("one"));
        check("src/lib.rs:1", None);
        check("src/main.rs:1", None);
        check("", None);
    }
}
