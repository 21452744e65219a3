//! What `add` writes, and where.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::call::{Folder, done};

#[test]
fn a_route_of_a_new_segment_has_a_module_of_its_own() {
    let folder = Folder::with_project();
    let said = done(&folder.add(&["route", "POST", "/orders/<id>"]));
    let written = "//! Routes under `/orders`.

use fingerpost::route;

/// Answers `POST /orders/<id>`.
#[route(POST, \"/orders/<id>\")]
async fn post_orders_id(id: String) -> String {
    format!(\"post_orders_id id={id}\")
}
";
    assert_eq!(folder.read("src/orders.rs"), written);
    assert!(folder.read("src/lib.rs").contains("\nmod notes;\nmod orders;\n\nuse "));
    let shown = format!("+ {}\n", written.trim_end().replace('\n', "\n+ "));
    assert!(
        said.starts_with(&format!("src/orders.rs (new)\n{shown}src/lib.rs\n+ mod orders;\n\n")),
        "{said}"
    );
}

#[test]
fn a_table_is_a_struct_with_its_keys() {
    let folder = Folder::with_project();
    done(&folder.add(&["table", "Calls", "--key", "customer", "--sort-key", "placedAt"]));
    let written = "//! The table `Calls`.

use fingerpost::Item;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An item of the table `Calls`.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = \"Calls\")]
pub(crate) struct Call {
    #[item(partition_key)]
    pub(crate) customer: String,
    #[item(sort_key)]
    #[serde(rename = \"placedAt\")]
    pub(crate) placed_at: String,
}
";
    assert_eq!(folder.read("src/calls.rs"), written);
    assert!(folder.read("src/lib.rs").contains("\nmod calls;\nmod notes;\n"));
}

#[test]
fn a_module_that_is_there_is_added_to_and_nothing_else_in_it_changes() {
    let folder = Folder::with_project();
    let source = "//! Orders.\nuse   std::fmt;\n\nuse fingerpost::{Json, route};\n\nfn   odd( ) {}\n\n// The last words.\n";
    folder.write("src/notes.rs", source);
    done(&folder.add(&["route", "GET", "/notes/<id>?<cursor>"]));
    let expected = source.replace("{Json, route}", "{Cursor, Json, route}")
        + "\n/// Answers `GET /notes/<id>?<cursor>`.\n#[route(GET, \"/notes/<id>?<cursor>\")]\nasync fn get_notes_id(id: String, cursor: Option<Cursor>) -> String {\n    format!(\"get_notes_id id={id} cursor={cursor:?}\")\n}\n";
    assert_eq!(folder.read("src/notes.rs"), expected);
    assert!(folder.read("src/lib.rs").contains("\nmod notes;\n\nuse "));
}

#[test]
fn what_is_added_stands_before_the_tests_of_a_module_and_ends_its_lines_as_the_file_does() {
    let folder = Folder::with_project();
    folder.write("src/notes.rs", "use fingerpost::*;\r\n\r\n#[cfg(test)]\r\nmod tests {}\r\n");
    done(&folder.add(&["route", "GET", "/notes"]));
    let expected = "use fingerpost::*;\r\n\r\n/// Answers `GET /notes`.\r\n#[route(GET, \"/notes\")]\r\nasync fn get_notes() -> &'static str {\r\n    \"get_notes\"\r\n}\r\n\r\n#[cfg(test)]\r\nmod tests {}\r\n";
    assert_eq!(folder.read("src/notes.rs"), expected);
}

#[test]
fn a_route_stands_beside_those_of_its_segment_wherever_they_are() {
    let folder = Folder::with_project();
    folder.write("src/lib.rs", "mod placing;\n");
    fs::create_dir(folder.project.join("src/placing")).expect("a folder");
    folder.write("src/placing/mod.rs", "mod deep;\n");
    folder.write("src/placing/deep.rs", "#[fingerpost::route(POST, \"/orders\")]\nasync fn place() {}\n");
    done(&folder.add(&["route", "GET", "/orders/<id>"]));
    assert!(folder.read("src/placing/deep.rs").contains("async fn get_orders_id(id: String) -> String {"));
    assert_eq!(folder.read("src/lib.rs"), "mod placing;\n");
}

#[test]
fn any_path_gives_a_function_that_is_formatted() {
    let folder = Folder::with_project();
    for (path, module) in [
        ("/", "root"),
        ("/<proxy..>", "root"),
        ("/type/<type>/<match>", "routes_type"),
        ("/main", "routes_main"),
        ("/2024/a.b~c/@me", "routes_2024"),
        ("/openAPI-docs", "open_api_docs"),
        ("/a?<limit=2000>&<quoted=\"\\>", "a"),
        ("/a/b?<limit=20>&<cursor>&<dry=false>&<tag>&<n=5>&<s=x y>", "a"),
        ("/notes/<a_long_name>/<another_long_name>?<and_a_third_long_name>&<limit>", "notes"),
    ] {
        done(&folder.add(&["route", "GET", path]));
        folder.assert_formatted();
        assert!(
            folder
                .read(&format!("src/{module}.rs"))
                .contains(&format!("\n/// Answers `GET {}`.\n", format!("{path:?}").trim_matches('"')))
        );
    }
    for (table, name) in [
        ("Categories", "Category"),
        ("Items", "Items"),
        ("my.orders-v2", "MyOrdersV2"),
        ("Status", "Status"),
        ("2024", "Item2024"),
    ] {
        done(&folder.add(&["table", table, "--key", "type"]));
        folder.assert_formatted();
        let module = folder
            .read("src/lib.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
            .map(|module| folder.read(&format!("src/{module}.rs")))
            .find(|text| text.contains(&format!("#[item(table = \"{table}\")]")));
        assert!(module.expect(table).contains(&format!("pub(crate) struct {name} {{\n")), "{table}");
    }
}

#[test]
fn imports_are_wrapped_as_rustfmt_does_at_the_width_of_the_project() {
    let folder = Folder::with_project();
    for width in [60, 80, 110] {
        folder.write("rustfmt.toml", &format!("max_width = {width}\n"));
        for name in ["Accepted", "Claims", "Form", "Headers", "Query", "Redirect"] {
            folder.write("src/notes.rs", &format!("use fingerpost::{name};\nuse uuid::Uuid;\n"));
            done(&folder.add(&["route", "GET", "/notes?<cursor>&<limit>"]));
            done(&folder.add(&["table", "Notes", "--key", "id"]));
            let text = folder.read("src/notes.rs");
            let mut names = vec![name, "Cursor", "Item", "Limit", "route"];
            names.sort_unstable();
            let found: Vec<_> = text[text.find('{').expect("a list") + 1..text.find('}').expect("a list")]
                .split([',', '\n', ' '])
                .filter(|name| !name.is_empty())
                .collect();
            assert_eq!(found, names);
            let imports = &text[..text.find("\n///").expect("an item")];
            assert!(
                imports.contains(
                    "\nuse schemars::JsonSchema;\nuse serde::{Deserialize, Serialize};\nuse uuid::Uuid;\n"
                ),
                "{imports}"
            );
            folder.write("src/notes.rs", imports);
            assert_formatted(&folder);
        }
    }
}

/// The one file that the width is for: others have lines that a smaller one would break.
fn assert_formatted(folder: &Folder) {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.current_dir(&folder.project).args(["--check", "--edition", "2024", "src/notes.rs"]);
    let output = rustfmt.output().expect("rustfmt runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_file_keeps_its_permissions() {
    let folder = Folder::with_project();
    let file = folder.project.join("src/lib.rs");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
    done(&folder.add(&["route", "GET", "/x"]));
    assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
}

#[test]
fn it_works_anywhere_below_the_project_and_many_at_once() {
    let folder = Folder::with_project();
    let below = folder.project.join("infra");
    let segments = ["a", "b", "c", "d", "e", "f"];
    std::thread::scope(|scope| {
        for segment in segments {
            let below = &below;
            scope.spawn(move || {
                done(&crate::call::call(below, &["add", "route", "GET", &format!("/{segment}")]))
            });
        }
    });
    let lines: String = segments.map(|segment| format!("mod {segment};\n")).concat();
    assert!(folder.read("src/lib.rs").contains(&format!("\n{lines}mod notes;\n")));
}
