// The tables that a manifest becomes, one property at a time, and what a grant on an index is on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Template } from "aws-cdk-lib/assertions";
import { type Manifest, parseManifest } from "../src/manifest.ts";
import { api, functions } from "./fixture.ts";

type Table = Manifest["tables"][number];
type Indexes = NonNullable<Table["indexes"]>;

/** The template of an API with one table, `Seats`, and one route. */
function template(table: Partial<Table> = {}, index?: string): Template {
  const grants = [{ table: "Seats", ...(index && { index }), actions: ["dynamodb:Query"] }];
  const manifest = parseManifest({
    version: 1,
    api: { name: "seats", throttle: { ratePerSecond: 1, burst: 1 } },
    tables: [
      {
        name: "Seats",
        variable: "SEATS_ARE_HERE",
        partitionKey: { name: "event", type: "S" },
        sortKey: { name: "number", type: "N" },
        ...table,
      },
    ],
    routes: [{ name: "seats", method: "GET", path: "/seats", memoryMb: 128, timeoutSeconds: 3, grants }],
  });
  return Template.fromStack(api({ manifest }).stack);
}

/** The properties of the table. */
function properties(table: Partial<Table> = {}): any {
  const [resource] = Object.values(template(table).findResources("AWS::DynamoDB::Table"));
  return resource!.Properties;
}

const string = (name: string) => ({ name, type: "S" as const });
const byGuest: Indexes = [{ name: "ByGuest", partitionKeys: [string("guest")] }];
const byRow: Indexes = [{ name: "ByRow", local: true, partitionKeys: [string("event")], sortKeys: [string("row")] }];

/** A key as CloudFormation has it: `HASH hall, RANGE tier`. */
function key(schema: { AttributeName: string; KeyType: string }[]): string {
  return schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join(", ");
}

test("a table has its partition key and its sort key", () => {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties();
  assert.equal(key(KeySchema), "HASH event, RANGE number");
  assert.deepEqual(AttributeDefinitions, [
    { AttributeName: "event", AttributeType: "S" },
    { AttributeName: "number", AttributeType: "N" },
  ]);
  assert.deepEqual([GlobalSecondaryIndexes, LocalSecondaryIndexes], [undefined, undefined]);
});

test("the variable of a table is the manifest's", () => {
  const found = template();
  const [table] = Object.keys(found.findResources("AWS::DynamoDB::Table"));
  assert.deepEqual(functions(found).get("seats").Environment.Variables.SEATS_ARE_HERE, { Ref: table });
});

test("an index of one attribute holds everything", () => {
  assert.deepEqual(properties({ indexes: byGuest }).GlobalSecondaryIndexes, [
    { IndexName: "ByGuest", KeySchema: [{ AttributeName: "guest", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } },
  ]);
});

test("an index has up to four attributes in each half of its key, in their order", () => {
  const partitionKeys = ["season", "hall", "stage", "tier"].map(string);
  const sortKeys = [string("row"), { name: "number", type: "N" as const }, string("guest"), { name: "photo", type: "B" as const }];
  const { GlobalSecondaryIndexes, AttributeDefinitions } = properties({ indexes: [{ name: "ByAll", partitionKeys, sortKeys }] });
  const halves = "HASH season, HASH hall, HASH stage, HASH tier, RANGE row, RANGE number, RANGE guest, RANGE photo";
  assert.equal(key(GlobalSecondaryIndexes[0].KeySchema), halves);
  const types = AttributeDefinitions.map(({ AttributeName, AttributeType }: any) => `${AttributeName} ${AttributeType}`);
  assert.deepEqual(types.sort(), ["event S", "guest S", "hall S", "number N", "photo B", "row S", "season S", "stage S", "tier S"]);
});

test("an index holds its keys alone, or the attributes that it names, in whichever order", () => {
  const projection = (projection: Indexes[number]["projection"]) =>
    properties({ indexes: [{ ...byGuest[0]!, projection }] }).GlobalSecondaryIndexes[0].Projection;
  assert.deepEqual(projection("all"), { ProjectionType: "ALL" });
  assert.deepEqual(projection("keysOnly"), { ProjectionType: "KEYS_ONLY" });
  assert.deepEqual(projection({ include: ["row", "hall"] }), { ProjectionType: "INCLUDE", NonKeyAttributes: ["hall", "row"] });
});

test("a local index has the table's partition key and its own sort key", () => {
  const { LocalSecondaryIndexes, GlobalSecondaryIndexes } = properties({ indexes: [{ ...byRow[0]!, projection: { include: ["guest"] } }, ...byGuest] });
  const [{ KeySchema, ...rest }] = LocalSecondaryIndexes;
  assert.equal(key(KeySchema), "HASH event, RANGE row");
  assert.deepEqual(rest, { IndexName: "ByRow", Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["guest"] } });
  assert.deepEqual(GlobalSecondaryIndexes.map(({ IndexName }: any) => IndexName), ["ByGuest"]);
});

test("a table has the declared time to live, or none", () => {
  assert.deepEqual(properties({ expires: "until" }).TimeToLiveSpecification, { AttributeName: "until", Enabled: true });
  assert.equal(properties().TimeToLiveSpecification, undefined);
});

for (const [index, indexes] of [["ByGuest", byGuest], ["ByRow", byRow]] as const) {
  test(`a grant on ${index} is on it alone`, () => {
    const found = template({ indexes }, index);
    const [table] = Object.keys(found.findResources("AWS::DynamoDB::Table"));
    const role = functions(found).get("seats").Role["Fn::GetAtt"][0];
    const [{ PolicyDocument }] = found.findResources("AWS::IAM::Role")[role]!.Properties.Policies;
    const statements = PolicyDocument.Statement.filter(({ Action }: any) => [Action].flat().some((action) => action.startsWith("dynamodb:")));
    const arn = { "Fn::Join": ["", [{ "Fn::GetAtt": [table, "Arn"] }, `/index/${index}`]] };
    assert.deepEqual(statements, [{ Effect: "Allow", Action: "dynamodb:Query", Resource: arn }]);
  });
}
