// A project of the packed crates and the packed npm package, as a stranger would have them: unpacked into a temporary
// folder, built in a target of its own, from `new` to a template whose functions are really built.
//
// It compiles everything twice, for development and for Lambda, and so runs only when it is named:
// `node tests/run.mjs packed`.

import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { Made, send } from "./made.ts";

const target = resolve("target/packed");
const empty = () => rmSync(target, { recursive: true, force: true });
empty();
const made = new Made(target);
after(async () => {
  await made.remove();
  empty();
});

const CRATES = ["cargo-fingerpost", "fingerpost", "fingerpost-local", "fingerpost-macros", "fingerpost-manifest", "fingerpost-untrusted"];
const crates = join(made.outer, "crates");
const cli = join(target, "debug/cargo-fingerpost");
let version: string;

test("the crates and the package are packed and unpacked", () => {
  const selected = CRATES.flatMap((name) => ["--package", name]);
  made.runIn(".", "cargo", "package", "--quiet", "--no-verify", "--allow-dirty", ...selected);
  ({ version } = JSON.parse(readFileSync("construct/package.json", "utf8")));
  mkdirSync(crates);
  for (const name of CRATES) made.runIn(crates, "tar", "xzf", join(target, "package", `${name}-${version}.crate`));
  assert.equal(readdirSync(crates).length, CRATES.length);
  made.runIn(".", "npm", "pack", "--silent", "--workspace", "construct", "--pack-destination", made.outer);
});

/** What has cargo take the unpacked crates for the published ones. */
const patches = () => CRATES.slice(1).map((name) => `${name} = { path = "${join(crates, `${name}-${version}`)}" }\n`).join("");

test("`new` makes a project that has nothing of this checkout", () => {
  const own = join(crates, `cargo-fingerpost-${version}`);
  appendFileSync(join(own, "Cargo.toml"), `\n[workspace]\n\n[patch.crates-io]\n${patches()}`);
  made.runIn(own, "cargo", "build", "--quiet");
  made.runIn(made.outer, cli, "new", made.name);
  appendFileSync(join(made.folder, "Cargo.toml"), `\n[patch.crates-io]\n${patches()}`);
  const file = join(made.folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.devDependencies["fingerpost-cdk"] = `file:${join(made.outer, `fingerpost-cdk-${version}.tgz`)}`;
  writeFileSync(file, JSON.stringify(manifest));
});

test("its tests pass, before and after routes and a table are added", () => {
  made.run("cargo", "test", "--quiet");
  made.run(cli, "add", "table", "Orders", "--key", "id");
  made.run(cli, "add", "route", "POST", "/orders/<id>");
  made.run(cli, "add", "route", "GET", "/orders?<limit=20>&<cursor>");
  made.run("cargo", "test", "--quiet");
});

test("it answers", async () => {
  const url = await made.serve();
  assert.equal((await send(`${url}/notes`, "POST", { text: "Buy tea" }))[0], 201);
  assert.deepEqual(await send(`${url}/orders/7`, "POST"), [200, "post_orders_id id=7"]);
  assert.deepEqual(await send(`${url}/orders?limit=3`), [200, "get_orders limit=Limit(3) cursor=None"]);
  await made.stop();
});

test("what it deploys is built and synthesized", () => {
  made.run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
  made.run("npx", "cdk", "synth", "--quiet");
  const { size } = statSync(join(made.folder, "target/lambda", made.name, "bootstrap"));
  console.log(`bootstrap: ${size} bytes`);
  assert.ok(size > 1_000_000);
  const template = JSON.parse(readFileSync(join(made.folder, "cdk.out/MadeByTheSuite.template.json"), "utf8"));
  const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
  assert.equal(types.filter((type) => type === "AWS::Lambda::Function").length, 6);
});
