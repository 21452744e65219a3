# The tutorial's get_event as it is deployed: boto3, one table.
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def response(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
        "body": json.dumps(body),
    }


def handler(event, context):
    record = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    if not record:
        return response(404, {"error": "Event not found"})
    return response(200, record)
