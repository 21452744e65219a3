// Settings and secrets on an AWS that enforces each function's role: what the construct gives is what the function
// reads, and without the grant it does not start.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Emulator } from "./emulator.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-settings-"));
const assembly = join(folder, "assembly");
const CHARGE = "/orders/5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10/charge";
let aws: Emulator;

/** The manifest with the one route, which everyone may call, and the executable as a folder of code. */
function built(): { manifest: string; code: string } {
  execFileSync("node", ["tests/executables.mjs", "orders"], { stdio: "inherit" });
  const manifest = JSON.parse(execFileSync("target/debug/orders", ["manifest"], { encoding: "utf8" }));
  manifest.routes = manifest.routes.filter(({ name }: { name: string }) => name === "charge");
  delete manifest.routes[0].auth;
  delete manifest.api.authorizers;
  const [file, code] = [join(folder, "manifest.json"), join(folder, "code")];
  writeFileSync(file, JSON.stringify({ ...manifest, tables: [], resources: [] }));
  mkdirSync(code);
  execFileSync("strip", ["-o", join(code, "bootstrap"), "target/debug/orders"]);
  return { manifest: file, code };
}

/** Deploys a stack, and returns the API's URL on the emulator. */
function deploy(stack: string): string {
  const outputs = join(folder, `${stack}.json`);
  aws.cdk("deploy", stack, "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
  const { ApiId } = JSON.parse(readFileSync(outputs, "utf8"))[stack];
  return `${aws.url}/_aws/execute-api/${ApiId}/$default`;
}

/** What the functions of a stack logged. */
function logs(stack: string): string {
  const { logGroups } = aws.boto("logs", "describe_log_groups");
  const own = logGroups.filter(({ logGroupName }: any) => logGroupName.includes(stack));
  return own.map(({ logGroupName }: any) => JSON.stringify(aws.boto("logs", "filter_log_events", { logGroupName }).events)).join("\n");
}

before(async () => {
  aws = await Emulator.start();
  const SecretString = JSON.stringify({ stripe: "sk_live_shibboleth" });
  const { ARN } = aws.boto("secretsmanager", "create_secret", { Name: "shop", SecretString });
  // Parameters are not here: the emulator's IAM does not know the ARN of one for its name.
  aws.boto("secretsmanager", "create_secret", { Name: "hook", SecretString: "hook_shibboleth" });
  const context = Object.entries({ ...built(), secret: ARN }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  aws.cdk("synth", "--quiet", "-o", assembly, "--app", "npx tsx tests/deploy/charging.ts", ...context);
  aws.cdk("bootstrap", "aws://000000000000/us-east-1", "--app", assembly);
  // The bucket's policy asks for TLS, which the emulator does not speak.
  aws.boto("s3", "delete_bucket_policy", { Bucket: "cdk-hnb659fds-assets-000000000000-us-east-1" });
});

after(() => {
  aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("no secret stands in the assembly", () => {
  const files = readdirSync(assembly).filter((file) => file.endsWith(".json"));
  assert.ok(files.some((file) => file.startsWith("Charging")), files.join());
  for (const file of files) assert.doesNotMatch(readFileSync(join(assembly, file), "utf8"), /shibboleth/, file);
});

test("a function has its settings, and fetches its secrets by its role", async () => {
  const answer = await fetch(deploy("Charging") + CHARGE);
  assert.equal(answer.status, 200, aws.log().slice(-3000));
  const { url, key_ends, seconds, has_webhook } = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual([key_ends, seconds, has_webhook], ["leth", 5, true]);
  assert.equal(url, "https://pay.example.com/v1/charges/5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10");
  assert.doesNotMatch(logs("Charging"), /shibboleth/);
});

test("without the grants it does not start, and its log says why", async () => {
  const answer = await fetch(deploy("Denied") + CHARGE);
  assert.ok(answer.status >= 500, String(answer.status));
  const log = logs("Denied") + aws.log();
  assert.match(log, /`STRIPE_KEY` cannot be fetched: AccessDenied/);
  assert.match(log, /`WEBHOOK_KEY` cannot be fetched: AccessDenied/);
  assert.doesNotMatch(log, /shibboleth/);
});
