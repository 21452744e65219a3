//! What `new` makes.

use std::fs;

use serde_json::Value;

use crate::call::{Folder, call, done, files};

const FILES: [&str; 11] = [
    ".github/workflows/ci.yml",
    ".gitignore",
    "Cargo.toml",
    "README.md",
    "cdk.json",
    "infra/app.ts",
    "package.json",
    "src/lib.rs",
    "src/main.rs",
    "src/notes.rs",
    "tests/api.rs",
];

fn names(folder: &Folder) -> Vec<String> {
    files(&folder.project).into_keys().filter(|file| !file.ends_with('/')).collect()
}

#[test]
fn a_project_has_eleven_files_and_nothing_is_left_beside_it() {
    let folder = Folder::with_project();
    assert_eq!(names(&folder), FILES);
    let beside: Vec<_> = fs::read_dir(&folder.outer).expect("a folder").collect();
    assert_eq!(beside.len(), 1);
}

#[test]
fn a_checkout_is_used_by_its_path_and_its_package_as_a_copy() {
    let (folder, checkout) = (Folder::empty(), concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    done(&folder.call(&["new", "my-api", "--source", checkout]));
    let checkout = fs::canonicalize(checkout).expect("this checkout");
    let (runtime, construct) = (checkout.join("runtime"), checkout.join("construct"));
    let cargo = folder.read("Cargo.toml");
    let dependency = format!("fingerpost = {{ path = {:?}, default-features = false }}\n", runtime.display());
    assert!(cargo.contains(&dependency.replace("\\\"", "\"")), "{cargo}");
    let package: Value = serde_json::from_str(&folder.read("package.json")).expect("JSON");
    let version = format!("file:{}", construct.display());
    assert_eq!(package["devDependencies"]["fingerpost-cdk"], version.as_str());
    assert_eq!(folder.read(".npmrc"), "install-links=true\n");
    assert_eq!(names(&folder).len(), FILES.len() + 1);
}

#[test]
fn published_crates_and_package_have_the_version_of_this_crate() {
    let folder = Folder::with_project();
    let version = env!("CARGO_PKG_VERSION");
    let dependency = format!("fingerpost = {{ version = \"{version}\", default-features = false }}\n");
    assert!(folder.read("Cargo.toml").contains(&dependency));
    let package: Value = serde_json::from_str(&folder.read("package.json")).expect("JSON");
    assert_eq!(package["devDependencies"]["fingerpost-cdk"], format!("^{version}"));
}

#[test]
fn npm_installs_the_versions_that_the_suite_holds() {
    let ours =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../package.json")).expect("package.json");
    let ours: Value = serde_json::from_str(&ours).expect("JSON");
    let theirs: Value = serde_json::from_str(&Folder::with_project().read("package.json")).expect("JSON");
    let theirs = theirs["devDependencies"].as_object().expect("dependencies");
    for (name, version) in theirs.iter().filter(|(name, _)| *name != "fingerpost-cdk") {
        assert_eq!(*version, ours["devDependencies"][name], "{name}");
    }
}

#[test]
fn every_name_gives_a_formatted_project_that_says_it_everywhere() {
    let long = "a".repeat(64);
    for (name, crate_name, stack) in [
        ("my-api", "my_api", "MyApi"),
        ("x2-my_api-", "x2_my_api_", "X2MyApi"),
        (&long, &long, &format!("A{}", &long[1..])),
    ] {
        let folder = Folder::empty();
        done(&folder.call(&["new", name, "--path", "my-api"]));
        folder.assert_formatted();
        assert!(folder.read("src/main.rs").contains(&format!("    {crate_name}::api().run()\n")));
        assert!(folder.read("src/lib.rs").contains(&format!("Api::new(\"{name}\")")));
        assert!(folder.read("Cargo.toml").starts_with(&format!("[package]\nname = \"{name}\"\n")));
        let package: Value = serde_json::from_str(&folder.read("package.json")).expect("JSON");
        assert_eq!(package["name"], name);
        let app = folder.read("infra/app.ts");
        assert!(app.contains(&format!("new Stack(app, \"{stack}\", ")), "{app}");
        assert!(app.contains(&format!("fromAsset(\"target/lambda/{name}\")")), "{app}");
    }
}

#[test]
fn git_does_not_see_what_is_secret_or_made() {
    let ignored = Folder::with_project().read(".gitignore");
    for name in ["/.env", "/.fingerpost", "/target", "/cdk.out", "node_modules/"] {
        assert!(ignored.lines().any(|line| line == name), "{name} in {ignored}");
    }
}

#[test]
fn cargo_calls_it_with_its_own_name_first() {
    let folder = Folder::empty();
    done(&folder.call(&["fingerpost", "new", "my-api"]));
    assert_eq!(names(&folder), FILES);
}

#[test]
fn the_folders_above_are_made_and_the_commands_are_for_a_shell() {
    let folder = Folder::empty();
    let said = done(&folder.call(&["new", "my-api", "--path", "some where/it's/api"]));
    assert!(said.contains("  cd 'some where/it'\\''s/api'\n"), "{said}");
    assert!(folder.outer.join("some where/it's/api/Cargo.toml").is_file());
}

#[test]
fn inside_of_a_workspace_a_project_is_one_of_its_own() {
    let folder = Folder::empty();
    fs::write(folder.outer.join("Cargo.toml"), "[workspace]\nmembers = [\"other\"]\n").expect("a file");
    done(&folder.call(&["new", "my-api"]));
    assert!(folder.read("Cargo.toml").ends_with("\n[workspace]\n"));
    assert!(!Folder::with_project().read("Cargo.toml").contains("[workspace]"));
}

#[test]
fn two_at_once_make_one_project() {
    let folder = Folder::empty();
    let both = std::thread::scope(|scope| {
        let calls = [(); 2].map(|()| scope.spawn(|| call(&folder.outer, &["new", "my-api"])));
        calls.map(|call| call.join().expect("a call").status.success())
    });
    assert_eq!(both.iter().filter(|worked| **worked).count(), 1);
    assert_eq!(names(&folder), FILES);
}
