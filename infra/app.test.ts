// The reference API's app, as `cdk` calls it, and the files beside it that are checked in.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-app-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const code = join(folder, "code");
mkdirSync(code);
writeFileSync(join(code, "bootstrap"), "#!/bin/sh\n");

/** What the app writes is a copy. */
const placement = join(folder, "infra", "placement.json");
cpSync("infra", join(folder, "infra"), { recursive: true, filter: (file) => !file.endsWith(".ts") });

/** Runs the app with a context, as `-c` gives it, and returns how it ended and its template. */
function run(context: Record<string, string>, variables: Record<string, string> = {}) {
  const out = mkdtempSync(join(folder, "out-"));
  // The construct's tests have validated the template; here it would cost seconds each time.
  const env = { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: "false", ...variables };
  const { status, stderr } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), resolve("infra/app.ts")], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  const file = readdirSync(out).find((name) => name === "EventsApi.template.json");
  const template = file && JSON.parse(readFileSync(join(out, file), "utf8"));
  return { status, stderr, resources: Object.values<any>(template?.Resources ?? {}) };
}

/** What becomes of an app's tables and logs. */
function policies(context: Record<string, string>): string[] {
  const { resources, stderr } = run({ code, ...context });
  const kept = resources.filter(({ Type }) => Type === "AWS::DynamoDB::Table" || Type === "AWS::Logs::LogGroup");
  assert.equal(kept.length, 6, stderr);
  return [...new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))];
}

test("tables and logs are kept, unless the stack is said to be ephemeral", () => {
  assert.deepEqual(policies({}), ["Retain"]);
  assert.deepEqual(policies({ ephemeral: "true" }), ["Delete"]);
});

test("a mistake is an error that is thrown, and nobody catches it", () => {
  const wrong: [Record<string, string>, string][] = [
    [{ code, ephemeral: "yes" }, 'context `ephemeral` is true or false, got "yes"'],
    [{ code: "nowhere" }, "nowhere/bootstrap is missing: `cargo run -- build` makes it"],
    [{ code, manifest: "nope.json" }, "nope.json cannot be read: `cargo run -- manifest --write nope.json` makes it"],
  ];
  for (const [context, sentence] of wrong) {
    const { status, stderr } = run(context);
    assert.deepEqual([status, stderr.includes(`\nError: ${sentence}\n    at `)], [1, true], stderr);
  }
  const { status, stderr } = run({ code }, { FINGERPOST_ARCHITECTURE: "mips" });
  assert.equal(status, 1);
  assert.match(stderr, /\nError: FINGERPOST_ARCHITECTURE must be arm64 or x86_64, not "mips"\n    at /);
});

test("functions run on what they are built for", () => {
  for (const [architecture, expected] of [["", "arm64"], ["arm64", "arm64"], ["x86_64", "x86_64"]] as const) {
    const { resources, stderr } = run({ code }, { FINGERPOST_ARCHITECTURE: architecture });
    const functions = resources.filter(({ Type }) => Type === "AWS::Lambda::Function");
    assert.equal(functions.length, 4, stderr);
    for (const { Properties } of functions) assert.deepEqual(Properties.Architectures, [expected]);
  }
});

test("the checked-in placement is the manifest's, and synthesizing brings a stale one up to date", () => {
  const checkedIn = readFileSync("infra/placement.json", "utf8");
  writeFileSync(placement, JSON.stringify({ main: ["get_event"], outgrown: false }));
  // Another manifest is not the API's.
  run({ code, manifest: "infra/manifest.json" });
  assert.match(readFileSync(placement, "utf8"), /"main":\["get_event"\]/);
  const { status, stderr } = run({ code });
  assert.equal(status, 0, stderr);
  assert.equal(checkedIn, readFileSync(placement, "utf8"), "infra/placement.json is stale: `npx cdk synth` refreshes it");
});
