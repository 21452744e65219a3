// A manifest that is wrong is refused in one sentence that names the key.

import assert from "node:assert/strict";
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

const wrong: [string, string, Change][] = [
  ["an unknown version", "`version` must be 1, the version that this library reads", (m) => (m.version = 2)],
  ["a missing key", "`api.throttle` expected object, received undefined", (m) => delete m.api.throttle],
  ["an unknown key", '`routes[0]` is wrong: Unrecognized key: "memory"', (m) => (m.routes[0].memory = 1)],
  ["memory out of range", "`routes[0].memoryMb` is wrong: Too big: expected number to be <=10240", (m) => (m.routes[0].memoryMb = 20_000)],
  ["a timeout over API Gateway's", "`routes[0].timeoutSeconds` is wrong: Too big: expected number to be <=29", (m) => (m.routes[0].timeoutSeconds = 30)],
  ["an action that is a wildcard", "`routes[0].grants[0].actions[0]` must be one DynamoDB action, without `*`", (m) => (m.routes[0].grants[0].actions = ["dynamodb:*"])],
  ["a grant on no table", "`routes[0].grants[0].table` names no table: Other", (m) => (m.routes[0].grants[0].table = "Other")],
  ["a path that ends in a slash", "`routes[0].path` must start with `/` and not end in one", (m) => (m.routes[0].path = "/events/")],
  ["a parameter inside a segment", "`routes[0].path` must have whole segments as parameters, a greedy one last", (m) => (m.routes[0].path = "/a{id}")],
  ["a greedy parameter that is not last", "`routes[0].path` must have whole segments as parameters, a greedy one last", (m) => (m.routes[0].path = "/{rest+}/b")],
  ["a parameter named twice", "`routes[0].path` must name each parameter once", (m) => (m.routes[0].path = "/{id}/{id}")],
  ["two routes of one name", "`routes[1].name` is taken: two routes are named get_event", (m) => m.routes.push({ ...m.routes[0], path: "/x" })],
  ["two routes of one path", "`routes[1].path` is taken: two routes answer GET /events/{name}", (m) => m.routes.push({ ...m.routes[0], name: "other", path: "/events/{name}" })],
  ["no routes", "`routes` is wrong: Too small: expected array to have >=1 items", (m) => (m.routes = [])],
  ["301 routes", "`routes` is wrong: Too big: expected array to have <=300 items", (m) => (m.routes = Array.from({ length: 301 }, (_, n) => ({ ...m.routes[0], name: `r${n}`, path: `/r${n}` })))],
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
