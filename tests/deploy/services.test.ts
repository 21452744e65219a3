// Queues and buckets on an AWS that enforces each function's role: messages arrive, objects are kept, links work,
// and what a signature does not grant is refused.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Emulator } from "./emulator.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-services-"));
const EXECUTABLE = join(process.env.CARGO_TARGET_DIR ?? "target", "debug/services");
let aws: Emulator;
let outputs: { ApiId: string; QueueUrl: string };

before(async () => {
  execFileSync("node", ["tests/executables.mjs", "services"], { stdio: "inherit" });
  const [manifest, code] = [join(folder, "manifest.json"), join(folder, "code")];
  writeFileSync(manifest, execFileSync(EXECUTABLE, ["manifest"]));
  mkdirSync(code);
  execFileSync("strip", ["-o", join(code, "bootstrap"), EXECUTABLE]);
  aws = await Emulator.start();
  const [assembly, told] = [join(folder, "assembly"), join(folder, "outputs.json")];
  aws.cdk("synth", "--quiet", "--app", "node --import tsx tests/deploy/services-app.ts", "-o", assembly, "-c", `manifest=${manifest}`, "-c", `code=${code}`);
  aws.bootstrap(assembly);
  aws.cdk("deploy", "Jobs", "--app", assembly, "--require-approval", "never", "--outputs-file", told);
  outputs = JSON.parse(readFileSync(told, "utf8")).Jobs;
});

after(() => {
  aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls the deployed API. */
async function call(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const url = `${aws.url}/_aws/execute-api/${outputs.ApiId}/$default${path}`;
  const kind = path.startsWith("/files") ? "text/plain" : "application/json";
  const answer = await fetch(url, { method, ...(body !== undefined && { body, headers: { "content-type": kind } }) });
  return { status: answer.status, text: await answer.text() };
}

/** Takes the messages out of the queue. */
function received(): any[] {
  const { QueueUrl } = outputs;
  const messages = aws.boto("sqs", "receive_message", { QueueUrl, MaxNumberOfMessages: 10 }).Messages ?? [];
  for (const { ReceiptHandle } of messages) aws.boto("sqs", "delete_message", { QueueUrl, ReceiptHandle });
  return messages;
}

test("messages arrive", async () => {
  assert.equal((await call("POST", "/jobs", JSON.stringify({ order: "é" }))).status, 202);
  assert.deepEqual(received().map(({ Body }: any) => JSON.parse(Body)), [{ order: "é" }]);
  // The emulator asks for an action `sqs:SendMessageBatch`, which IAM does not have: batches are tested locally.
});

test("an object is written, read and deleted", async () => {
  for (const name of ["a", "%C3%BC%20b%2Bc"]) {
    assert.equal((await call("GET", `/files/${name}`)).status, 404);
    assert.equal((await call("PUT", `/files/${name}`, "tea")).status, 204);
    assert.deepEqual(await call("GET", `/files/${name}`), { status: 200, text: "text/plain: tea" });
    assert.equal((await call("DELETE", `/files/${name}`)).status, 204);
    assert.equal((await call("GET", `/files/${name}`)).status, 404);
  }
});

test("a client writes and reads by links", async () => {
  const upload: string = JSON.parse((await call("POST", "/files/b/link")).text);
  const put = await fetch(upload, { method: "PUT", body: "tea", headers: { "content-type": "text/plain" } });
  assert.equal(put.status, 200, await put.text());
  const link: string = JSON.parse((await call("GET", "/files/b/link")).text);
  const read = await fetch(link);
  assert.deepEqual([read.status, await read.text()], [200, "tea"]);
  assert.equal((await fetch(link.replace("/files/b?", "/files/a?"))).status, 403);
});

test("what a signature does not grant is refused", async () => {
  for (const [what, action] of [["send", "sqs:sendmessage"], ["many", "sqs:sendmessage"], ["read", "s3:getobject"], ["write", "s3:putobject"]]) {
    assert.equal((await call("POST", `/forgetful/${what}`)).status, 500, what);
    const logs = aws.logged("Jobs");
    assert.ok(logs.toLowerCase().includes(`is not authorized to perform: ${action}`), `${what}: ${logs}`);
  }
  assert.deepEqual(received(), []);
});
