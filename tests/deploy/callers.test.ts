// Who may call, on an AWS that verifies tokens and in the local cloud: the same manifest, the same functions,
// the same issuer, and a table of tokens beside each of which stands what both must answer.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { parseManifest } from "fingerpost-cdk";
import { Emulator } from "./emulator.ts";
import { hashed, Issuer, Key, unsigned } from "./issuer.ts";
import { Local } from "./seats.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-callers-"));
let aws: Emulator;
let issuer: Issuer;
let local: Local;
let clouds: Record<string, string>;

const AUDIENCE = "callers";

/** A route for each way in. */
function manifest() {
  const route = (name: string, path: string, auth: unknown) => ({ name, method: "GET", path, memoryMb: 128, timeoutSeconds: 10, auth });
  const by = (authorizer: string, ...scopes: string[]) => ({ by: { authorizer, scopes } });
  return parseManifest({
    version: 1,
    api: {
      name: "callers",
      throttle: { ratePerSecond: 1000, burst: 500 },
      authorizers: {
        api_key: { function: { identity: [{ in: "header", name: "x-api-key" }], cacheSeconds: 60, memoryMb: 128, timeoutSeconds: 10 } },
        users: { jwt: { issuer: issuer.url, audiences: [AUDIENCE] } },
      },
    },
    tables: [],
    routes: [
      route("guarded", "/guarded", by("users")),
      route("keyed", "/keyed", by("api_key")),
      route("open", "/open", "open"),
      route("scoped", "/scoped", by("users", "orders:write", "orders:admin")),
      route("signed", "/signed", "iam"),
    ],
  });
}

/** The functions, which are a script, so that nothing is built. */
function bootstrap(): string {
  const code = join(folder, "code");
  mkdirSync(code);
  writeFileSync(join(code, "bootstrap"), `#!${resolve("target/aws/bin/python")}\n${readFileSync("tests/functions/auth.py", "utf8")}`);
  chmodSync(join(code, "bootstrap"), 0o755);
  return code;
}

before(async () => {
  issuer = await Issuer.start(folder);
  const trusting = { SSL_CERT_FILE: issuer.certificate };
  aws = await Emulator.start(trusting);
  const [file, code, outputs] = [join(folder, "manifest.json"), bootstrap(), join(folder, "outputs.json")];
  writeFileSync(file, JSON.stringify(manifest()));
  local = await Local.start(file, code, trusting);
  const assembly = join(folder, "assembly");
  aws.cdk("synth", "--quiet", "-o", assembly, "-c", "ephemeral=true", "-c", `manifest=${file}`, "-c", `code=${code}`);
  aws.bootstrap(assembly);
  aws.cdk("deploy", "EventsApi", "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
  const { ApiId } = JSON.parse(readFileSync(outputs, "utf8")).EventsApi;
  clouds = { local: local.url, deployed: `${aws.url}/_aws/execute-api/${ApiId}/$default` };
});

after(() => {
  local?.stop();
  aws?.stop();
  issuer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call(cloud: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; json: any }> {
  const answer = await fetch(`${clouds[cloud]}${path}`, { headers });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

/** What the emulator lets through, though AWS's documentation says otherwise. */
const EMULATOR_LETS_THROUGH = ["`alg: none` over a good signature", "another `alg` than the signature's", "no expiry"];

test("a token that is right is let through, and each wrong one refused, deployed and locally", async (t) => {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: issuer.url, aud: AUDIENCE, sub: "ann", iat: now, exp: now + 3600, scope: "orders:read orders:write" };
  const { key } = issuer;
  const token = (claims: object = {}, header: object = {}) => key.token({ ...key.header, ...header }, { ...good, ...claims });
  const control = token();
  const [first, second, third] = control.split(".") as [string, string, string];
  const other = new Key(key.kid);
  const rows: [string, string | undefined, number][] = [
    ["the control", `Bearer ${control}`, 200],
    ["no `Bearer`", control, 200],
    ["several audiences", token({ aud: ["x", AUDIENCE] }), 200],
    ["`client_id` and no `aud`", token({ aud: undefined, client_id: AUDIENCE }), 200],
    ["nothing", undefined, 401],
    ["`Basic`", "Basic YW5uOnB3", 401],
    ["the signature is cut", `${first}.${second}`, 401],
    ["the last bytes are cut", control.slice(0, -8), 401],
    ["a dot more", `${control}.`, 401],
    ["other claims", `${first}.${Buffer.from(JSON.stringify({ ...good, sub: "bob" })).toString("base64url")}.${third}`, 401],
    ["`alg: none`", `${unsigned({ ...key.header, alg: "none" }, good)}.`, 401],
    ["`alg: none` over a good signature", token({}, { alg: "none" }), 401],
    ["another `alg` than the signature's", token({}, { alg: "RS512" }), 401],
    ["HS256 with the public key", hashed(key, good), 401],
    ["another key", other.token(key.header, good), 401],
    ["`kid` unknown", token({}, { kid: "unknown" }), 401],
    ["no `kid`", token({}, { kid: undefined }), 401],
    ["another issuer", token({ iss: "https://evil.invalid" }), 401],
    ["no issuer", token({ iss: undefined }), 401],
    ["another audience", token({ aud: "x" }), 401],
    ["no audience", token({ aud: undefined }), 401],
    ["another audience, and `client_id` right", token({ aud: "x", client_id: AUDIENCE }), 401],
    ["expired", token({ exp: now - 60 }), 401],
    ["no expiry", token({ exp: undefined }), 401],
    ["not yet", token({ nbf: now + 600 }), 401],
    ["issued in the future", token({ iat: now + 600 }), 401],
    ["no scope", token({ scope: undefined }), 403],
    ["another scope", token({ scope: "orders:read" }), 403],
    ["part of a scope", token({ scope: "orders:write:all" }), 403],
  ];
  const wrong: string[] = [];
  for (const [what, authorization, expected] of rows) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const got = await Promise.all(["local", "deployed"].map(async (cloud) => (await call(cloud, "/scoped", headers)).status));
    const lets = EMULATOR_LETS_THROUGH.includes(what) ? 200 : expected;
    t.diagnostic(`${what}: expected ${expected}, got ${got[0]} locally and ${got[1]} deployed`);
    if (got[0] !== expected || got[1] !== lets) wrong.push(`${what}: ${got}`);
  }
  assert.deepEqual(wrong, [], aws.log().slice(-2000));
});

test("a function decides, deployed and locally", async () => {
  for (const cloud of ["local", "deployed"]) {
    const statuses = [];
    for (const key of [undefined, "good", "bad", "word"]) {
      statuses.push((await call(cloud, "/keyed", key === undefined ? {} : { "x-api-key": key })).status);
    }
    assert.deepEqual(statuses, [401, 200, 403, 500], cloud);
    const { json } = await call(cloud, "/keyed", { "x-api-key": "good" });
    assert.deepEqual(json.requestContext.authorizer, { lambda: { tenant: "t1", level: 3 } }, cloud);
  }
});

test("an open route asks for nothing, and one that asks for a signature refuses a request without", async () => {
  for (const cloud of ["local", "deployed"]) {
    assert.equal((await call(cloud, "/open")).status, 200, cloud);
    const refused = await call(cloud, "/signed");
    assert.deepEqual([refused.status, refused.json], [403, { message: "Forbidden" }], cloud);
  }
});
