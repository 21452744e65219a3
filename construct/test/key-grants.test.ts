// Keys that tables are encrypted with: who may use them, for what.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as kms from "aws-cdk-lib/aws-kms";
import { parseManifest } from "../src/manifest.ts";
import type { RouteApiProps } from "../src/route-api-props.ts";
import { api, policies } from "./fixture.ts";

const others = new Stack(undefined, "Others", { env: { account: "111111111111", region: "eu-central-1" } });
const KEY = "arn:aws:kms:eu-central-1:111111111111:key/own";
const key = kms.Key.fromKeyArn(others, "Key", KEY);
const table = (name: string, encryptionKey?: kms.IKey) =>
  dynamodb.Table.fromTableAttributes(others, name, { tableArn: `arn:aws:dynamodb:eu-central-1:111111111111:table/${name}`, ...(encryptionKey && { encryptionKey }) });
const [seats, plain, halls] = [table("Seats", key), table("Plain"), table("Halls", key)];

/** What the one route, which has these grants, may do with keys. */
function ofKeys(grants: [table: string, ...actions: string[]][], props: Partial<RouteApiProps> = { tables: { Seats: seats, Plain: plain, Halls: halls } }): any[] {
  const manifest = parseManifest({
    version: 1,
    api: { name: "seats", throttle: { ratePerSecond: 1, burst: 1 } },
    tables: ["Seats", "Plain", "Halls"].map((name) => ({ name, variable: `TABLE_NAME_${name.toUpperCase()}`, partitionKey: { name: "id", type: "S" } })),
    routes: [
      { name: "use", method: "GET", path: "/", memoryMb: 128, timeoutSeconds: 3, grants: grants.map(([table, ...actions]) => ({ table, actions: actions.map((action) => `dynamodb:${action}`) })) },
    ],
  });
  const { stack } = api({ manifest, ...props });
  return policies(Template.fromStack(stack), "use").filter(({ Action }: any) => JSON.stringify(Action).includes("kms:"));
}

const READ = ["kms:Decrypt", "kms:DescribeKey"];
const WRITE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

for (const [action, actions] of [
  ["GetItem", READ],
  ["BatchGetItem", READ],
  ["Query", READ],
  ["Scan", READ],
  ["ConditionCheckItem", READ],
  ["PutItem", WRITE],
  ["UpdateItem", WRITE],
  ["DeleteItem", WRITE],
  ["BatchWriteItem", WRITE],
] as const) {
  test(`a function that may ${action} may use the table's key to ${actions === READ ? "read" : "write"}`, () => {
    const [statement, ...rest] = ofKeys([["Seats", action]]);
    assert.deepEqual([statement.Action, statement.Resource, rest], [actions, KEY, []]);
  });
}

test("a key may be used through DynamoDB alone", () => {
  const [{ Condition }] = ofKeys([["Seats", "GetItem"]]);
  assert.deepEqual(Condition, { StringEquals: { "kms:ViaService": { "Fn::Join": ["", ["dynamodb.", { Ref: "AWS::Region" }, ".amazonaws.com"]] } } });
});

test("a function that does not use the table may not use its key", () => {
  assert.deepEqual(ofKeys([["Plain", "GetItem", "PutItem"]]), []);
});

test("a key of several tables is granted once, for all that the function does with them", () => {
  assert.deepEqual(ofKeys([["Seats", "GetItem"], ["Halls", "PutItem"]]).map(({ Action }) => Action), [WRITE]);
});

test("tables that are made here are encrypted with the key that is given, and it is granted", () => {
  const made = api({ encryptionKey: key });
  Template.fromStack(made.stack).allResourcesProperties("AWS::DynamoDB::Table", { SSESpecification: { KMSMasterKeyId: KEY, SSEEnabled: true, SSEType: "KMS" } });
  const [{ Action, Resource }] = ofKeys([["Halls", "Scan"]], { encryptionKey: key });
  assert.deepEqual([Action, Resource], [READ, KEY]);
});
