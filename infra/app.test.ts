// The reference API's app, as `cdk` calls it, and the files beside it that are checked in.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readManifest, writePlacement } from "fingerpost-cdk";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-app-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const code = join(folder, "code");
mkdirSync(code);
writeFileSync(join(code, "bootstrap"), "#!/bin/sh\n");

/** Runs the app with a context, as `-c` gives it, and returns how it ended and its template. */
function run(context: Record<string, string>) {
  const out = mkdtempSync(join(folder, "out-"));
  // The construct's tests have validated the template; here it would cost seconds each time.
  const env = { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: "false" };
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "infra/app.ts"], { env, encoding: "utf8" });
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

test("a mistake is one sentence", () => {
  const wrong: [Record<string, string>, string][] = [
    [{ code, ephemeral: "yes" }, 'context `ephemeral` is true or false, got "yes"'],
    [{ code: "nowhere" }, "nowhere/bootstrap is missing: `npm run build` makes it"],
    [{ code, manifest: "nope.json" }, "nope.json cannot be read: `cargo run -- manifest --write nope.json` makes it"],
  ];
  for (const [context, sentence] of wrong) {
    const { status, stderr } = run(context);
    assert.deepEqual([status, stderr], [1, `error: ${sentence}\n`]);
  }
});

test("the checked-in placement is the manifest's", () => {
  const settled = join(folder, "placement.json");
  copyFileSync("infra/placement.json", settled);
  writePlacement(settled, readManifest("infra/manifest.json"));
  const [known, fresh] = ["infra/placement.json", settled].map((file) => readFileSync(file, "utf8"));
  assert.equal(known, fresh, "infra/placement.json is stale: `npm run build` refreshes it");
});
