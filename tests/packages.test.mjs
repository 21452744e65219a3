// What would be published: which crates, what is in each of them, and what they say of themselves. What is in the npm
// package is in `construct/test/package.test.ts`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { test } from "node:test";

const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
const metadata = JSON.parse(run("cargo", "metadata", "--no-deps", "--format-version", "1"));
const published = metadata.packages.filter(({ publish }) => publish === null);
const folderOf = ({ manifest_path }) => relative(".", dirname(manifest_path));

/** What stands in a package beside its source. */
const BESIDE = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

test("the crates that are published are the ones that others can use", () => {
  const names = published.map(({ name }) => name).sort();
  assert.deepEqual(names, ["cargo-fingerpost", "fingerpost", "fingerpost-local", "fingerpost-macros", "fingerpost-manifest", "fingerpost-untrusted"]);
});

for (const crate of published) {
  test(`${crate.name} is its source and nothing else`, () => {
    const folder = folderOf(crate);
    const listed = run("cargo", "package", "--list", "--allow-dirty", "--package", crate.name).trim().split("\n");
    const own = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", `${folder}/src`, `${folder}/templates`).trim().split("\n");
    assert.deepEqual(listed.sort(), [...own.map((file) => relative(folder, file)), ...BESIDE].sort());
  });

  test(`${crate.name} says what it is`, () => {
    assert.match(crate.description, /^[A-Z].*\.$/);
    assert.equal(crate.license, "MIT OR Apache-2.0");
    assert.ok(crate.rust_version);
    assert.ok(crate.keywords.length > 0 && crate.keywords.length <= 5, `${crate.keywords.length} keywords`);
    assert.ok(crate.categories.length > 0);
    const { docs } = crate.metadata;
    assert.deepEqual(docs.rs.targets, ["x86_64-unknown-linux-gnu"]);
    assert.equal(docs.rs["all-features"] ?? false, Object.keys(crate.features).length > 0);
  });
}

test("crates and the npm package have one version, and the crates are for each other's alone", () => {
  const { version, private: unpublished } = JSON.parse(readFileSync("construct/package.json", "utf8"));
  assert.ok(unpublished, "the first publication makes the npm package public");
  const names = published.map(({ name }) => name);
  for (const { name, version: own, dependencies } of published) {
    assert.equal(own, version, name);
    for (const { name: other, req } of dependencies) if (names.includes(other)) assert.equal(req, `=${version}`, `${name} on ${other}`);
  }
});

test("what `cargo test` leaves out has no test", () => {
  // A target with `test = false` is not compiled for its unit tests: one that is written there would never run.
  const roots = metadata.packages.flatMap(({ targets }) => targets).filter(({ test, kind }) => !test && !kind.includes("test"));
  assert.ok(roots.length > 0);
  const folders = [...new Set(roots.map(({ src_path }) => relative(".", dirname(src_path))))];
  const files = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", ...folders.map((folder) => `${folder}/*.rs`)).trim().split("\n");
  const tested = files.filter((file) => /#\[(?:cfg\(test\)|(?:\w+::)?test\b)/.test(readFileSync(file, "utf8")));
  assert.deepEqual(tested, [], "take `test = false` off the target, or the test to the folder `tests`");
});

test("no dependency needs a newer Rust than the crates say they take", () => {
  const numbers = (version) => [...version.split(".").map(Number), 0, 0].slice(0, 3);
  const newer = (one, other) => {
    const at = numbers(one).findIndex((number, i) => number !== numbers(other)[i]);
    return at >= 0 && numbers(one)[at] > numbers(other)[at];
  };
  assert.ok(newer("1.95", "1.94.1") && newer("1.94.2", "1.94.1") && !newer("1.94", "1.94.1") && !newer("1.94.1", "1.94.1"));
  const { packages } = JSON.parse(run("cargo", "metadata", "--locked", "--format-version", "1"));
  const oldest = published[0].rust_version;
  const asking = packages.filter(({ rust_version: needed }) => needed && newer(needed, oldest));
  assert.deepEqual(asking.map(({ name, rust_version }) => `${name} needs ${rust_version}`), []);
});
