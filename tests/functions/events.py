#!/usr/bin/env python3
"""The reference API's functions in another language, with nothing but the Runtime API and DynamoDB's.

It does not watch its parent: when the Runtime API is gone it asks again, for ever. What else it does
wrong, `BEHAVIOUR` says. Each of its processes writes its id into the file that `PIDS` names.
"""

import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.parse
import uuid

VERSION = "1"

BEHAVIOUR = os.environ.get("BEHAVIOUR", "").split(",")


def dynamodb(operation, **request):
    """A signed call."""
    body = json.dumps({"TableName": os.environ["TABLE_NAME_EVENTS"], **request})
    url = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": url.netloc,
        "x-amz-date": now,
        "x-amz-security-token": os.environ["AWS_SESSION_TOKEN"],
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    digest = hashlib.sha256(body.encode()).hexdigest()
    canonical = f"POST\n/\n\n{lines}\n{names}\n{digest}"
    scope = [now[:8], os.environ["AWS_REGION"], "dynamodb", "aws4_request"]
    key = b"AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"].encode()
    for part in scope:
        key = hmac.digest(key, part.encode(), "sha256")
    scope = "/".join(scope)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.digest(key, f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{digest}".encode(), "sha256").hex()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = json.load(response)
    if response.status != 200:
        raise RuntimeError(answer)
    return answer


def plain(item):
    return {name: value["S"] for name, value in item.items()}


def create_event(event):
    created = {"id": str(uuid.uuid4()), "name": json.loads(event["body"])["name"]}
    dynamodb("PutItem", Item={name: {"S": value} for name, value in created.items()})
    return 201, created


def list_events(_):
    return 200, [plain(item) for item in dynamodb("Scan")["Items"]]


def get_event(event):
    found = dynamodb("GetItem", Key={"id": {"S": event["pathParameters"]["id"]}})
    return (200, plain(found["Item"])) if "Item" in found else (404, {"error": "Event not found"})


def delete_event(event):
    dynamodb("DeleteItem", Key={"id": {"S": event["pathParameters"]["id"]}})
    return 204, None


def misbehave():
    """What a process does that is not to be left behind."""
    if "ignores-signals" in BEHAVIOUR:
        for ignored in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
    if "own-session" in BEHAVIOUR:
        os.setsid()
    if "has-child" in BEHAVIOUR:
        child = subprocess.Popen([sys.executable, "-c", "while True: __import__('time').sleep(3600)"])
        note(child.pid)
    if "signals-its-group" in BEHAVIOUR:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


def note(pid):
    if "PIDS" in os.environ:
        with open(os.environ["PIDS"], "a") as file:
            file.write(f"{pid}\n")


def serve():
    note(os.getpid())
    misbehave()
    handler = globals()[os.environ["_HANDLER"]]
    runtime = f"/2018-06-01/runtime/invocation"
    while True:
        try:
            connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            connection.request("GET", f"{runtime}/next")
            invocation = connection.getresponse()
            event = json.load(invocation)
            if "exits" in BEHAVIOUR:
                os._exit(3)
            while "hangs" in BEHAVIOUR:
                time.sleep(3600)
            status, body = handler(event)
            answer = {"statusCode": status, "headers": {"x-version": VERSION}}
            if body is not None:
                answer["body"] = json.dumps(body)
            identifier = invocation.headers["lambda-runtime-aws-request-id"]
            connection.request("POST", f"{runtime}/{identifier}/response", json.dumps(answer))
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)


if sys.argv[1:] == ["manifest"]:
    print("printing the manifest", file=sys.stderr)
    print(pathlib.Path(__file__).with_name("manifest.json").read_text())
else:
    serve()
