// One table: its key, its indexes, its time to live, and how its data is kept.

import { RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { type Index, type KeySchema, projected, type Table } from "./table-checks.js";

/** Makes a table of the manifest, on demand and recoverable, and encrypted with the key if one is given. */
export function makeTable(scope: Construct, table: Table, removalPolicy: RemovalPolicy, encryptionKey?: kms.IKey): dynamodb.Table {
  const { name, partitionKey, sortKey, indexes = [], expires } = table;
  const made = new dynamodb.Table(scope, `${name}Table`, {
    partitionKey: attribute(partitionKey),
    ...(sortKey && { sortKey: attribute(sortKey) }),
    ...(expires && { timeToLiveAttribute: expires }),
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
    ...(encryptionKey && { encryptionKey }),
  });
  for (const index of indexes) addIndex(made, index);
  return made;
}

function addIndex(table: dynamodb.Table, index: Index): void {
  const { name: indexName, partitionKeys, sortKeys = [] } = index;
  const projection = projectionOf(index);
  if (index.local) {
    table.addLocalSecondaryIndex({ indexName, sortKey: attribute(sortKeys[0]!), ...projection });
  } else {
    const keys = { partitionKeys: partitionKeys.map(attribute), sortKeys: sortKeys.map(attribute) };
    table.addGlobalSecondaryIndex({ indexName, ...keys, ...projection });
  }
}

/** In an order of its own: CloudFormation would see another index in another order, and refuse it. */
function projectionOf(index: Index): Pick<dynamodb.SecondaryIndexProps, "projectionType" | "nonKeyAttributes"> {
  const attributes = projected(index);
  if (attributes) return { projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes: [...attributes].sort() };
  return { projectionType: index.projection === "keysOnly" ? dynamodb.ProjectionType.KEYS_ONLY : dynamodb.ProjectionType.ALL };
}

function attribute({ name, type }: KeySchema): dynamodb.Attribute {
  const types = {
    S: dynamodb.AttributeType.STRING,
    N: dynamodb.AttributeType.NUMBER,
    B: dynamodb.AttributeType.BINARY,
  };
  return { name, type: types[type] };
}
