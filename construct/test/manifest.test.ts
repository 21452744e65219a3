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

interface Wrong {
  what: string;
  set?: Record<string, unknown>;
  remove?: string;
  /** A part of this side's sentence. */
  typescript: string;
}

/** One good manifest, and what makes it wrong. `manifest/tests/refused.rs` walks over it, too. */
const table: { good: any; wrong: Wrong[] } = JSON.parse(readFileSync("manifest/tests/refused.json", "utf8"));

/** The object or array that holds the value at a JSON pointer, and the value's key in it. */
function holder(manifest: any, pointer: string): [any, string] {
  const keys = pointer.split("/").slice(1);
  const last = keys.pop()!;
  return [keys.reduce((value, key) => value[key], manifest), last];
}

function madeWrong({ set = {}, remove }: Wrong): unknown {
  let manifest = structuredClone(table.good);
  for (const [pointer, value] of Object.entries(set)) {
    const [object, key] = holder(manifest, pointer);
    if (pointer === "") manifest = value;
    else object[key] = value;
  }
  if (remove) {
    const [object, key] = holder(manifest, remove);
    assert.ok(delete object[key]);
  }
  return manifest;
}

test("the good manifest of the table is accepted", () => {
  assert.equal(parseManifest(table.good), table.good);
});

for (const wrong of table.wrong) {
  test(`${wrong.what} is refused`, () => {
    const refused = ({ message }: Error) => assert.ok(message.includes(wrong.typescript), message) ?? true;
    assert.throws(() => parseManifest(madeWrong(wrong)), refused);
  });
}

const ROUTES = "`routes` must have at most 300 entries, got an array of 301 entries";

const alsoWrong: [string, string, Change][] = [
  ["301 routes", ROUTES, (m) => (m.routes = Array.from({ length: 301 }, (_, n) => ({ ...m.routes[0], name: `r${n}`, path: `/r${n}` })))],
  ["what would clear a terminal", '`routes[0].grants[0].table` names no table: "\\u001b[2J\\u{9b}2J"', (m) => (m.routes[0].grants[0].table = "\x1b[2J\x9b2J")],
];

for (const [what, sentence, change] of alsoWrong) {
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
