// A transaction on an AWS that enforces each function's role, and in the local cloud: with its grants it is made,
// once for a key, and with one action missing it is refused, by the same words.

import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { Emulator } from "./emulator.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-transfers-"));
const EXECUTABLE = resolve(process.env.CARGO_TARGET_DIR ?? "target", "debug/transfers");
const manifest = join(folder, "manifest.json");
let aws: Emulator;
let serve: ChildProcess;
let said = "";
/** Where the API is, and what its functions have logged. */
const places: { name: string; url: string; log: () => string }[] = [];

/** The manifest, in which the role of one route lacks an action. */
function lacking(): string {
  const whole = JSON.parse(execFileSync(EXECUTABLE, ["manifest"], { encoding: "utf8" }));
  const { grants } = whole.routes.find(({ name }: any) => name === "lacking");
  const grant = grants.find(({ table }: any) => table === "Accounts");
  assert.deepEqual(grant.actions, ["dynamodb:UpdateItem"]);
  grants.splice(grants.indexOf(grant), 1, { table: "Accounts", actions: ["dynamodb:GetItem"] });
  return JSON.stringify(whole);
}

async function local(): Promise<void> {
  const options = ["serve", "--binary", EXECUTABLE, "--manifest", manifest, "--in-memory", "--port", "0"];
  serve = spawn(EXECUTABLE, options, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  serve.stderr!.on("data", (text) => (said += text));
  const line = await new Promise<string>((listening) => serve.stdout!.once("data", (text) => listening(String(text))));
  places.push({ name: "here", url: line.trim().replace("listening on ", ""), log: () => said });
}

function deployed(): void {
  const [assembly, code, outputs] = [join(folder, "assembly"), join(folder, "code"), join(folder, "outputs.json")];
  mkdirSync(code);
  execFileSync("strip", ["-o", join(code, "bootstrap"), EXECUTABLE]);
  const context = [`manifest=${manifest}`, `code=${code}`, "ephemeral=true"].flatMap((given) => ["-c", given]);
  aws.cdk("synth", "--quiet", "--app", "node --import tsx infra/app.ts", "-o", assembly, ...context);
  aws.cdk("bootstrap", "aws://000000000000/us-east-1", "--app", assembly);
  // The bucket's policy asks for TLS, which the emulator does not speak.
  aws.boto("s3", "delete_bucket_policy", { Bucket: "cdk-hnb659fds-assets-000000000000-us-east-1" });
  aws.cdk("deploy", "EventsApi", "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
  const { ApiId } = JSON.parse(readFileSync(outputs, "utf8")).EventsApi;
  const log = () => {
    const { logGroups } = aws.boto("logs", "describe_log_groups");
    return logGroups.map(({ logGroupName }: any) => JSON.stringify(aws.boto("logs", "filter_log_events", { logGroupName }).events)).join("\n");
  };
  places.push({ name: "there", url: `${aws.url}/_aws/execute-api/${ApiId}/$default`, log });
}

before(async () => {
  execFileSync("node", ["tests/executables.mjs", "transfers"], { stdio: "inherit" });
  writeFileSync(manifest, lacking());
  aws = await Emulator.start();
  await local();
  deployed();
});

after(() => {
  serve?.kill();
  aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call(url: string, method: string, path: string, body?: unknown, key?: string): Promise<{ status: number; json: any }> {
  const headers = { "content-type": "application/json", ...(key && { "idempotency-key": key }) };
  const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return { status: answer.status, json: await answer.json() };
}

test("a transaction is made with its grants, once for a key", async () => {
  assert.equal(places.length, 2);
  for (const { name, url, log } of places) {
    assert.deepEqual(await call(url, "PUT", "/accounts/ann", 100), { status: 200, json: 1 }, name);
    const transfer = { id: "t-1", from: "ann", cents: 60 };
    for (const attempt of [1, 2]) {
      const answer = await call(url, "POST", "/transfers", transfer, "k-1");
      assert.deepEqual(answer, { status: 200, json: transfer }, `${name}, attempt ${attempt}: ${log().slice(-3000)}`);
    }
    assert.deepEqual((await call(url, "GET", "/accounts/ann")).json, { name: "ann", cents: 40, version: 2 }, name);
    assert.equal((await call(url, "POST", "/transfers", { ...transfer, cents: 1 }, "k-1")).status, 422, name);
    const refused = await call(url, "POST", "/transfers", { ...transfer, id: "t-2" }, "k-2");
    assert.deepEqual(refused, { status: 409, json: { error: "There is too little" } }, name);
  }
});

test("without one of its actions it is refused, and the log names the action", async () => {
  for (const { name, url, log } of places) {
    const answer = await call(url, "POST", "/lacking", { id: "t-3", from: "ann", cents: 1 }, "k-3");
    assert.deepEqual(answer, { status: 500, json: { error: "Internal server error" } }, name);
    const lines = log().split("\n").filter((line) => line.includes("AccessDenied")).join("\n");
    assert.match(lines, /is not authorized to perform: dynamodb:UpdateItem/, `${name}: ${log().slice(-3000)}`);
    assert.deepEqual((await call(url, "GET", "/accounts/ann")).json.cents, 40, name);
  }
});
