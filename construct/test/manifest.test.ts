// A manifest that is wrong is refused in one sentence that names the key.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseManifest, readManifest } from "../src/manifest.ts";

const EVENTS = {
  version: 1,
  api: { name: "events", throttle: { ratePerSecond: 1000, burst: 500 } },
  tables: [{ name: "Events", variable: "TABLE_NAME_EVENTS", partitionKey: { name: "id", type: "S" } }],
  routes: [
    {
      name: "get_event",
      method: "GET",
      path: "/events/{id}",
      memoryMb: 256,
      timeoutSeconds: 10,
      grants: [{ table: "Events", actions: ["dynamodb:GetItem"] }],
    },
  ],
};

type Change = (manifest: any) => void;

function changed(change: Change): unknown {
  const manifest: unknown = structuredClone(EVENTS);
  change(manifest);
  return manifest;
}

test("a complete manifest is read", () => {
  assert.equal(parseManifest(EVENTS).routes[0]!.name, "get_event");
});

test("the checked-in manifest is read", () => {
  assert.equal(readManifest("infra/manifest.json").api.name, "events");
});

// As the schema has them, which may gain keys.
const { properties } = JSON.parse(readFileSync("manifest/manifest.schema.json", "utf8")).$defs.Route;
const ROUTE = Object.keys(properties).map((key) => `\`${key}\``).join(", ");
const PATH = `\`routes[0].path\` must match \`${properties.path.pattern}\` (the path as API Gateway writes it: \`/events/{id}\`)`;
const METHODS = '"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" or "ANY"';
const key = { name: "at", type: "S" };

const wrong: [string, string, Change][] = [
  ["an unknown version", "`version` must be 1, got 2", (m) => (m.version = 2)],
  ["a missing key", "`api.throttle` is missing", (m) => delete m.api.throttle],
  ["an unknown key", `\`routes[0].memory\` is unknown: \`routes[0]\` takes ${ROUTE}`, (m) => (m.routes[0].memory = 1)],
  ["an unknown key of the manifest itself", "`extra` is unknown: the manifest takes `version`, `api`, `tables`, `routes`", (m) => (m.extra = 1)],
  ["an authorizer, which there is none of yet", "`api.authorizers.jwt` is unknown: `api.authorizers` takes no keys", (m) => (m.api.authorizers = { jwt: {} })],
  ["memory under Lambda's", "`routes[0].memoryMb` must be at least 128, got 64", (m) => (m.routes[0].memoryMb = 64)],
  ["memory over Lambda's", "`routes[0].memoryMb` must be at most 10240, got 20000", (m) => (m.routes[0].memoryMb = 20_000)],
  ["a number in quotes", '`routes[0].memoryMb` must be an integer, got "256"', (m) => (m.routes[0].memoryMb = "256")],
  ["a timeout over API Gateway's", "`routes[0].timeoutSeconds` must be at most 29, got 30", (m) => (m.routes[0].timeoutSeconds = 30)],
  ["a method that there is not", `\`routes[0].method\` must be ${METHODS}, got "FETCH"`, (m) => (m.routes[0].method = "FETCH")],
  ["a key's type in an optional key", '`tables[0].sortKey.type` must be "S", "N" or "B", got "string"', (m) => (m.tables[0].sortKey = { name: "at", type: "string" })],
  ["an optional key without its name", "`tables[0].sortKey.name` is missing", (m) => (m.tables[0].sortKey = { type: "S" })],
  ["an action that is a wildcard", '`routes[0].grants[0].actions[0]` must match `^dynamodb:[A-Za-z]+$` (one action on DynamoDB as IAM writes it, without a wildcard), got "dynamodb:*"', (m) => (m.routes[0].grants[0].actions = ["dynamodb:*"])],
  ["an action twice", "`routes[0].grants[0].actions` must not have the same entry twice, got an array of 2 entries", (m) => m.routes[0].grants[0].actions.push("dynamodb:GetItem")],
  ["a grant on no table", '`routes[0].grants[0].table` names no table: "Other"', (m) => (m.routes[0].grants[0].table = "Other")],
  ["a grant on no index", '`routes[0].grants[0].index` names no index of Events: "ByDate"', (m) => (m.routes[0].grants[0].index = "ByDate")],
  ["a path that ends in a slash", `${PATH}, got "/events/"`, (m) => (m.routes[0].path = "/events/")],
  ["a path that does not start with one", `${PATH}, got "events"`, (m) => (m.routes[0].path = "events")],
  ["a parameter inside a segment", `${PATH}, got "/a{id}"`, (m) => (m.routes[0].path = "/a{id}")],
  ["a greedy parameter that is not last", `${PATH}, got "/{rest+}/b"`, (m) => (m.routes[0].path = "/{rest+}/b")],
  ["a parameter named twice", "`routes[0].path` must name each parameter once, got {id} twice", (m) => (m.routes[0].path = "/{id}/{id+}")],
  ["two routes of one name", "`routes[1].name` is taken: two routes are named get_event", (m) => m.routes.push({ ...m.routes[0], path: "/x" })],
  ["two routes of one path", "`routes[1].path` is taken: two routes answer GET /events/{name}", (m) => m.routes.push({ ...m.routes[0], name: "other", path: "/events/{name}" })],
  ["a variable that a function runs by", "`tables[0].variable` must match `^(?!AWS_|LAMBDA_|LD_|PATH$)[A-Z][A-Z0-9_]*$` (the variable in which a function finds the deployed table's name), got \"AWS_REGION\"", (m) => { m.tables[0].variable = "AWS_REGION"; }],
  ["two tables of one name", "`tables[1].name` is taken: two tables are named Events", (m) => m.tables.push({ ...m.tables[0], variable: "OTHER" })],
  ["two tables of one variable", "`tables[1].variable` is taken: two tables have the variable TABLE_NAME_EVENTS", (m) => m.tables.push({ ...m.tables[0], name: "Other" })],
  ["two indexes of one name", "`tables[0].indexes[1].name` is taken: two indexes are named ByDate", (m) => (m.tables[0].indexes = ["ByDate", "ByDate"].map((name) => ({ name, partitionKey: key })))],
  ["no routes", "`routes` must have at least 1 entry, got an array of 0 entries", (m) => (m.routes = [])],
  ["301 routes", "`routes` must have at most 300 entries, got an array of 301 entries", (m) => (m.routes = Array.from({ length: 301 }, (_, n) => ({ ...m.routes[0], name: `r${n}`, path: `/r${n}` })))],
  ["what would clear a terminal", '`routes[0].grants[0].table` names no table: "\\u001b[2J\\u{9b}2J"', (m) => (m.routes[0].grants[0].table = "\x1b[2J\x9b2J")],
];

for (const [what, sentence, change] of wrong) {
  test(`${what} is refused`, () => {
    assert.throws(() => parseManifest(changed(change)), { message: sentence });
  });
}

test("a file that is not there says how to make it", () => {
  const message = "nope.json cannot be read: `cargo run -- manifest --write nope.json` makes it";
  assert.throws(() => readManifest("nope.json"), { message });
});

test("what is no object is refused", () => {
  assert.throws(() => parseManifest([]), { message: "the manifest must be an object, got an array of 0 entries" });
  assert.throws(() => parseManifest(undefined), { message: "the manifest must be an object, got undefined" });
});

test("what is optional may be null, and paths that differ only in a literal stand side by side", () => {
  const manifest: any = changed((m) => {
    Object.assign(m.routes[0], { throttle: null, bodyLimit: null });
    Object.assign(m.tables[0], { sortKey: null });
    Object.assign(m.api, { cors: null });
    m.routes[0].grants[0].index = null;
    m.routes.push({ ...m.routes[0], name: "rest", path: "/events/{id+}" }, { ...m.routes[0], name: "root", path: "/" });
  });
  assert.equal(parseManifest(manifest), manifest);
});

const places = [["{", ""], ['"api":{', "api."], ['"routes":[{', "routes[0]."], ['"grants":[{', "routes[0].grants[0]."]] as const;

for (const inherited of ["__proto__", "constructor", "toString"]) {
  test(`the key ${inherited}, which objects inherit, is refused wherever it is`, () => {
    for (const [place, path] of places) {
      const text = JSON.stringify(EVENTS).replace(place, `${place}"${inherited}":{"version":1},`);
      const refused = ({ message }: Error) => message.startsWith(`\`${path}${inherited}\` is unknown`);
      assert.throws(() => parseManifest(JSON.parse(text)), refused);
    }
    assert.equal(({} as any).version, undefined);
  });
}

test("what an object inherits is not the manifest's", () => {
  assert.throws(() => parseManifest(Object.create(EVENTS)), { message: "`version` is missing" });
});
