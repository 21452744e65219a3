// The real thing: `cdk bootstrap`, `cdk deploy`, requests, a redeploy, `cdk destroy`, on an AWS
// that enforces each function's role.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { parseManifest, type Manifest } from "fingerpost-cdk";
import { Emulator } from "./emulator.ts";
import { bootstrap, ITEMS, Local, seats } from "./seats.ts";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-deploy-"));
const started = Date.now();
let aws: Emulator;
let assemblies = 0;

function manifest(change: (manifest: Manifest) => void = () => {}): Manifest {
  const read = parseManifest(JSON.parse(readFileSync("infra/manifest.json", "utf8")));
  change(read);
  return read;
}

function written(manifest: Manifest): string {
  const file = join(folder, "manifest.json");
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

/** Synthesizes a manifest into a cloud assembly, with the built executable where no other is given. */
function synthesize(deployed: Manifest, code?: string): string {
  const assembly = join(folder, `assembly-${assemblies++}`);
  const other = code === undefined ? [] : ["-c", `code=${code}`];
  aws.cdk("synth", "--quiet", "-o", assembly, "-c", "ephemeral=true", "-c", `manifest=${written(deployed)}`, ...other);
  return assembly;
}

/** Deploys a manifest, and returns the API's URL on the emulator. */
function deploy(deployed: Manifest, code?: string): string {
  const outputs = join(folder, "outputs.json");
  const assembly = synthesize(deployed, code);
  aws.cdk("deploy", "EventsApi", "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
  const { ApiId } = JSON.parse(readFileSync(outputs, "utf8")).EventsApi;
  return `${aws.url}/_aws/execute-api/${ApiId}/$default`;
}

async function call(method: string, url: string, body?: unknown): Promise<{ status: number; json: any; headers: Headers }> {
  const answer = await fetch(url, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === "" ? undefined : JSON.parse(text), headers: answer.headers };
}

before(async () => {
  aws = await Emulator.start();
  aws.bootstrap(synthesize(manifest()));
});

after(() => {
  aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("cfn-lint finds nothing in the template", () => {
  const template = join(folder, "template.json");
  writeFileSync(template, readFileSync("construct/test/template.golden.json"));
  const found = execFileSync(resolve("target/aws/bin/cfn-lint"), ["--ignore-checks", "W3005", "--", template], { encoding: "utf8" });
  assert.equal(found, "");
});

test("an API is deployed, called, grown, held to its grants, and removed", async (t) => {
  const three = manifest((m) => (m.routes = m.routes.filter(({ name }) => name !== "delete_event")));
  let url = deploy(three);
  t.diagnostic(`deployed ${Math.round((Date.now() - started) / 1000)} s after the start`);

  const created = await call("POST", `${url}/events`, { name: "CDK Workshop", date: "2026-06-15" });
  assert.equal(created.status, 201, aws.log().slice(-3000));
  const { id } = created.json;
  assert.deepEqual(created.json, { id, name: "CDK Workshop", date: "2026-06-15" });
  assert.equal(created.headers.get("access-control-allow-origin"), "*");
  assert.deepEqual((await call("GET", `${url}/events`)).json, [created.json]);
  assert.deepEqual((await call("GET", `${url}/events/${id}`)).json, created.json);
  const details = [{ in: "body", field: "name", message: "is missing" }];
  assert.deepEqual((await call("POST", `${url}/events`, {})).json, { error: "Missing required field: name", details });
  const notYet = await call("DELETE", `${url}/events/${id}`);
  assert.deepEqual([notYet.status, notYet.json], [404, { message: "Not Found" }]);

  const before = functions();
  url = deploy(manifest());
  const grown = functions();
  for (const [name, changed] of before) assert.equal(grown.get(name), changed, `${name} was deployed again`);
  assert.equal(grown.size, before.size + 1);
  assert.equal((await call("DELETE", `${url}/events/${id}`)).status, 204);
  assert.deepEqual((await call("GET", `${url}/events/${id}`)).json, { error: "Event not found" });

  // Its code deletes; its role lets it read.
  const held = manifest((m) => {
    m.routes.find(({ name }) => name === "delete_event")!.grants![0]!.actions = ["dynamodb:GetItem"];
  });
  url = deploy(held);
  const denied = await call("DELETE", `${url}/events/${id}`);
  assert.deepEqual([denied.status, denied.json], [500, { error: "Internal server error" }]);
  assert.match(logs(), /AccessDenied/);
  assert.equal((await call("GET", `${url}/events`)).status, 200);

  const [table] = aws.boto("dynamodb", "list_tables").TableNames;
  assert.match(table, /Events/);
  aws.cdk("destroy", "EventsApi", "--force", "--app", synthesize(held));
  assert.deepEqual(aws.boto("dynamodb", "list_tables").TableNames, []);
  assert.equal(functions().size, 0);
  t.diagnostic(`the whole session took ${Math.round((Date.now() - started) / 1000)} s`);
});

test("an index is queried with its own grant alone, deployed and locally, and refused in the same words", async (t) => {
  const code = bootstrap(folder);
  const local = await Local.start(written(seats()), code);
  t.after(() => local.stop());
  const clouds = { local: local.url, deployed: deploy(seats(), code) };

  const refusals: Record<string, string[]> = {};
  for (const [cloud, url] of Object.entries(clouds)) {
    for (const item of ITEMS) assert.equal((await call("POST", `${url}/seats`, item)).status, 204, aws.log().slice(-3000));
    const found = await Promise.all(["global", "local"].map((name) => call("GET", `${url}/${name}`)));
    assert.deepEqual(found.map(({ status, json }) => [status, json]), [[200, ["3", "1"]], [200, ["3", "1", "2"]]], cloud);
    const refused = await Promise.all(["global_by_table", "local_by_table"].map((name) => call("GET", `${url}/${name}`)));
    refusals[cloud] = refused.map(({ status, json }) => `${status} ${json.code}: ${json.message.replace(/assumed-role\/\S+/, "assumed-role/ROLE")}`);
  }
  const words = (resource: string) =>
    `403 AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/ROLE is not authorized to perform: dynamodb:Query${resource} because no identity-based policy allows the dynamodb:Query action`;
  const named = (index: string) => words(` on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Seats/index/${index}`);
  // AWS names the resource, as the local cloud does; the emulator leaves it out.
  assert.deepEqual(refusals, { local: ["ByGuest", "ByTier"].map(named), deployed: [words(""), words("")] });

  aws.cdk("destroy", "EventsApi", "--force", "--app", synthesize(seats(), code));
});

/** When each route's function was last changed. */
function functions(): Map<string, string> {
  const { Functions } = aws.boto("lambda", "list_functions");
  const ours = Functions.filter(({ Runtime }: any) => Runtime === "provided.al2023");
  return new Map(ours.map(({ Handler, LastModified, CodeSha256 }: any) => [Handler, `${LastModified} ${CodeSha256}`]));
}

/** Everything the functions logged. */
function logs(): string {
  const { logGroups } = aws.boto("logs", "describe_log_groups");
  return logGroups
    .map(({ logGroupName }: any) => JSON.stringify(aws.boto("logs", "filter_log_events", { logGroupName }).events))
    .join("\n");
}
