// Whether the check of the book finds what it is for, on small trees made up here, and then what it says about this
// repository, whose commands it runs: `node --test tests/docs.test.mjs`, after the executables were built.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { page } from "./docs/diagnostics.mjs";
import { matches } from "./docs/run.mjs";

const script = fileURLToPath(new URL("docs.mjs", import.meta.url));

const tree = {
  "docs/book/src/SUMMARY.md": "# Summary\n\n- [One](one.md)\n- [Diagnostics](diagnostics.md)\n",
  "docs/book/src/one.md": "# One\n",
  "runtime/src/lib.rs": "pub struct Table;\nimpl Table {\n    pub fn client(&self) {}\n}\n",
  "tests/src/book.rs": "",
  "tests/ui/key_unknown.rs": "",
  "tests/ui/key_unknown.stderr": "error: unknown key `colour`\n --> ui/key_unknown.rs:3:9\n  |\n  = note: expected `memory`\n",
};

/** What is said of a tree with these files in it. */
function check(files, ...options) {
  const folder = mkdtempSync(join(tmpdir(), "docs-"));
  try {
    for (const [name, text] of Object.entries({ ...tree, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
      if (text.startsWith("#!")) chmodSync(join(folder, name), 0o755);
    }
    const list = "docs/book/src/diagnostics.md";
    if (!(list in files)) writeFileSync(join(folder, list), page(folder));
    const env = { ...process.env, DOCS_EXECUTABLES: "target/debug" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { cwd: folder, encoding: "utf8", env });
    return { status, stdout, problems: stderr.trim().split("\n").filter(Boolean) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A chapter of these lines is refused with this one sentence. */
function refused(lines, sentence) {
  const { status, problems } = check({ "docs/book/src/one.md": ["# One", "", ...lines, ""].join("\n") });
  assert.deepEqual([status, problems], [1, [`error: docs/book/src/one.md:${sentence}`]]);
}

test("a tree in order passes", () => {
  assert.deepEqual(check({}).problems, []);
});

test("a link to a file or a heading that is not there", () => {
  refused(["[two](two.md)"], "3: two.md leads to docs/book/src/two.md, which is not there");
  refused(["[two](one.md#two)"], "3: one.md#two leads to a heading that docs/book/src/one.md does not have");
  refused(["[here](#two)"], "3: #two leads to a heading that docs/book/src/one.md does not have");
  refused(["[`Table`][t]"], "3: [t] has no definition, such as `[t]: https://…`");
  refused(["![chart](../../../chart.svg)"], "3: ../../../chart.svg leads to chart.svg, which is not there");
});

test("a link to documentation of a name that the source does not have", () => {
  const docs = "https://docs.rs/fingerpost/latest/fingerpost";
  refused([`[t](${docs}/struct.Tabel.html)`], `3: ${docs}/struct.Tabel.html leads to a struct \`Tabel\` that the source does not have`);
  refused([`[t](${docs}/struct.Table.html#method.get)`], `3: ${docs}/struct.Table.html#method.get leads to a method \`get\` that the source does not have`);
  refused([`[t](${docs}/Table.html)`], `3: ${docs}/Table.html is not an address of the crate's documentation`);
  const right = `[t](${docs}/struct.Table.html#method.client)\n[h](#one)\n[elsewhere](https://example.com/nowhere)\n`;
  assert.deepEqual(check({ "docs/book/src/one.md": `# One\n${right}` }).problems, []);
});

test("what stands in a block or in code is not a link", () => {
  const text = "# One\n\n```text\n[two](two.md)\n```\n\n`[two](two.md)` and `a[\"b\"][\"c\"]`\n";
  assert.deepEqual(check({ "docs/book/src/one.md": text }).problems, []);
});

test("commands without an excuse", () => {
  refused(["```sh", "cargo run", "```"], "3: these commands have no `<!-- not run: why -->` above them; what runs is a block `console`");
  const excused = check({ "docs/book/src/one.md": "# One\n\n<!-- not run: it deploys -->\n```sh\ncdk deploy\n```\n" });
  assert.deepEqual(excused.problems, []);
  assert.match(excused.stdout, /0 of commands that run; 1 excused/);
});

test("a block that says nothing of itself, does not end, or is of Rust that nobody compiles", () => {
  refused(["```", "text", "```"], "3: this block does not say what it is, and rustdoc would take it for Rust: write `text` behind its fence");
  refused(["```text", "text"], "3: this block does not end");
  refused(["```rust", "fn main() {}", "```"], "3: this block of Rust is not compiled: name the chapter in tests/src/book.rs");
  const compiled = { "tests/src/book.rs": '#[doc = include_str!("../../docs/book/src/one.md")]\nmod one {}\n' };
  assert.deepEqual(check({ ...compiled, "docs/book/src/one.md": "# One\n\n```rust\nfn main() {}\n```\n" }).problems, []);
  const { problems } = check({ ...compiled, "docs/book/src/one.md": "# One\n\n```rust,ignore\nfn main() {}\n```\n" });
  assert.deepEqual(problems, ["error: docs/book/src/one.md:3: this block of Rust is ignored, without `<!-- not compiled: why -->` above it"]);
  const waiting = check({ "docs/book/src/one.md": "# One\n\n<!-- not compiled: what it shows is not there yet -->\n```rust,ignore\nfn main() {}\n```\n" });
  assert.deepEqual(waiting.problems, []);
  assert.match(waiting.stdout, /0 of Rust, compiled by the doctests, and 1 not yet/);
});

test("a block of TypeScript that does not compile, by the line of its page", () => {
  const blocks = [
    ['settings: { MERCHANT: "Ann" },'],
    ["settings: {", "  MERCHANT: 7,", "},"],
    ['new RouteApi(this, "Api");'],
    ['import { Secret } from "fingerpost-cdk";', "Secret.fromNowhere();"],
  ];
  const text = blocks.flatMap((lines) => ["```ts", ...lines, "```", ""]).join("\n");
  // All at once, for the compiler reads CDK's types each time.
  const { status, stdout, problems } = check({ "docs/book/src/one.md": `# One\n\n${text}` });
  const wrong = (line, what) => `error: docs/book/src/one.md:${line}: this TypeScript does not compile: ${what}`;
  assert.equal(status, 1);
  assert.deepEqual(problems, [
    wrong(9, "TS2322: Type 'number' is not assignable to type 'string | Secret'."),
    wrong(14, "TS2554: Expected 3 arguments, but got 2."),
    wrong(19, "TS2339: Property 'fromNowhere' does not exist on type 'typeof Secret'."),
  ]);
  assert.match(stdout, /4 of TypeScript, compiled/);
});

test("a list of diagnostics that is stale, and one that is written", () => {
  const stale = "error: docs/book/src/diagnostics.md is stale: `node tests/docs.mjs --write` makes it of tests/ui";
  assert.deepEqual(check({ "docs/book/src/diagnostics.md": "# Diagnostics\n" }).problems, [stale]);
  assert.deepEqual(check({ "docs/book/src/diagnostics.md": "# Diagnostics\n" }, "--write").problems, []);
});

test("a chapter that the summary leaves out", () => {
  assert.deepEqual(check({ "docs/book/src/two.md": "# Two\n" }).problems, ["error: docs/book/src/two.md is not in SUMMARY.md"]);
});

test("commands run, on the API that is named, and have to print what the book says", () => {
  const api = (name) => `#!/bin/sh\necho ${name} "$@"\n`;
  const built = { "target/debug/events-api": api("events"), "target/debug/orders": api("orders") };
  const run = (lines) => check({ ...built, "docs/book/src/one.md": ["# One", "", ...lines, ""].join("\n") }, "--run");
  assert.deepEqual(run(["```console", "$ cargo run -- routes", "events routes", "$ cargo run -p orders -- token \\", "    --sub ann", "orders …", "```"]).problems, []);
  assert.deepEqual(run(["<!-- run: orders -->", "```console", "$ cargo run -- routes", "orders routes", "```"]).problems, []);
  const { status, problems } = run(["```console", "$ cargo run -- routes", "events tables", "```"]);
  assert.equal(status, 1);
  assert.deepEqual(problems, ["error: docs/book/src/one.md:3: `cargo run -- routes` printed", "    events routes", "  and not", "    events tables"]);
  const missing = check({ "docs/book/src/one.md": "# One\n\n```console\n$ true\n```\n" }, "--run");
  assert.deepEqual(missing.problems, ["error: target/debug/events-api is missing: `cargo build --package events-api` makes it"]);
});

/** An API that serves a table of these routes, and says of each request how long it took, never the same twice. */
const serves = (table) => `#!/usr/bin/env node
require("node:http").createServer((request, response) => {
  const status = request.method === "POST" ? 201 : 200;
  console.error(status + " " + request.method + " " + request.url + " " + (process.hrtime()[1] % 1000) + ".5 ms");
  response.writeHead(status, { location: "/events/550e8400-e29b-41d4-a716-446655440000" }).end();
}).listen(0, "127.0.0.1", function () {
  console.error("\\n  up\\n${table}\\n\\n  DynamoDB for your own tools");
  console.log("listening on http://127.0.0.1:" + this.address().port);
});
`;

test("a picture of what `serve` does not print any more, and one that is drawn again", () => {
  const stale = "error: docs/serve.svg is stale: `node tests/docs.mjs --write --run` draws it of what `serve` prints";
  const files = (table, svg) => ({ "target/debug/events-api": serves(table), "target/debug/orders": "#!/bin/sh\n", "docs/serve.svg": svg });
  assert.deepEqual(check(files("GET /a", "<svg/>"), "--run").problems, [stale]);
  // Written, and then compared with what is printed by another run.
  const { status, problems } = check(files("GET /a", "<svg/>"), "--write", "--run");
  assert.deepEqual([status, problems], [0, []]);
});

test("`…` stands for anything, and everything else for itself", () => {
  assert.ok(matches('{"id":"…","name":"a"}', '{"id":"1-2","name":"a"}'));
  assert.ok(matches("first\n…\nlast", "first\nsecond\nthird\nlast"));
  assert.ok(!matches("a.c", "abc"));
  assert.ok(!matches("a", "a\nb"));
});

test("an option that there is none of", () => {
  const { status, problems } = check({}, "--runs");
  assert.deepEqual([status, problems], [2, ["unknown option --runs; expected --run, --book or --write"]]);
});

test("this repository", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--run"], { encoding: "utf8" });
  console.log(stdout);
  assert.equal(status, 0, stderr);
});
