// The tutorial's `get_event` as it is deployed: the AWS SDK for JavaScript, one table.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const get_event = async ({ pathParameters }) => {
  const { Item } = await table.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key: { id: pathParameters.id } }));
  const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" };
  if (!Item) return { statusCode: 404, headers, body: JSON.stringify({ error: "Event not found" }) };
  return { statusCode: 200, headers, body: JSON.stringify(Item) };
};
