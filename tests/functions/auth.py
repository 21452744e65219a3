#!/usr/bin/env python3
"""Functions behind authorizers, and one that decides, in another language: with nothing but the Runtime API.

A route answers with its event. The function `api_key` decides by the header `x-api-key`, and writes each
event that it is asked with into the file that `ASKED` names.
"""

import http.client
import json
import os
import time

RUNTIME = "/2018-06-01/runtime/invocation"


def api_key(event):
    if "ASKED" in os.environ:
        with open(os.environ["ASKED"], "a") as file:
            file.write(json.dumps(event) + "\n")
    key = event["headers"]["x-api-key"]
    if key == "hangs":
        time.sleep(60)
    if key == "crashes":
        os._exit(1)
    answers = {
        "good": {"isAuthorized": True, "context": {"tenant": "t1", "level": 3}},
        "plain": {"isAuthorized": True},
        "bad": {"isAuthorized": False},
        "word": {"isAuthorized": "true"},
        "empty": {},
        "policy": {"principalId": "x", "policyDocument": {"Statement": []}},
        "list": [],
        "a lot": {"isAuthorized": True, "context": {"more": "x" * 1_000_000}},
        "too much": {"isAuthorized": True, "context": {"more": "x" * 6_300_000}},
    }
    return answers[key]


def route(event):
    return {"statusCode": 200, "body": json.dumps(event)}


decide = api_key if os.environ["_HANDLER"] == "api_key" else route
while True:
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request("GET", f"{RUNTIME}/next")
    invocation = connection.getresponse()
    event = json.load(invocation)
    identifier = invocation.headers["lambda-runtime-aws-request-id"]
    try:
        kind, answer = "response", decide(event)
    except Exception as error:
        kind, answer = "error", {"errorType": type(error).__name__, "errorMessage": str(error)}
    connection.request("POST", f"{RUNTIME}/{identifier}/{kind}", json.dumps(answer))
    connection.getresponse().read()
