//! What `add` refuses: one sentence, exit code 1, and every file as it was.

use std::fs;
use std::os::unix::fs::symlink;

use crate::call::{Folder, files, refused};

/// Calls `add` in a project that was changed before, and checks that it refuses and changes nothing.
fn check_add(change: impl FnOnce(&Folder), arguments: &[&str], sentence: &str) {
    let folder = Folder::with_project();
    change(&folder);
    let before = files(&folder.project);
    assert_eq!(refused(&folder.add(arguments)), sentence);
    assert_eq!(files(&folder.project), before, "{arguments:?}");
}

#[test]
fn a_route_that_the_annotation_would_refuse() {
    for (method, path, sentence) in [
        ("get", "/x", "methods are written in capitals: `GET`"),
        (
            "FETCH",
            "/x",
            "unknown method `FETCH`; a route takes `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`, `ANY`",
        ),
        ("GET", "x", "a path starts with `/`, got `x`"),
        ("GET", "", "a path starts with `/`, got ``"),
        ("GET", "/x/", "API Gateway refuses a path that ends in `/`: write `/x`"),
        ("GET", "/x//y", "a path has no empty segment: found `//`"),
        ("GET", "/x/{id}", "a parameter is written `<id>`, got `{id}`"),
        ("GET", "/x/:id", "a parameter is written `<id>`, got `:id`"),
        ("GET", "/x/a<id>", "a parameter is a whole segment, as in `/<id>/`, got `a<id>`"),
        ("GET", "/<rest..>/x", "`<rest..>` takes every segment that is left, so it must be the last"),
        ("GET", "/<id>/<id>", "`<id>` is declared twice"),
        ("GET", "/x?limit", "query parameters are written `?<limit=20>&<cursor>`, got `limit`"),
        (
            "GET",
            "/x y",
            "` ` cannot stand in a path; a segment has letters, digits and `._~!$&'()*+,;=:@-`, got `x y`",
        ),
        (
            "GET",
            "/<2nd>",
            "a parameter bears the name of an argument of the function, of ASCII letters, digits and `_`, got `<2nd>`",
        ),
        ("GET", "/<self>", "`self` cannot be the name of an argument in Rust"),
    ] {
        check_add(|_| {}, &["route", method, path], sentence);
    }
    let long = format!("/{}", "a".repeat(64));
    let named = format!("get_{}", "a".repeat(64));
    check_add(
        |_| {},
        &["route", "GET", &long],
        &format!(
            "a route's name is 1 to 64 ASCII letters, digits, `_` or `-`, got `{named}`; `--name NAME` gives it another"
        ),
    );
    check_add(
        |_| {},
        &["route", "GET", "/x", "--name", "get x"],
        "a route's name is 1 to 64 ASCII letters, digits, `_` or `-`, got `get x`",
    );
    check_add(
        |_| {},
        &["route", "GET", "/x", "--name", "get-x"],
        "`get-x` cannot be the name of a function in Rust",
    );
}

#[test]
fn a_table_that_the_annotation_would_refuse() {
    check_add(
        |_| {},
        &["table", "Or", "--key", "id"],
        "a table's name is 3 to 255 ASCII letters, digits, `_`, `.` or `-`, got `Or`",
    );
    check_add(
        |_| {},
        &["table", "Orders", "--key", "1d"],
        "a key is a field of a struct, of ASCII letters, digits and `_`, got `1d`",
    );
    check_add(
        |_| {},
        &["table", "Orders", "--key", "id", "--sort-key", "id"],
        "a field is the partition key or the sort key, not both",
    );
    check_add(
        |_| {},
        &["table", "Orders", "--key", "placedAt", "--sort-key", "placed_at"],
        "both keys would be the field `placed_at`",
    );
}

#[test]
fn what_is_there_already() {
    check_add(
        |_| {},
        &["route", "GET", "/notes/<note>"],
        "GET /notes/{note} is there already, at src/notes.rs:50",
    );
    check_add(
        |_| {},
        &["route", "GET", "/x", "--name", "get_note"],
        "a route is named `get_note` already, at src/notes.rs:50; `--name NAME` gives this one another",
    );
    check_add(|_| {}, &["route", "PUT", "/notes", "--name", "Note"], "src/notes.rs has a `Note` already");
    check_add(|_| {}, &["route", "PUT", "/notes", "--name", "Json"], "src/notes.rs has a `Json` already");
    check_add(
        |_| {},
        &["table", "Notes", "--key", "id"],
        "the table `Notes` is there already, at src/notes.rs:13",
    );
    let inner = |folder: &Folder| {
        folder.write("src/notes.rs", "mod inner {\n    #[fingerpost::route(GET, \"/deep\", name = \"deep\")]\n    async fn f() {}\n}\n");
    };
    check_add(inner, &["route", "GET", "/deep"], "GET /deep is there already, at src/notes.rs:3");
    check_add(
        inner,
        &["route", "PUT", "/deep", "--name", "deep"],
        "a route is named `deep` already, at src/notes.rs:3; `--name NAME` gives this one another",
    );
}

#[test]
fn a_file_or_a_module_in_the_way() {
    let there = "src/orders.rs is there, but src/lib.rs does not declare `mod orders;`";
    check_add(|folder| folder.write("src/orders.rs", "anything"), &["table", "Orders", "--key", "id"], there);
    check_add(
        |folder| fs::create_dir(folder.project.join("src/orders.rs")).expect("a folder"),
        &["route", "GET", "/orders"],
        there,
    );
    let inline = |folder: &Folder| folder.write("src/lib.rs", "mod orders {}\n");
    check_add(
        inline,
        &["route", "GET", "/orders"],
        "src/lib.rs has a `orders` already, which is not a file of its own",
    );
}

#[test]
fn a_source_that_is_not_rust_or_not_there() {
    check_add(
        |folder| folder.write("src/notes.rs", "fn 1() {}\n"),
        &["route", "GET", "/x"],
        "src/notes.rs:1:4 is not Rust: expected identifier",
    );
    check_add(
        |folder| folder.write("src/lib.rs", "mod gone;\n"),
        &["route", "GET", "/x"],
        "src/lib.rs declares `mod gone;`, but the module has no file",
    );
    let without = |folder: &Folder| fs::remove_dir_all(folder.project.join("src")).expect("removed");
    check_add(without, &["route", "GET", "/x"], "the project has neither src/lib.rs nor src/main.rs");
}

#[test]
fn a_link_is_not_replaced() {
    let link = |folder: &Folder| {
        fs::rename(folder.project.join("src/lib.rs"), folder.project.join("real.rs")).expect("moved");
        symlink("../real.rs", folder.project.join("src/lib.rs")).expect("a link");
    };
    check_add(
        link,
        &["route", "GET", "/x"],
        "src/lib.rs is a symbolic link, and only files of the project itself are changed",
    );
    let link = |folder: &Folder| {
        fs::rename(folder.project.join("src"), folder.project.join("real")).expect("moved");
        symlink("real", folder.project.join("src")).expect("a link");
    };
    check_add(
        link,
        &["route", "GET", "/x"],
        "src is a symbolic link, and only files of the project itself are changed",
    );
}

#[test]
fn a_module_outside_of_the_project_is_not_changed() {
    let sentence = |file: &str| {
        format!("{file} is outside of the project, and only files of the project itself are changed")
    };
    let shared = |folder: &Folder| folder.outer.canonicalize().expect("a folder").join("shared.rs");
    let declare = |folder: &Folder, path: &str| {
        fs::rename(folder.project.join("src/notes.rs"), shared(folder)).expect("moved");
        let root = fs::read_to_string(folder.project.join("src/lib.rs")).expect("read");
        let declared = format!("#[path = \"{path}\"]\nmod notes;");
        assert!(root.contains("mod notes;"), "{root}");
        folder.write("src/lib.rs", &root.replacen("mod notes;", &declared, 1));
    };
    for is_absolute in [false, true] {
        let folder = Folder::with_project();
        let file = shared(&folder);
        let path = if is_absolute { file.to_str().expect("UTF-8") } else { "../../shared.rs" };
        declare(&folder, path);
        let before = (files(&folder.project), fs::read(&file).expect("read"));
        let shown = if is_absolute { path } else { "src/../../shared.rs" };
        assert_eq!(refused(&folder.add(&["route", "GET", "/notes/<id>/text"])), sentence(shown));
        assert_eq!((files(&folder.project), fs::read(&file).expect("read")), before);
    }
}

#[test]
fn a_name_that_is_another_crates() {
    let other = |folder: &Folder| folder.write("src/notes.rs", "use axum::route;\n");
    check_add(
        other,
        &["route", "GET", "/notes"],
        "`route` in src/notes.rs is not the one of `fingerpost`, which the new code needs: rename it, or use it by its path",
    );
}

#[test]
fn a_path_that_does_not_compile_is_refused_in_the_compilers_words() {
    for mistake in [
        "default_empty",
        "greedy_parameter_not_last",
        "method_in_lower_case",
        "method_unknown",
        "parameter_declared_in_path_and_query",
        "parameter_declared_twice",
        "parameter_name_not_ascii",
        "parameter_not_an_identifier",
        "path_ending_in_slash",
        "path_parameter_in_braces",
        "path_parameter_inside_segment",
        "path_with_empty_segment",
        "path_with_forbidden_character",
        "path_without_leading_slash",
        "query_parameter_without_brackets",
    ] {
        let file = |end| format!("{}/../tests/ui/{mistake}.{end}", env!("CARGO_MANIFEST_DIR"));
        let read = |end| fs::read_to_string(file(end)).expect(mistake);
        let (source, told) = (read("rs"), read("stderr"));
        let annotation = source.split_once("#[route(").and_then(|(_, rest)| rest.split_once(")]"));
        let (method, path) = annotation.and_then(|(inside, _)| inside.split_once(", ")).expect(mistake);
        let sentence = told.lines().next().and_then(|line| line.strip_prefix("error: ")).expect(mistake);
        check_add(|_| {}, &["route", method, path.trim_matches('"')], sentence);
    }
}
