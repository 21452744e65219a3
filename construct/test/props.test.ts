// What is wrong with the properties of a `RouteApi`, in the words that an app without checked types gets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Aws, Duration, RemovalPolicy, Size, Stack, Token } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { parseManifest, readManifest } from "../src/manifest.ts";
import { api } from "./fixture.ts";

const own = (options: unknown) => ({ functionProps: { get_event: options } });

for (const [what, props, sentence] of [
  ["the path of a manifest", { manifest: "infra/manifest.json" }, '`manifest` must be what `readManifest(…)` returns, got "infra/manifest.json"'],
  ["a manifest that is empty", { manifest: {} }, "`manifest` must be what `readManifest(…)` returns, got an object"],
  ["the path of the code", { code: "bootstrap" }, '`code` must be code of CDK, such as `lambda.Code.fromAsset("bootstrap")`, got "bootstrap"'],
  ["code that is missing", { code: undefined }, '`code` must be code of CDK, such as `lambda.Code.fromAsset("bootstrap")`, got undefined'],
  ["the name of an architecture", { architecture: "arm64" }, '`architecture` must be an architecture of CDK, such as `lambda.Architecture.ARM_64`, got "arm64"'],
  ["the path of a placement", { placement: "placement.json" }, '`placement` must be what `writePlacement(…)` or `readPlacement(…)` returns, got "placement.json"'],
  ["the name of a policy", { removalPolicy: "DESTROY" }, '`removalPolicy` must be one of `RemovalPolicy`, such as `RemovalPolicy.DESTROY`, got "DESTROY"'],
  ["the ARN of a key", { encryptionKey: "arn:aws:kms:eu-central-1:111111111111:key/1" }, '`encryptionKey` must be a key of CDK, such as `kms.Key.fromKeyArn(…)` returns, got "arn:aws:kms:eu-central-1:111111111111:key/1"'],
  ["an API's name that is empty", { apiName: "" }, '`apiName` must be a text of 1 to 128 characters, got ""'],
  ["the name of a table", { tables: { Events: "events-prod" } }, '`tables.Events` must be a table of CDK, such as `dynamodb.Table.fromTableName(…)` returns, got "events-prod"'],
  ["tables that are not by their names", { tables: ["Events"] }, "`tables` must be an object, such as `{ Events: table }`, got an array of 1 entry"],
  ["the name of a domain", { defaultDomainMapping: "api.example.com" }, '`defaultDomainMapping` must be `{ domainName }`, a domain name of CDK, such as `new apigateway.DomainName(…)`, got "api.example.com"'],
  ["the name of a domain in its mapping", { defaultDomainMapping: { domainName: "api.example.com" } }, "`defaultDomainMapping` must be `{ domainName }`, a domain name of CDK, such as `new apigateway.DomainName(…)`, got an object"],
  ["a prefix with a slash", { functionNamePrefix: "dev/" }, '`functionNamePrefix` must be a text of ASCII letters, digits, `-` and `_`, got "dev/"'],
  ["a prefix that leaves no room for a name", { functionNamePrefix: "d".repeat(53) }, "`functionNamePrefix` must have at most 52 characters, as the name of a function has 64 and `create_event` is one of them, got 53"],
  ["a prefix that is null", { functionNamePrefix: null }, "`functionNamePrefix` must be a text of ASCII letters, digits, `-` and `_`, got null"],
  ["a placement that is null", { placement: null }, "`placement` must be what `writePlacement(…)` or `readPlacement(…)` returns, got null"],
  ["a table that is null", { tables: { Events: null } }, "`tables.Events` must be a table of CDK, such as `dynamodb.Table.fromTableName(…)` returns, got null"],
  ["the id of a VPC", { vpc: "vpc-1" }, '`vpc` must be a VPC of CDK, such as `ec2.Vpc.fromLookup(…)` returns, got "vpc-1"'],
  ["subnets without a VPC", { vpcSubnets: {} }, "`vpcSubnets` needs `vpc`, which is not given"],
  ["security groups that are null", { securityGroups: null }, "`securityGroups` must be a list of security groups of CDK, such as `ec2.SecurityGroup.fromSecurityGroupId(…)` returns, got null"],
  ["security groups of one function without a VPC", own({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(new Stack(), "Group", "sg-1")] }), "`functionProps.get_event.securityGroups` needs `vpc`, which is not given"],
  ["tracing that is on", { tracing: true }, "`tracing` must be one of `lambda.Tracing`, such as `lambda.Tracing.ACTIVE`, got true"],
  ["logs that are kept for days that CloudWatch does not have", { logRetention: 8 }, "`logRetention` must be one of `logs.RetentionDays`, such as `logs.RetentionDays.ONE_MONTH`, got 8"],
  ["the name of a time for logs", { logRetention: "ONE_MONTH" }, '`logRetention` must be one of `logs.RetentionDays`, such as `logs.RetentionDays.ONE_MONTH`, got "ONE_MONTH"'],
  ["the ARN of a layer", { layers: ["arn"] }, "`layers` must be a list of at most 5 layers of CDK, such as `lambda.LayerVersion.fromLayerVersionArn(…)` returns, got an array of 1 entry"],
  ["a variable that is a number", { environment: { LEVEL: 3 } }, "`environment.LEVEL` must be a text, got 3"],
  ["a variable that is not there", own({ environment: { LEVEL: undefined } }), "`functionProps.get_event.environment.LEVEL` must be a text, got undefined"],
  ["variables that are a text", { environment: "RUST_LOG=debug" }, '`environment` must be an object of texts, such as `{ RUST_LOG: "debug" }`, got "RUST_LOG=debug"'],
  ["options that are a number", own(512), "`functionProps.get_event` must be an object, such as `{ memorySize: 512 }`, got 512"],
  ["options that are null", own(null), "`functionProps.get_event` must be an object, such as `{ memorySize: 512 }`, got null"],
  ["options that are the name of a function", { functionProps: "get_event" }, '`functionProps` must be an object, such as `{ get_order: { memorySize: 512 } }`, got "get_event"'],
  ["memory that is a text", own({ memorySize: "512" }), '`functionProps.get_event.memorySize` must be a whole number from 128 to 10240, got "512"'],
  ["memory that is null", own({ memorySize: null }), "`functionProps.get_event.memorySize` must be a whole number from 128 to 10240, got null"],
  ["memory that is negative", own({ memorySize: -1 }), "`functionProps.get_event.memorySize` must be a whole number from 128 to 10240, got -1"],
  ["a timeout that is a number", own({ timeout: 20 }), "`functionProps.get_event.timeout` must be a `Duration` of 1 to 29 whole seconds, got 20"],
  ["a size that is a number", own({ ephemeralStorageSize: 1024 }), "`functionProps.get_event.ephemeralStorageSize` must be a `Size` of 512 to 10240 whole MiB, got 1024"],
  ["a size with a fraction of a MiB", own({ ephemeralStorageSize: Size.gibibytes(0.7) }), "`functionProps.get_event.ephemeralStorageSize` must be a `Size` of 512 to 10240 whole MiB, got 716.8 MiB"],
  ["a size in bytes", own({ ephemeralStorageSize: Size.bytes(2048) }), "`functionProps.get_event.ephemeralStorageSize` must be a `Size` of 512 to 10240 whole MiB, got 0.001953125 MiB"],
  ["a size that Lambda does not have", own({ ephemeralStorageSize: Size.gibibytes(11) }), "`functionProps.get_event.ephemeralStorageSize` must be a `Size` of 512 to 10240 whole MiB, got 11264 MiB"],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => api(props as never), { message: sentence });
  });
}

for (const [what, mappingKey, refused] of [
  ["a path below a domain name", "shop/v1", false],
  ["a path that begins with a slash", "/v1", true],
  ["a path that is empty", "", true],
] as const) {
  test(`${what} is ${refused ? "refused" : "taken"}`, () => {
    const app = new App();
    const names = new Stack(app, "Names");
    const certificate = Certificate.fromCertificateArn(names, "Certificate", "arn:aws:acm:us-east-1:1:certificate/a");
    const domainName = new apigateway.DomainName(names, "Name", { domainName: "api.example.com", certificate });
    const make = () => api({ defaultDomainMapping: { domainName, mappingKey } }, app);
    const message = `\`defaultDomainMapping.mappingKey\` must be a text such as \`v1\` or \`shop/v1\`, without \`/\` at its ends, got "${mappingKey}"`;
    if (refused) assert.throws(make, { message });
    else make();
  });
}

const PUBLIC = "`vpcSubnets` must be private or isolated subnets, as a function reaches nothing from a public one, got a public one";

for (const [what, type, vpcSubnets, sentence] of [
  ["a VPC that has public subnets alone", ec2.SubnetType.PUBLIC, undefined, PUBLIC],
  ["public subnets", ec2.SubnetType.PUBLIC, { subnetType: ec2.SubnetType.PUBLIC }, PUBLIC],
  ["subnets that the VPC does not have", ec2.SubnetType.PRIVATE_ISOLATED, { subnetGroupName: "private" }, "`vpcSubnets` must be subnets of the VPC: There are no subnet groups with name 'private' in this VPC. Available names: own"],
] as const) {
  test(`${what} is refused`, () => {
    const app = new App();
    const vpc = new ec2.Vpc(new Stack(app, "Network"), "Vpc", { natGateways: 0, subnetConfiguration: [{ name: "own", subnetType: type }] });
    assert.throws(() => api({ vpc, ...(vpcSubnets && { vpcSubnets }) }, app), { message: sentence });
  });
}

test("a network of all that no function is in is not looked at", () => {
  const vpc = (name: string, subnetType: ec2.SubnetType) => new ec2.Vpc(new Stack(), "Vpc", { natGateways: 0, subnetConfiguration: [{ name, subnetType }] });
  const [open, isolated] = [vpc("open", ec2.SubnetType.PUBLIC), vpc("isolated", ec2.SubnetType.PRIVATE_ISOLATED)];
  const inIsolated = (...names: string[]) => ({ functionProps: Object.fromEntries(names.map((name) => [name, { vpc: isolated }])) });
  for (const [common, sentence] of [
    [{ vpc: open }, PUBLIC],
    [{ vpcSubnets: { subnetGroupName: "none" } }, "`vpcSubnets` needs `vpc`, which is not given"],
  ] as const) {
    api({ ...common, ...inIsolated("create_event", "delete_event", "get_event", "list_events") });
    assert.throws(() => api({ ...common, ...inIsolated("create_event") }), { message: sentence });
  }
});

test("subnets of all that a function has in the common VPC are looked at with its own", () => {
  const app = new App();
  const vpc = new ec2.Vpc(new Stack(app, "Network"), "Vpc", { natGateways: 0, subnetConfiguration: [{ name: "open", subnetType: ec2.SubnetType.PUBLIC }, { name: "own", subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const open = { vpcSubnets: { subnetGroupName: "open" } };
  assert.throws(() => api({ vpc, vpcSubnets: { subnetGroupName: "own" }, ...own(open) } as never, app), { message: PUBLIC.replace("vpcSubnets", "functionProps.get_event.vpcSubnets") });
});

test("what a token stands for may be anything", () => {
  api({ functionNamePrefix: `${Aws.STACK_NAME}-${Aws.REGION}-${Aws.ACCOUNT_ID}-` });
  const number = Token.asNumber({ Ref: "Number" });
  api({ apiName: Token.asString({ Ref: "Name" }), reservedConcurrentExecutions: number, ...own({ memorySize: number, timeout: Duration.seconds(number), ephemeralStorageSize: Size.mebibytes(number) }) } as never);
});

test("what is not given may be undefined", () => {
  api({ vpc: undefined, removalPolicy: undefined, functionProps: { get_event: undefined }, tables: { Events: undefined }, resources: undefined } as never);
  api({ securityGroups: [], ...own({ securityGroups: [], role: undefined }) } as never);
});

test("all mistakes are told at once, a line for each", () => {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  manifest.resources = [{ name: "Jobs", service: "sqs", variable: "RESOURCE_JOBS" }];
  manifest.api.authorizers = { users: { jwt: {} } };
  Object.assign(manifest.routes[0], { resources: [{ resource: "Jobs", actions: ["sqs:SendMessage"] }], settings: [{ variable: "BASE_URL" }], auth: { by: { authorizer: "users" } } });
  const props = { manifest: parseManifest(manifest), removalPolicy: "destroyed" as RemovalPolicy, architecture: lambda.Architecture.ARM_64, tables: { Event: undefined as never }, functionProps: { get_evnt: {}, get_event: { memorySize: 64 } } };
  const lines = [
    "the properties of the `RouteApi` `Test/Api` have 7 mistakes:",
    '- `removalPolicy` must be one of `RemovalPolicy`, such as `RemovalPolicy.DESTROY`, got "destroyed"',
    "- `tables` names `Event`, which the manifest does not have; it has `Events`",
    '- `settings.BASE_URL` is missing, which is read by the route `create_event`: `settings: { BASE_URL: "…" }` gives it',
    "- `resources.Jobs` is missing, which is used by the route `create_event`: give a queue",
    "- `functionProps` names `get_evnt`, which the manifest does not have; it has `create_event`, `delete_event`, `get_event`, `list_events`",
    "- `functionProps.get_event.memorySize` must be a whole number from 128 to 10240, got 64",
    "- the issuer of the authorizer `users` comes at deployment: `jwt: { users: { issuer, audiences } }` gives it",
  ];
  assert.throws(() => api(props), { message: lines.join("\n") });
});
