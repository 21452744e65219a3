// What is given by a route's or a table's name, and what such a name may be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Template } from "aws-cdk-lib/assertions";
import { readManifest } from "../src/manifest.ts";
import { api, functions } from "./fixture.ts";

test("a name that the manifest does not have is refused", () => {
  const jwt = { usrs: { issuer: "https://id.example", audiences: ["api"] } };
  assert.throws(() => api({ jwt }), /`jwt` names `usrs`, which the manifest does not have/);
  assert.throws(() => api({ tables: { Event: undefined as never } }), /`tables` names `Event`, which/);
});

test("a route may be named as anything else of the construct", () => {
  const manifest = readManifest("infra/manifest.json");
  ["Stage", "HttpApi", "EventsTable", "Routes"].forEach((name, n) => (manifest.routes[n]!.name = name));
  assert.equal(functions(Template.fromStack(api({ manifest }).stack)).size, 4);
});

test("routes and tables may be named as what every object inherits", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    const manifest = readManifest("infra/manifest.json");
    manifest.tables[0]!.name = name;
    manifest.routes.forEach((route) => (route.grants![0]!.table = name));
    manifest.routes[0]!.name = name;
    const { stack, api: made } = api({ manifest, tables: {}, jwt: {} });
    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::DynamoDB::Table", 1);
    template.allResourcesProperties("AWS::ApiGatewayV2::Route", { AuthorizationType: "NONE" });
    assert.deepEqual([Object.hasOwn(made.tables, name), Object.hasOwn(made.functions, name)], [true, true], name);
  }
});
