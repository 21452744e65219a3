// Queues, buckets and others: what the functions that use them are granted, and what is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Aws, Fn, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { type Manifest, parseManifest } from "../src/manifest.ts";
import type { AnyResource } from "../src/resources.ts";
import { api, functions } from "./fixture.ts";

type Grants = NonNullable<Manifest["routes"][number]["resources"]>;

/** Where the resources are from, which the API's stack does not make. */
const others = new Stack(undefined, "Others", { env: { account: "111111111111", region: "eu-central-1" } });
const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:111111111111:${name}`;
const queue = Queue.fromQueueArn(others, "Queue", arn("sqs", "jobs"));
const bucket = Bucket.fromBucketName(others, "Bucket", "receipts");
const key = Key.fromKeyArn(others, "Key", arn("kms", "key/own"));

const send: Grants = [{ resource: "Jobs", actions: ["sqs:SendMessage"] }];
const objects = (...actions: string[]): Grants => [{ resource: "Receipts", within: "/*", actions }];

/** An API whose routes have these grants, and the template of it. */
function template(routes: Record<string, Grants>, resources?: Record<string, AnyResource>, app?: App): Template {
  const grants = Object.values(routes).flat();
  const services = new Map(grants.map(({ resource, actions }) => [resource, actions[0]!.split(":")[0]!]));
  const manifest = parseManifest({
    version: 1,
    api: { name: "jobs", throttle: { ratePerSecond: 1, burst: 1 } },
    tables: [],
    resources: [...services].map(([name, service]) => ({ name, service, variable: `RESOURCE_${name.toUpperCase()}` })),
    routes: Object.entries(routes).map(([name, resources]) => ({ name, method: "POST", path: `/${name}`, memoryMb: 128, timeoutSeconds: 3, resources })),
  });
  return Template.fromStack(api({ manifest, ...(resources && { resources }) }, app).stack);
}

/** What the role of a route allows, without its log. */
function statements(template: Template, route: string): { Action: unknown; Resource: unknown; Condition?: unknown }[] {
  const role = functions(template).get(route).Role["Fn::GetAtt"][0];
  const { Statement } = template.findResources("AWS::IAM::Role")[role]!.Properties.Policies[0].PolicyDocument;
  return Statement.slice(0, -1).map(({ Effect, ...statement }: any) => statement);
}

const variables = (template: Template, route: string) => functions(template).get(route).Environment?.Variables;

/** `arn:aws:s3:::receipts/*`, as a template has it. */
const joined = (name: string) => ({ "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, `:s3:::${name}`]] });

test("a function may do what it is granted on its resources, and nothing else", () => {
  const made = template({ none: [], send, both: [...send, ...objects("s3:GetObject", "s3:PutObject")] }, { Jobs: queue, Receipts: bucket });
  const sends = { Action: "sqs:SendMessage", Resource: arn("sqs", "jobs") };
  assert.deepEqual(statements(made, "none"), []);
  assert.deepEqual(statements(made, "send"), [sends]);
  assert.deepEqual(statements(made, "both"), [sends, { Action: ["s3:GetObject", "s3:PutObject"], Resource: joined("receipts/*") }]);
});

test("a function finds its own resources in variables, and no others", () => {
  const made = template({ none: [], send, both: [...send, ...objects("s3:GetObject")] }, { Jobs: queue, Receipts: bucket });
  const url = others.resolve(queue.queueUrl);
  assert.equal(variables(made, "none"), undefined);
  assert.deepEqual(variables(made, "send"), { RESOURCE_JOBS: url });
  assert.deepEqual(variables(made, "both"), { RESOURCE_JOBS: url, RESOURCE_RECEIPTS: "receipts" });
});

for (const [service, resource, on, value] of [
  ["sns", Topic.fromTopicArn(others, "Topic", arn("sns", "news")), arn("sns", "news"), arn("sns", "news")],
  ["events", EventBus.fromEventBusArn(others, "Bus", arn("events", "event-bus/own")), arn("events", "event-bus/own"), "own"],
  ["states", StateMachine.fromStateMachineArn(others, "Machine", arn("states", "stateMachine:own")), arn("states", "stateMachine:own"), arn("states", "stateMachine:own")],
  ["backup", { arn: arn("backup", "backup-vault:own"), value: "own" }, arn("backup", "backup-vault:own"), "own"],
] as const) {
  test(`what is of ${service} is granted by its ARN, and found by what the service knows it by`, () => {
    const made = template({ use: [{ resource: "It", actions: [`${service}:Use`] }] }, { It: resource });
    assert.deepEqual(statements(made, "use"), [{ Action: `${service}:Use`, Resource: on }]);
    assert.deepEqual(variables(made, "use"), { RESOURCE_IT: value });
  });
}

for (const [what, grants, resource, actions] of [
  ["sends to a queue", send, Queue.fromQueueAttributes(others, "Encrypted", { queueArn: arn("sqs", "jobs"), keyArn: key.keyArn }), ["kms:Decrypt", "kms:GenerateDataKey"]],
  ["reads objects", objects("s3:GetObject"), Bucket.fromBucketAttributes(others, "Read", { bucketName: "receipts", encryptionKey: key }), "kms:Decrypt"],
  ["writes objects", objects("s3:PutObject"), Bucket.fromBucketAttributes(others, "Written", { bucketName: "receipts", encryptionKey: key }), "kms:GenerateDataKey"],
  ["deletes objects", objects("s3:DeleteObject"), Bucket.fromBucketAttributes(others, "Deleted", { bucketName: "receipts", encryptionKey: key }), undefined],
  ["uses anything else", [{ resource: "Vault", actions: ["backup:Use"] }], { arn: arn("backup", "backup-vault:own"), value: "own", key }, ["kms:Decrypt", "kms:GenerateDataKey"]],
] as const) {
  test(`a function that ${what} may do with a key of your own what that needs, through the service alone`, () => {
    const { resource: name, actions: [action] } = grants[0]!;
    const made = template({ none: [], use: grants as Grants }, { [name]: resource });
    const [, ofKey, ...rest] = statements(made, "use");
    const Condition = { StringEquals: { "kms:ViaService": `${action!.split(":")[0]}.eu-central-1.amazonaws.com` } };
    assert.deepEqual(ofKey, actions && { Action: actions, Resource: key.keyArn, Condition });
    assert.deepEqual(rest, []);
    assert.deepEqual(statements(made, "none"), []);
  });
}

for (const [service, kind] of [
  ["sqs", "a queue"],
  ["s3", "a bucket"],
  ["sns", "a topic"],
  ["events", "an event bus"],
  ["states", "a resource of states"],
  ["constructor", "a resource of constructor"],
] as const) {
  test(`a resource of ${service} that is missing is refused`, () => {
    assert.throws(() => template({ use: [{ resource: "It", actions: [`${service}:Use`] }] }), { message: `\`resources.It\` is missing, which is used by the route \`use\`: give ${kind}` });
  });
}

for (const [what, resources, sentence] of [
  ["a resource that there is not", { Jobs: queue, Other: bucket }, "`resources` names `Other`, which the manifest does not have; it has `Jobs`"],
  ["a bucket for a queue", { Jobs: bucket }, "`resources.Jobs` is of s3, but the manifest says that `Jobs` is of sqs"],
  ["an ARN of another service", { Jobs: { arn: arn("sns", "jobs"), value: "jobs" } }, "`resources.Jobs` is of sns, but the manifest says that `Jobs` is of sqs"],
  ["an ARN of another service in a partition that is a token", { Jobs: { arn: `arn:${Aws.PARTITION}:sns:eu-central-1:111111111111:jobs`, value: "jobs" } }, "`resources.Jobs` is of sns, but the manifest says that `Jobs` is of sqs"],
  ["a resource that is null", { Jobs: null as unknown as AnyResource }, "`resources.Jobs` must be a construct that has an ARN, or `{ arn, value }`, got null"],
  ["every queue", { Jobs: { arn: arn("sqs", "*"), value: "jobs" } }, '`resources.Jobs.arn` must be the ARN of one resource, without `*` and `?`, got "arn:aws:sqs:eu-central-1:111111111111:*"'],
  ["something else", { Jobs: {} as AnyResource }, "`resources.Jobs` must be a construct that has an ARN, or `{ arn, value }`, got an object"],
  ["an ARN in the place of a queue", { Jobs: arn("sqs", "jobs") as unknown as AnyResource }, '`resources.Jobs` must be a construct that has an ARN, or `{ arn, value }`, got "arn:aws:sqs:eu-central-1:111111111111:jobs"'],
  ["an ARN without a value", { Jobs: { arn: arn("sqs", "jobs") } as AnyResource }, "`resources.Jobs` must be a construct that has an ARN, or `{ arn, value }`, got an object"],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => template({ send }, resources), { message: sentence });
  });
}

test("a wildcard beside a token is refused, too", () => {
  const resource = { arn: `arn:aws:sqs:eu-central-1:${Aws.ACCOUNT_ID}:*`, value: "jobs" };
  assert.throws(() => template({ send }, { Jobs: resource }), /^Error: `resources\.Jobs\.arn` must be the ARN of one resource, without `\*` and `\?`, got /);
});

test("an ARN that is a token is granted as it is", () => {
  const imported = Fn.importValue("JobsArn");
  const made = template({ send }, { Jobs: { arn: imported, value: "jobs" } });
  assert.deepEqual(statements(made, "send"), [{ Action: "sqs:SendMessage", Resource: { "Fn::ImportValue": "JobsArn" } }]);
});

const app = new App();

for (const [what, on, of] of [
  ["joined of tokens", Fn.join(":", ["arn", Aws.PARTITION, "logs", Aws.REGION, Aws.ACCOUNT_ID, "log-group:own"])],
  ["a construct's with more behind it", `${new LogGroup(new Stack(app, "Logs"), "Log").logGroupArn}:log-stream:x`, app],
  ["imported, with more behind it", `${Fn.importValue("L")}:log-stream:x`],
  ["of a partition that is a token", `arn:${Aws.PARTITION}:logs:${Aws.REGION}:111111111111:log-group:own`],
  ["of a service that is a token", `arn:aws:${Fn.importValue("Service")}:eu-central-1:111111111111:log-group:own`],
] as const) {
  test(`an ARN that is ${what} is taken`, () => {
    const made = template({ write: [{ resource: "Log", actions: ["logs:PutLogEvents"] }] }, { Log: { arn: on, value: "own" } }, of);
    assert.deepEqual(statements(made, "write").map(({ Action }) => Action), ["logs:PutLogEvents"]);
  });
}

test("a resource that is missing is told once, with all that use it", () => {
  assert.throws(() => template({ about: send, none: [], send }), { message: "`resources.Jobs` is missing, which is used by the routes `about` and `send`: give a queue" });
});
