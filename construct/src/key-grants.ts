// Keys of KMS that tables are encrypted with: who uses such a table needs its key, too, and DynamoDB uses the key in
// the caller's name. Other services do the same, and each key may be used through its service alone.

import { Stack } from "aws-cdk-lib";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { given } from "./names.js";

/** The actions on tables that change nothing. */
const READING = new Set(["BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"].map((name) => `dynamodb:${name}`));
const READ = ["kms:Decrypt", "kms:DescribeKey"];
const WRITE = ["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/** What a function may do with the keys of the tables that it is granted, through DynamoDB alone. */
export function onKeys(
  scope: Construct,
  grants: readonly { table: string; actions: readonly string[] }[],
  tables: Readonly<Record<string, dynamodb.ITable>>,
): iam.PolicyStatement[] {
  const keys = new Map<string, Set<string>>();
  for (const { table, actions } of grants) {
    const key = given(tables, table)?.encryptionKey;
    if (!key) continue;
    const used = keys.get(key.keyArn) ?? new Set(READ);
    if (actions.some((action) => !READING.has(action))) WRITE.forEach((action) => used.add(action));
    keys.set(key.keyArn, used);
  }
  const conditions = throughService("dynamodb", Stack.of(scope).region);
  return [...keys].map(([key, actions]) => new iam.PolicyStatement({ actions: [...actions].sort(), resources: [key], conditions }));
}

/** The conditions under which a key is used by the service in a caller's name, and not by the caller. */
export function throughService(service: string, region: string): { StringEquals: Record<string, string> } {
  return { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } };
}
