"""The functions of `seats.ts`: each makes its one call of DynamoDB, whatever its role grants.

A query's answer is the numbers of the seats that it found, a refusal the words of whoever refused.
"""

import http.client
import json
import os

import boto3
from botocore.exceptions import ClientError

RUNTIME = "/2018-06-01/runtime/invocation"
QUERIES = {
    "global": {
        "IndexName": "ByGuest",
        "KeyConditionExpression": "guest = :guest AND season = :season",
        "ExpressionAttributeValues": {":guest": {"S": "ann"}, ":season": {"S": "winter"}},
    },
    "local": {
        "IndexName": "ByTier",
        "KeyConditionExpression": "concert = :concert",
        "ExpressionAttributeValues": {":concert": {"S": "gala"}},
    },
}


def answer(name, event):
    table = {"TableName": os.environ["TABLE_NAME_SEATS"]}
    client = boto3.client("dynamodb", region_name=os.environ["AWS_REGION"])
    try:
        if name == "put_seat":
            client.put_item(**table, Item=json.loads(event["body"]))
            return 204, None
        index, _, _ = name.partition("_")
        found = client.query(**table, **QUERIES[index])
        return 200, [item["seat"]["N"] for item in found["Items"]]
    except ClientError as error:
        return 403, {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}


def main():
    while True:
        connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        connection.request("GET", f"{RUNTIME}/next")
        invocation = connection.getresponse()
        status, body = answer(os.environ["_HANDLER"], json.load(invocation))
        response = {"statusCode": status, "headers": {"content-type": "application/json"}}
        if body is not None:
            response["body"] = json.dumps(body)
        identifier = invocation.headers["lambda-runtime-aws-request-id"]
        connection.request("POST", f"{RUNTIME}/{identifier}/response", json.dumps(response))
        connection.getresponse().read()


try:
    main()
except ConnectionError:
    # Whoever ran it has ended.
    pass
