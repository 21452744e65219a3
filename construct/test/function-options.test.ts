// What a deployment says of its functions, one property at a time: of all of them, and of one by its name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { App, Duration, Size, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import type { ApiFunctionOptions } from "../src/function-options.ts";
import type { RouteApiProps } from "../src/route-api-props.ts";
import { api, functions, policies, withAuthorizer } from "./fixture.ts";

const template = (props: Partial<RouteApiProps>, app?: App) => Template.fromStack(api(props, app).stack);

/** What the two functions have, of which only `get_event` is told something. */
function compared(own: ApiFunctionOptions, common: Partial<RouteApiProps> = {}): [get: any, list: any] {
  const found = functions(template({ ...common, functionProps: { get_event: own } }));
  return [found.get("get_event"), found.get("list_events")];
}

/** A VPC in a stack of its own. */
function network(): { app: App; vpc: ec2.Vpc } {
  const app = new App();
  return { app, vpc: new ec2.Vpc(new Stack(app, "Network"), "Vpc", { maxAzs: 2 }) };
}

test("a function has its own memory, and the others the manifest's", () => {
  const [own, other] = compared({ memorySize: 1024 });
  assert.deepEqual([own.MemorySize, other.MemorySize], [1024, 256]);
});

test("a function has its own timeout, and the others the manifest's", () => {
  const [own, other] = compared({ timeout: Duration.seconds(20) });
  assert.deepEqual([own.Timeout, other.Timeout], [20, 10]);
});

test("a function has a larger folder for files", () => {
  const [own, other] = compared({ ephemeralStorageSize: Size.gibibytes(1) });
  assert.deepEqual([own.EphemeralStorage, other.EphemeralStorage], [{ Size: 1024 }, undefined]);
});

test("a function has its own variables beside those of all and of the manifest", () => {
  const [own, other] = compared({ environment: { RUST_LOG: "debug", OWN: "1" } }, { environment: { RUST_LOG: "warn", ALL: "1" } });
  const { TABLE_NAME, TABLE_NAME_EVENTS, ...rest } = own.Environment.Variables;
  assert.deepEqual(rest, { RUST_LOG: "debug", ALL: "1", OWN: "1" });
  assert.deepEqual(other.Environment.Variables, { TABLE_NAME, TABLE_NAME_EVENTS, RUST_LOG: "warn", ALL: "1" });
});

test("a function has the variables of Lambda and Fingerpost that a deployment gives", () => {
  const given = { AWS_LAMBDA_LOG_FORMAT: "text", AWS_LAMBDA_LOG_LEVEL: "DEBUG", FINGERPOST_CURSOR_KEY: "0123456789abcdef0123456789abcdef" };
  const { TABLE_NAME, TABLE_NAME_EVENTS, ...rest } = functions(template({ environment: given })).get("get_event").Environment.Variables;
  assert.deepEqual(rest, given);
});

test("a function's share of executions is its own, or that of all", () => {
  const [own, other] = compared({ reservedConcurrentExecutions: 0 }, { reservedConcurrentExecutions: 5 });
  assert.deepEqual([own.ReservedConcurrentExecutions, other.ReservedConcurrentExecutions], [0, 5]);
});

test("a function has its own layers, or those of all", () => {
  const stack = new Stack();
  const layer = (name: string) => lambda.LayerVersion.fromLayerVersionArn(stack, name, `arn:aws:lambda:eu-central-1:111111111111:layer:${name}:1`);
  const [own, other] = compared({ layers: [layer("own")] }, { layers: [layer("all")] });
  assert.deepEqual([own.Layers, other.Layers].flat(), ["own", "all"].map((name) => `arn:aws:lambda:eu-central-1:111111111111:layer:${name}:1`));
});

test("the log of a function is kept as long as it says, and that of the API as long as all", () => {
  const made = template({ logRetention: logs.RetentionDays.ONE_WEEK, functionProps: { get_event: { logRetention: logs.RetentionDays.ONE_YEAR } } });
  const groups = made.findResources("AWS::Logs::LogGroup");
  const of = (route: string) => groups[functions(made).get(route).LoggingConfig.LogGroup.Ref]!.Properties.RetentionInDays;
  assert.deepEqual([of("get_event"), of("list_events")], [365, 7]);
  const [access] = Object.entries(groups).filter(([id]) => id.includes("AccessLog"));
  assert.equal(access![1].Properties.RetentionInDays, 7);
});

test("a traced function may send its traces, by X-Ray's two actions, and the others may not", () => {
  const made = template({ functionProps: { get_event: { tracing: lambda.Tracing.ACTIVE } } });
  const xray = { Effect: "Allow", Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], Resource: "*" };
  assert.deepEqual(policies(made, "get_event").slice(1, -1), [xray]);
  assert.deepEqual(policies(made, "list_events").slice(1, -1), []);
  assert.deepEqual(functions(made).get("get_event").TracingConfig, { Mode: "Active" });
  assert.equal(functions(made).get("list_events").TracingConfig, undefined);
  made.resourceCountIs("AWS::IAM::Policy", 0);
});

test("a function is not traced that says so, where all are", () => {
  const [own, other] = compared({ tracing: lambda.Tracing.DISABLED }, { tracing: lambda.Tracing.PASS_THROUGH });
  assert.deepEqual([own.TracingConfig, other.TracingConfig], [undefined, { Mode: "PassThrough" }]);
});

test("functions in a VPC are in its private subnets and share one security group", () => {
  const { app, vpc } = network();
  const made = template({ vpc }, app);
  made.resourceCountIs("AWS::EC2::SecurityGroup", 1);
  const [group] = Object.keys(made.findResources("AWS::EC2::SecurityGroup"));
  for (const { VpcConfig } of functions(made).values()) {
    assert.deepEqual(VpcConfig.SecurityGroupIds, [{ "Fn::GetAtt": [group, "GroupId"] }]);
    const subnets = VpcConfig.SubnetIds.map((id: any) => id["Fn::ImportValue"]);
    assert.deepEqual(subnets.map((name: string) => /Private/.test(name)), [true, true]);
  }
});

test("a function in a VPC lets Lambda manage its network interfaces, and may not do so itself", () => {
  const { app, vpc } = network();
  const [, allowed, denied, , ...rest] = policies(template({ vpc }, app), "get_event");
  const Action = ["AssignPrivateIpAddresses", "CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces", "DescribeSubnets", "UnassignPrivateIpAddresses"].map((name) => `ec2:${name}`);
  assert.deepEqual(allowed, { Effect: "Allow", Action, Resource: "*" });
  const { Condition, ...refusal } = denied;
  assert.deepEqual(refusal, { Effect: "Deny", Action, Resource: "*" });
  assert.match(JSON.stringify(Condition), /^{"ArnLike":{"lambda:SourceFunctionArn":.*:function:\*/);
  assert.deepEqual(rest, []);
});

test("functions in a VPC have the subnets and the security groups that are given", () => {
  const { app, vpc } = network();
  const group = ec2.SecurityGroup.fromSecurityGroupId(vpc.stack, "Group", "sg-0123456789abcdef0");
  const made = template({ vpc, vpcSubnets: { subnets: [vpc.privateSubnets[1]!] }, securityGroups: [group] }, app);
  for (const { VpcConfig } of functions(made).values()) {
    assert.deepEqual([VpcConfig.SecurityGroupIds, VpcConfig.SubnetIds.length], [["sg-0123456789abcdef0"], 1]);
  }
  made.resourceCountIs("AWS::EC2::SecurityGroup", 0);
});

test("one function alone is in a VPC", () => {
  const { app, vpc } = network();
  const made = template({ functionProps: { get_event: { vpc } } }, app);
  const found = functions(made);
  assert.deepEqual([found.get("get_event").VpcConfig.SubnetIds.length, found.get("list_events").VpcConfig], [2, undefined]);
  assert.deepEqual(policies(made, "list_events").length, 2);
});

test("what the functions may reach is said by their connections", () => {
  const { app, vpc } = network();
  const made = api({ vpc }, app);
  made.api.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
  Template.fromStack(made.stack).hasResourceProperties("AWS::EC2::SecurityGroup", { SecurityGroupIngress: [{ CidrIp: "0.0.0.0/0", FromPort: 443 }] });
  assert.throws(() => api().api.connections, { message: "the functions have no connections, as `vpc` is not given" });
});

test("an authorizer's function has options by its name, too", () => {
  const found = functions(template({ manifest: withAuthorizer(), functionProps: { api_key: { memorySize: 512 } } }));
  assert.equal(found.get("api_key").MemorySize, 512);
});

test("functions are named by a prefix, or by CloudFormation", () => {
  const names = (props: Partial<RouteApiProps>) => [...functions(template(props)).values()].map(({ FunctionName }) => FunctionName).sort();
  assert.deepEqual(names({}), [undefined, undefined, undefined, undefined]);
  assert.deepEqual(names({ functionNamePrefix: "dev-" }), ["dev-create_event", "dev-delete_event", "dev-get_event", "dev-list_events"]);
});

test("two environments of one API have no name in common", () => {
  const named = ["dev", "prod"].map((stage) => {
    const resources = Object.values<any>(template({ functionNamePrefix: `${stage}-`, apiName: `events-${stage}` }).toJSON().Resources);
    // Statements have the same name in each role, and the stage in each API.
    return resources.flatMap(({ Properties = {} }) => Object.entries(Properties).filter(([key]) => /Name$/.test(key) && key !== "StageName").map(([, name]) => name).filter((name) => typeof name === "string"));
  });
  // The four functions and the API.
  assert.equal(named[0]!.length, 5);
  assert.deepEqual(named[0]!.filter((name) => named[1]!.includes(name)), []);
});

test("the API has the name that is given, otherwise the manifest's", () => {
  const name = (props: Partial<RouteApiProps>) => Object.values(template(props).findResources("AWS::ApiGatewayV2::Api"))[0]!.Properties.Name;
  assert.deepEqual([name({}), name({ apiName: "events-dev" })], ["events", "events-dev"]);
});

for (const [what, props, sentence] of [
  ["a function that there is not", { functionProps: { get_evnt: {} } }, "`functionProps` names `get_evnt`, which the manifest does not have; it has `create_event`, `delete_event`, `get_event`, `list_events`"],
  ["too little memory", { functionProps: { get_event: { memorySize: 64 } } }, "`functionProps.get_event.memorySize` must be a whole number from 128 to 10240, got 64"],
  ["a timeout that API Gateway does not wait for", { functionProps: { get_event: { timeout: Duration.minutes(1) } } }, "`functionProps.get_event.timeout` must be a `Duration` of 1 to 29 whole seconds, got 60 seconds"],
  ["a timeout of an authorizer that API Gateway does not wait for", { manifest: withAuthorizer(), functionProps: { api_key: { timeout: Duration.seconds(11) } } }, "`functionProps.api_key.timeout` must be a `Duration` of 1 to 10 whole seconds, got 11 seconds"],
  ["a fraction of a second", { functionProps: { get_event: { timeout: Duration.millis(1500) } } }, "`functionProps.get_event.timeout` must be a `Duration` of 1 to 29 whole seconds, got 1.5 seconds"],
  ["less than no executions", { reservedConcurrentExecutions: -1 }, "`reservedConcurrentExecutions` must be a whole number, 0 or more, got -1"],
  ["the variable of a table", { functionProps: { get_event: { environment: { TABLE_NAME_EVENTS: "other" } } } }, "`functionProps.get_event.environment.TABLE_NAME_EVENTS` is taken: the manifest has it as the variable of the table `Events`"],
  ["the variable of the only table", { environment: { TABLE_NAME: "other" } }, "`environment.TABLE_NAME` is taken: the manifest has it as the name of the only table"],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => api(props), { message: sentence });
  });
}

const { pattern } = JSON.parse(readFileSync("manifest/manifest.schema.json", "utf8")).$defs.Table.properties.variable;

for (const variable of ["AWS_REGION", "FINGERPOST_SECRET_KEY", "LAMBDA_TASK_ROOT", "LD_PRELOAD", "PATH", "_HANDLER", "A", "lower"]) {
  test(`the variable ${variable} is refused, of one function and of all`, () => {
    const environment = { [variable]: "1" };
    const sentence = (key: string) => `\`${key}environment.${variable}\` must match \`${pattern}\`, which leaves out the variables of Lambda, the system and Fingerpost`;
    assert.throws(() => api({ environment }), { message: sentence("") });
    assert.throws(() => api({ functionProps: { get_event: { environment } } }), { message: sentence("functionProps.get_event.") });
  });
}

test("what is the construct's own is not in the type, and is refused", () => {
  // @ts-expect-error
  const handler: ApiFunctionOptions = { handler: "other" };
  // @ts-expect-error
  const role: ApiFunctionOptions = { role: "arn" };
  // @ts-expect-error
  const code: ApiFunctionOptions = { code: "bootstrap" };
  for (const [key, own] of Object.entries({ handler, role, code })) {
    assert.throws(() => compared(own), ({ message }: Error) => message.startsWith(`\`functionProps.get_event.${key}\` is unknown: a function takes \`memorySize\`, \`timeout\`, `));
  }
});
