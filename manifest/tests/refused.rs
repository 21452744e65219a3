//! Rust and TypeScript refuse the same manifests. The table is `refused.json`: one good manifest, and what
//! makes it wrong. `construct/test/manifest.test.ts` walks over it, too.

use std::collections::BTreeMap;

use fingerpost_manifest::Manifest;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Table {
    good: Value,
    wrong: Vec<Wrong>,
}

/// One mistake: values set or removed by their JSON pointers.
#[derive(Deserialize)]
struct Wrong {
    what: String,
    #[serde(default)]
    set: BTreeMap<String, Value>,
    remove: Option<String>,
    /// A part of this side's sentence.
    rust: String,
}

fn table() -> Table {
    serde_json::from_str(include_str!("refused.json")).expect("a table")
}

/// The object or array that holds the value at a pointer, and the value's key in it.
fn holder<'m, 'p>(manifest: &'m mut Value, pointer: &'p str) -> (&'m mut Value, &'p str) {
    let (at, key) = pointer.rsplit_once('/').expect("a pointer");
    (manifest.pointer_mut(at).expect("a pointer into the good manifest"), key)
}

fn made_wrong(good: &Value, wrong: &Wrong) -> Value {
    let mut manifest = good.clone();
    for (pointer, value) in &wrong.set {
        if pointer.is_empty() {
            manifest = value.clone();
            continue;
        }
        match holder(&mut manifest, pointer) {
            (Value::Array(entries), key) if key == entries.len().to_string() => entries.push(value.clone()),
            (Value::Array(entries), key) => entries[key.parse::<usize>().expect("an index")] = value.clone(),
            (object, key) => object[key] = value.clone(),
        }
    }
    if let Some(pointer) = &wrong.remove {
        let (object, key) = holder(&mut manifest, pointer);
        object.as_object_mut().and_then(|object: &mut Map<_, _>| object.remove(key)).expect("was there");
    }
    manifest
}

#[test]
fn the_good_manifest_is_accepted() {
    assert_eq!(Manifest::parse(table().good.to_string().as_bytes()).map(drop), Ok(()));
}

#[test]
fn every_wrong_manifest_is_refused() {
    let Table { good, wrong } = table();
    let refusals = wrong.iter().map(|wrong| {
        let manifest = made_wrong(&good, wrong).to_string();
        let refusal = Manifest::parse(manifest.as_bytes()).err().unwrap_or_else(|| "accepted".to_owned());
        (!refusal.contains(&wrong.rust)).then(|| format!("{}: {refusal}\n", wrong.what))
    });
    assert_eq!(refusals.flatten().collect::<String>(), "");
}
