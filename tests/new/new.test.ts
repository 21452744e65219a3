// A project of this checkout's crates and package, from `new` to a template: built, tested and served, with routes and a
// table added. What it is built with is shared with the suite, so that the second time little is compiled.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Made, send } from "./made.ts";

const made = new Made(resolve("target"));
after(() => made.remove());

const cli = resolve("target/debug/cargo-fingerpost");
const WARNINGS = /^warning/m;

test("it is made, and its formatting is rustfmt's", () => {
  made.runIn(".", "node", "tests/executables.mjs", "cargo-fingerpost");
  made.runIn(".", cli, "new", made.name, "--path", made.folder, "--source", ".");
  // The versions that this checkout is tested with, so that they are not built again.
  cpSync("Cargo.lock", join(made.folder, "Cargo.lock"));
  made.run("cargo", "fmt", "--check");
});

test("its tests pass, and nothing in it is warned of", () => {
  assert.doesNotMatch(made.run("cargo", "test", "--quiet"), WARNINGS);
});

test("routes and a table are added to it, and its tests pass", () => {
  made.run(cli, "add", "table", "Orders", "--key", "id", "--sort-key", "placedAt");
  made.run(cli, "add", "route", "GET", "/orders/<id>/<type>?<limit=20>&<cursor>&<dry=false>&<tag>");
  made.run(cli, "add", "route", "ANY", "/<rest..>");
  made.run("cargo", "fmt", "--check");
  assert.doesNotMatch(made.run("cargo", "test", "--quiet"), WARNINGS);
});

test("it answers, and so do the routes that were added", async () => {
  const url = await made.serve();
  const [status, note] = await send(`${url}/notes`, "POST", { text: "Buy tea" });
  assert.equal(status, 201);
  assert.deepEqual(await send(`${url}/notes/${JSON.parse(note).id}`), [200, note]);
  const order = "get_orders_id_type id=7 type=tea limit=Limit(3) cursor=None dry=true tag=Some(\"a\")";
  assert.deepEqual(await send(`${url}/orders/7/tea?limit=3&dry=true&tag=a`), [200, order]);
  assert.deepEqual(await send(`${url}/what/else`, "PUT"), [200, "any_rest rest=what/else"]);
  await made.stop();
});

test("`dev` serves it, and a route that is added meanwhile soon answers there", async () => {
  const url = await made.serve([cli, "dev", "--"]);
  assert.deepEqual(await send(`${url}/added`), [200, "any_rest rest=added"]);
  made.run(cli, "add", "route", "GET", "/added");
  const started = Date.now();
  // A connection may end with the old API.
  const answer = async () => (await send(`${url}/added`).catch(() => []))[1];
  while ((await answer()) !== "get_added") {
    assert.ok(Date.now() - started < 300_000, "the old API still answers");
    await setTimeout(100);
  }
  await made.stop();
  await assert.rejects(send(url), "the port is free");
});

test("npm installs what it deploys with, and its app is TypeScript that `tsc` takes", () => {
  made.run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error");
  const options = ["--noEmit", "--module", "nodenext", "--target", "es2022", "--strict", "--noUnusedLocals", "--skipLibCheck"];
  made.run(resolve("node_modules/.bin/tsc"), ...options, "infra/app.ts");
});

test("it synthesizes a function for each route, and its table", () => {
  // Compiling what is deployed takes minutes, and has tests of its own: here the manifest is made, and no `bootstrap`.
  const code = join(made.folder, "target/lambda", made.name);
  mkdirSync(code, { recursive: true });
  writeFileSync(join(code, "bootstrap"), "#!/bin/sh\n");
  made.run("npx", "cdk", "synth", "--quiet", "--build", "cargo run --quiet -- manifest --write infra/manifest.json");
  const template = JSON.parse(readFileSync(join(made.folder, "cdk.out/MadeByTheSuite.template.json"), "utf8"));
  const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
  assert.equal(types.filter((type) => type === "AWS::Lambda::Function").length, 7);
  assert.equal(types.filter((type) => type === "AWS::DynamoDB::Table").length, 1);
});
