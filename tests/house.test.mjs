// Whether the measures of the house find what they are for, on small trees made up here, and then
// what they say about this repository: `node --test tests/house.test.mjs`.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("house.mjs", import.meta.url));
const measure = (folder) => spawnSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });

const snapshot = "const _: () = {\n    let argument_0 = take();\n};\n";

/** What is said of a crate of these files, by their names in `src`. */
function house(sources, route = snapshot) {
  const folder = mkdtempSync(join(tmpdir(), "house-"));
  try {
    const files = { "Cargo.toml": "", "macros/Cargo.toml": "", "macros/snapshots/route.rs": route };
    for (const [name, text] of Object.entries(sources)) files[`src/${name}`] = text;
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    execFileSync("git", ["add", "."], { cwd: folder });
    const { status, stdout, stderr } = measure(folder);
    const circles = stdout.split(/circles among files: \d+\n/)[1];
    return { status, stdout, stderr, circles };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const free = (sources) => assert.deepEqual({ ...house(sources), stdout: "" }, { status: 0, stdout: "", stderr: "", circles: "" });

test("two files that name each other are a circle, told with the names", () => {
  const { status, circles } = house({
    "lib.rs": "mod a;\nmod b;",
    "a.rs": "use crate::b::{Second as Other, other};\npub struct First(Other);",
    "b.rs": "pub struct Second;\npub fn other() -> super::a::First { loop {} }",
  });
  assert.equal(status, 1);
  assert.equal(circles, "  src/a.rs, src/b.rs\n    src/a.rs -> src/b.rs: Second, other\n    src/b.rs -> src/a.rs: First\n");
});

test("a circle of three files is found, through modules that are imported whole", () => {
  const { circles } = house({
    "lib.rs": "mod a;\nmod b;\nmod c;",
    "a.rs": "use crate::b;\npub fn a() { b::b() }",
    "b.rs": "use super::c::*;\npub fn b() { c() }",
    "c.rs": "pub fn c() { crate::a::a() }",
  });
  assert.match(circles, /^ {2}src\/a.rs, src\/b.rs, src\/c.rs\n/);
});

test("what a module only hands on leads to the file that defines it", () => {
  free({
    "lib.rs": "mod table;\nmod other;",
    "table.rs": "mod page;\nmod cursor;\npub use page::Page;\npub use cursor::{Cursor, encode};\npub struct Table;",
    "table/page.rs": "use super::{Cursor, Table};\npub struct Page(Table, Cursor);",
    "table/cursor.rs": "pub struct Cursor;\npub fn encode() {}",
    "other.rs": "use crate::table::{Page, encode};",
  });
});

test("a circle behind a re-export is found", () => {
  const { circles } = house({
    "lib.rs": "mod table;",
    "table.rs": "mod page;\nmod cursor;\npub use page::Page;\npub use cursor::*;",
    "table/page.rs": "use crate::table::Cursor;\npub struct Page(Cursor);",
    "table/cursor.rs": "pub struct Cursor(super::Page);",
  });
  assert.match(circles, /^ {2}src\/table\/cursor.rs, src\/table\/page.rs\n/);
});

test("a module that uses what it hands on depends on it", () => {
  const { circles } = house({
    "lib.rs": "mod table;",
    "table.rs": "mod page;\npub use page::Page;\npub struct Table(Page);",
    "table/page.rs": "pub struct Page(super::Table);",
  });
  assert.match(circles, /^ {2}src\/table.rs, src\/table\/page.rs\n/);
});

test("a function and a module of one name are told apart", () => {
  free({
    "lib.rs": "mod read;\nmod query;\npub fn read() {}",
    "read.rs": "use crate::query::Query;",
    "query.rs": "use super::read;\npub struct Query;\nfn f() { read() }",
  });
});

test("tests tie nobody", () => {
  free({
    "lib.rs": "mod a;\nmod b;",
    "a.rs": "pub struct A;\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n#[cfg(test)]\nmod more;\n#[cfg(test)]\nuse crate::b::B;",
    "a/more.rs": "use crate::b::B;",
    "b.rs": "use crate::a::A;\npub struct B<'a>(&'a A, char);",
  });
});

const unread = [
  "// crate::b::B",
  "/* /* */ crate::b::B */",
  'const C: &str = r#"" crate::b::B "#;',
  'const C: &str = "\\" crate::b::B";',
  "const C: char = '\"'; const D: &str = \"crate::b::B\";",
];
for (const text of unread) {
  test(`nothing is named by ${text}`, () => {
    free({ "lib.rs": "mod a;\nmod b;", "a.rs": `pub struct A;\n${text}`, "b.rs": "pub struct B(crate::a::A);" });
  });
}

test("a file without a crate and a module without a file are reported", () => {
  const { status, stderr } = house({ "lib.rs": "", "alone.rs": "" });
  assert.deepEqual([status, stderr], [1, "no crate contains src/alone.rs\n"]);
  assert.equal(house({ "lib.rs": "mod gone;" }).stderr, "src/lib.rs declares the module `gone`, which has no file\n");
});

test("generated lines are those of the snapshot, and more than the goal is a problem", () => {
  assert.match(house({ "lib.rs": "" }, snapshot).stdout, /generated lines: 3 for 1 arguments .* at most 16/);
  const { status, stderr } = house({ "lib.rs": "" }, snapshot.repeat(6));
  assert.deepEqual([status, stderr], [1, "macros/snapshots/route.rs has 18 lines; the goal is at most 16\n"]);
});

test("a room that is too large is a problem", () => {
  const { status, stderr } = house({ "lib.rs": "//! Long.\n".repeat(281) });
  assert.deepEqual([status, stderr], [1, "src/lib.rs has 281 lines; a room has about 250, and at most 280\n"]);
});

test("this repository is within its measures", () => {
  const { status, stdout, stderr } = measure(fileURLToPath(new URL("..", import.meta.url)));
  console.log(stdout);
  assert.equal(status, 0, stderr);
});
