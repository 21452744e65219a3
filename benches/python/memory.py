# The tutorial's get_event on a dict, on AWS's own runtime client.
import json

EVENTS = {
    "550e8400-e29b-41d4-a716-446655440000": {
        "id": "550e8400-e29b-41d4-a716-446655440000",
        "name": "CDK Workshop",
        "date": "2026-06-15",
    }
}


def response(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
        "body": json.dumps(body),
    }


def get_event(event, context):
    record = EVENTS.get(event["pathParameters"]["id"])
    if not record:
        return response(404, {"error": "Event not found"})
    return response(200, record)
