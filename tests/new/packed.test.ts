// A project of the packed crates and the packed npm package, as a stranger would have them: unpacked into a temporary
// folder, built in a target of its own, from `new` to functions that answer on the emulated AWS. Its transcript says
// what is cargo's time, npm's and ours.
//
// It compiles everything twice, for development and for Lambda, and so runs only when it is named:
// `node tests/run.mjs packed`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { Emulator } from "../deploy/emulator.ts";
import { instructions } from "./instructions.ts";
import { Made, send } from "./made.ts";
import { giveRoutesOfReference, referenceBootstrap } from "./reference.ts";

const target = resolve("target/packed");
const empty = () => rmSync(target, { recursive: true, force: true });
empty();
const made = new Made(target);
let aws: Emulator | undefined;
after(async () => {
  aws?.stop();
  await made.remove();
  empty();
});

const CRATES = ["cargo-fingerpost", "fingerpost", "fingerpost-local", "fingerpost-macros", "fingerpost-manifest", "fingerpost-untrusted"];
/** What is ours from `new` to a template, in seconds of the processors. */
const OURS = 5;
/** How far size and instructions may be from the reference API's. */
const TOLERANCE = 0.02;
const crates = join(made.outer, "crates");
const cli = join(target, "debug/cargo-fingerpost");
const bootstrap = join(made.folder, "target/lambda", made.name, "bootstrap");
let version: string;

test("the crates and the package are packed and unpacked", () => {
  const selected = CRATES.flatMap((name) => ["--package", name]);
  made.runIn(".", "cargo", "package", "--quiet", "--no-verify", "--allow-dirty", ...selected);
  ({ version } = JSON.parse(readFileSync("construct/package.json", "utf8")));
  mkdirSync(crates);
  for (const name of CRATES) execFileSync("tar", ["xzf", join(target, "package", `${name}-${version}.crate`)], { cwd: crates });
  assert.equal(readdirSync(crates).length, CRATES.length);
  made.runIn(".", "npm", "pack", "--silent", "--workspace", "construct", "--pack-destination", made.outer);
});

/** What has cargo take the unpacked crates for the published ones. */
const patches = () => CRATES.slice(1).map((name) => `${name} = { path = "${join(crates, `${name}-${version}`)}" }\n`).join("");

test("`new` makes a project that has nothing of this checkout", () => {
  const own = join(crates, `cargo-fingerpost-${version}`);
  appendFileSync(join(own, "Cargo.toml"), `\n[workspace]\n\n[patch.crates-io]\n${patches()}`);
  // As `cargo install` would.
  made.runIn(own, "cargo", "build", "--quiet");
  made.runIn(made.outer, cli, "new", made.name);
  const files = readdirSync(made.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const lines = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8").trimEnd().split("\n").length);
  console.log(`the project: ${files.length} files, ${lines.reduce((sum, count) => sum + count)} lines`);
  assert.ok(files.length <= 12, files.map(({ name }) => name).join());

  appendFileSync(join(made.folder, "Cargo.toml"), `\n[patch.crates-io]\n${patches()}`);
  const file = join(made.folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.devDependencies["fingerpost-cdk"] = `file:${join(made.outer, `fingerpost-cdk-${version}.tgz`)}`;
  writeFileSync(file, JSON.stringify(manifest));
});

/** Compiles what is tested, and tests it: the one is cargo's time, the other ours. */
function passes(): void {
  made.run("cargo", "test", "--quiet", "--no-run");
  made.ours("cargo", "test", "--quiet");
}

test("its tests pass, before and after routes and a table are added", () => {
  passes();
  made.run(cli, "add", "table", "Orders", "--key", "id");
  made.run(cli, "add", "route", "POST", "/orders/<id>");
  made.run(cli, "add", "route", "GET", "/orders?<limit=20>&<cursor>");
  passes();
});

/** Calls every kind of its routes: those that are made with it, and those that were added. */
async function answers(url: string): Promise<void> {
  const [status, note] = await send(`${url}/notes`, "POST", { text: "Buy tea" });
  assert.equal(status, 201, note);
  assert.deepEqual(await send(`${url}/notes/${JSON.parse(note).id}`), [200, note]);
  assert.deepEqual(await send(`${url}/orders/7`, "POST"), [200, "post_orders_id id=7"]);
  assert.deepEqual(await send(`${url}/orders?limit=3`), [200, "get_orders limit=Limit(3) cursor=None"]);
}

test("it answers", async () => {
  made.run("cargo", "build", "--quiet");
  await answers(await made.serve());
  await made.stop();
});

/** Compiles what is deployed, by the plan of `build`: the rest of it is ours. */
function compileDeployed(): void {
  const plan = JSON.parse(made.run("cargo", "run", "--quiet", "--", "build", "--dry-run"));
  made.environment = plan.environment;
  made.run("cargo", ...plan.arguments, "--quiet");
  made.environment = {};
}

/** What the app takes once AWS's library is loaded, in seconds of the processor. */
function constructSeconds(): number {
  const file = join(made.folder, "timed.mts");
  cpSync("tests/new/timed.mts", file);
  const said = made.run("npx", "tsx", file);
  rmSync(file);
  return Number(said);
}

test("what it deploys is built and synthesized", () => {
  made.run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
  compileDeployed();
  made.ours("cargo", "run", "--quiet", "--", "build");
  assert.ok(statSync(bootstrap).size > 1_000_000);

  made.transcript.took("ours", constructSeconds(), "of what `cdk synth` takes, the construct and the manifest");
  made.run("npx", "cdk", "synth", "--quiet");
  const template = JSON.parse(readFileSync(join(made.folder, "cdk.out/MadeByTheSuite.template.json"), "utf8"));
  const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
  assert.equal(types.filter((type) => type === "AWS::Lambda::Function").length, 6);
});

test("what is ours took little of the time", () => {
  made.transcript.print();
  const seconds = made.transcript.ofProcessors("ours");
  assert.ok(seconds <= OURS, `${seconds.toFixed(1)} s`);
});

test("it is deployed, and answers there", async () => {
  aws = await Emulator.start();
  made.environment = aws.environment;
  const deploy = (...args: string[]) => made.run("npx", "cdk", ...args, "--no-notices");
  aws.bootstrap(deploy);
  const outputs = join(made.outer, "outputs.json");
  deploy("deploy", "-c", "ephemeral=true", "--require-approval", "never", "--outputs-file", outputs);
  const { ApiUrl } = JSON.parse(readFileSync(outputs, "utf8")).MadeByTheSuite;
  const id = /^https?:\/\/([a-z0-9]+)\./.exec(ApiUrl)?.[1];
  await answers(`${aws.url}/_aws/execute-api/${id}/$default`);
  made.environment = {};
});

test("with the routes of the reference API it is as large and as quick", async () => {
  const reference = referenceBootstrap(made.outer);
  giveRoutesOfReference(made);
  made.run("cargo", "run", "--quiet", "--", "build");
  const measures = {
    bytes: [statSync(bootstrap).size, statSync(reference).size],
    "instructions per event": [await instructions(bootstrap), await instructions(reference)],
  };
  for (const [what, [own, theirs]] of Object.entries(measures) as [string, [number, number]][]) {
    const off = own / theirs - 1;
    const said = `${own} ${what}, ${(off * 100).toFixed(2)} % to the reference API's ${theirs}`;
    console.log(said);
    assert.ok(Math.abs(off) <= TOLERANCE, said);
  }
});
