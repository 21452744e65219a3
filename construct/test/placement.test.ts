// Which stack a route stands in, for APIs of many routes and APIs that change.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { type Manifest, parseManifest } from "../src/manifest.ts";
import { MAIN_STACK_ROUTES, place, type Placement, readPlacement, settle } from "../src/placement.ts";
import { api } from "./fixture.ts";

/** A manifest of generated routes, each with a grant. */
function generated(count: number, from = 0): Manifest {
  const routes = Array.from({ length: count }, (_, n) => ({
    name: `route_${from + n}`,
    method: "GET",
    path: `/things/${from + n}/{id}`,
    memoryMb: 128,
    timeoutSeconds: 5,
    grants: [{ table: "Things", actions: ["dynamodb:GetItem"] }],
  }));
  return parseManifest({
    version: 1,
    api: { name: "things", throttle: { ratePerSecond: 100, burst: 50 } },
    tables: [{ name: "Things", variable: "TABLE_NAME_THINGS", partitionKey: { name: "id", type: "S" } }],
    routes,
  });
}

/** Where each route's function is, by the file of its template and its logical id. */
function layout(manifest: Manifest, placement?: Placement): { places: Map<string, string>; sizes: number[] } {
  const app = new App();
  const { stack } = api({ manifest, ...(placement && { placement }) }, app);
  const templates = [stack, ...stack.node.findAll().filter((node): node is Stack => Stack.isStack(node) && node !== stack)];
  const places = new Map<string, string>();
  const sizes: number[] = [];
  app.synth();
  for (const one of templates) {
    const template = Template.fromStack(one).toJSON();
    sizes.push(Object.keys(template.Resources).length);
    for (const [id, resource] of Object.entries<any>(template.Resources)) {
      if (resource.Type === "AWS::Lambda::Function") places.set(resource.Properties.Handler, `${one.node.path}/${id}`);
    }
  }
  return { places, sizes };
}

test("three hundred routes fit, and adding one moves no other", (t) => {
  const started = Date.now();
  const before = layout(generated(299));
  const seconds = (Date.now() - started) / 1000;
  const after = layout(generated(300));
  assert.equal(after.places.size, 300);
  for (const [route, place] of before.places) assert.equal(after.places.get(route), place, route);
  const largest = Math.max(...after.sizes);
  assert.ok(largest <= 500, `${largest} resources`);
  t.diagnostic(`${after.sizes.length} stacks, the largest of ${largest} resources, ${seconds.toFixed(1)} s to synthesize`);
});

test("an API that grows, and shrinks again, leaves its routes where they were", () => {
  const sizes = [MAIN_STACK_ROUTES, MAIN_STACK_ROUTES + 30, MAIN_STACK_ROUTES - 5, MAIN_STACK_ROUTES + 10];
  let placement: Placement | undefined;
  let before = new Map<string, string>();
  for (const [step, size] of sizes.entries()) {
    // The third step drops routes of the main stack and keeps nested ones.
    const manifest = generated(size, step === 2 ? 35 : 0);
    placement = settle(manifest, placement);
    const after = layout(manifest, placement);
    for (const [route, place] of before) {
      if (after.places.has(route)) assert.equal(after.places.get(route), place, `${route}, step ${step}`);
    }
    assert.ok(Math.max(...after.sizes) <= 500);
    // A route that was dropped is a new one when it comes back.
    before = new Map([...before].filter(([route]) => after.places.has(route)));
    for (const [route, place] of after.places) before.set(route, place);
  }
});

test("a placement that is none is refused, and says what to do", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-placement-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "placement.json");
  const advice = "; restore it from version control, it says which stack each route is in";
  const wrong: [string, string][] = [
    ['{"main": []}', "`outgrown` is missing"],
    ['{"main": ["a", 1], "outgrown": false}', "`main[1]` must be a string, got 1"],
    ['{"main": [], "outgrown": false, "__proto__": {}}', "`__proto__` is unknown: the placement takes `main`, `outgrown`"],
  ];
  for (const [text, sentence] of wrong) {
    writeFileSync(file, text);
    assert.throws(() => readPlacement(file), { message: `${file}: ${sentence}${advice}` });
  }
  writeFileSync(file, "<<<<<<< HEAD");
  assert.throws(() => readPlacement(file), ({ message }: Error) => message.startsWith(`${file}: Unexpected token`) && message.endsWith(advice));
  assert.equal(readPlacement(join(folder, "none")), undefined);
});

test("names that all fall into one nested stack are refused", () => {
  const all = generated(300, 0);
  const crowd = { ...all, routes: generated(300).routes };
  const nested = place(all);
  const first = nested(crowd.routes[0]!.name);
  let n = 0;
  crowd.routes = [];
  while (crowd.routes.length < 81) {
    const route = { ...all.routes[0]!, name: `crowd_${n}`, path: `/crowd/${n++}` };
    if (nested(route.name) === first) crowd.routes.push(route);
  }
  assert.throws(() => place(crowd), /would hold over 80 routes: rename `crowd_/);
});
