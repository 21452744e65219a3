# The tutorial's four handlers as they are deployed: boto3, one table.
import json
import os
import uuid

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def response(status, body=""):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
        "body": json.dumps(body),
    }


def list_events(event, context):
    return response(200, table.scan()["Items"])


def create_event(event, context):
    try:
        body = json.loads(event["body"])
    except (KeyError, TypeError, ValueError):
        return response(400, {"error": "Invalid JSON in request body"})
    if "name" not in body:
        return response(400, {"error": "Missing required field: name"})
    record = {**body, "id": str(uuid.uuid4())}
    table.put_item(Item=record)
    return response(201, record)


def get_event(event, context):
    record = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    if not record:
        return response(404, {"error": "Event not found"})
    return response(200, record)


def delete_event(event, context):
    key = {"id": event["pathParameters"]["id"]}
    if not table.get_item(Key=key).get("Item"):
        return response(404, {"error": "Event not found"})
    table.delete_item(Key=key)
    return response(204)
