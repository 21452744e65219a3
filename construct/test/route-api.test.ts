// The template that a manifest becomes, one property at a time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { App, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { readManifest } from "../src/manifest.ts";
import { api, functions, policies, withAuthorizer } from "./fixture.ts";

const reference = Template.fromStack(api().stack);

test("there is one function per route, all of the same code", () => {
  const found = functions(reference);
  assert.deepEqual([...found.keys()].sort(), ["create_event", "delete_event", "get_event", "list_events"]);
  assert.equal(new Set([...found.values()].map((properties) => properties.Code.S3Key)).size, 1);
});

test("a function has the manifest's settings and Amazon Linux 2023 on arm64", () => {
  reference.allResourcesProperties("AWS::Lambda::Function", {
    Runtime: "provided.al2023",
    Architectures: ["arm64"],
    MemorySize: 256,
    Timeout: 10,
    LoggingConfig: { LogFormat: "JSON" },
  });
});

for (const [route, action] of [
  ["list_events", "Scan"],
  ["create_event", "PutItem"],
  ["get_event", "GetItem"],
  ["delete_event", "DeleteItem"],
]) {
  test(`${route} may ${action} on its table, write its log, and nothing else`, () => {
    const [table] = Object.keys(reference.findResources("AWS::DynamoDB::Table"));
    const [grants, logs, ...rest] = policies(reference, route!);
    assert.deepEqual(grants, { Effect: "Allow", Action: `dynamodb:${action}`, Resource: { "Fn::GetAtt": [table, "Arn"] } });
    const logGroup = functions(reference).get(route!).LoggingConfig.LogGroup.Ref;
    assert.deepEqual(logs.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.deepEqual(logs.Resource, { "Fn::GetAtt": [logGroup, "Arn"] });
    assert.deepEqual(rest, []);
  });
}

test("every function has a role of its own, without a managed policy or a wildcard", () => {
  const roles = Object.values(reference.findResources("AWS::IAM::Role"));
  assert.equal(roles.length, 4);
  for (const { Properties } of roles) {
    assert.equal(Properties.ManagedPolicyArns, undefined);
    assert.ok(!JSON.stringify(Properties.Policies).includes("*"), JSON.stringify(Properties.Policies));
  }
  reference.resourceCountIs("AWS::IAM::Policy", 0);
});

test("a function knows the tables that it is granted", () => {
  const [table] = Object.keys(reference.findResources("AWS::DynamoDB::Table"));
  for (const properties of functions(reference).values()) {
    assert.deepEqual(properties.Environment.Variables, { TABLE_NAME: { Ref: table }, TABLE_NAME_EVENTS: { Ref: table } });
  }
});

test("each route may be invoked by its own method and path alone", () => {
  const arns = Object.values(reference.findResources("AWS::Lambda::Permission")).map(
    ({ Properties }) => Properties.SourceArn["Fn::Join"][1].at(-1) as string,
  );
  assert.deepEqual(arns.sort(), ["/*/DELETE/events/{id}", "/*/GET/events", "/*/GET/events/{id}", "/*/POST/events"]);
});

test("each route reaches the function of its name", () => {
  const routes = Object.values(reference.findResources("AWS::ApiGatewayV2::Route"));
  const reached = routes.map(({ Properties }) => {
    const integration = Properties.Target["Fn::Join"][1][1].Ref;
    const uri = reference.findResources("AWS::ApiGatewayV2::Integration")[integration]!.Properties.IntegrationUri;
    const target = reference.findResources("AWS::Lambda::Function")[uri["Fn::GetAtt"][0]]!;
    return `${Properties.RouteKey} ${target.Properties.Handler}`;
  });
  assert.deepEqual(reached.sort(), [
    "DELETE /events/{id} delete_event",
    "GET /events list_events",
    "GET /events/{id} get_event",
    "POST /events create_event",
  ]);
});

test("the asset's folder stands at each function where `cdk` asks for it, in nested stacks and at authorizers, too", () => {
  const app = new App({ context: { "aws:cdk:enable-asset-metadata": true } });
  // One route stays in the main stack, three go to nested ones.
  const { stack } = api({ manifest: withAuthorizer(), placement: { main: ["get_event"], outgrown: true } }, app);
  const stacks = stack.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  assert.ok(stacks.length > 1);
  app.synth();
  const found = stacks.flatMap((stack) => Object.values(Template.fromStack(stack).findResources("AWS::Lambda::Function")));
  assert.equal(found.length, 5);
  const paths = found.map(({ Metadata }) => [Metadata?.["aws:asset:path"], Metadata?.["aws:asset:property"]]);
  assert.match(paths[0]![0], /^asset\.[0-9a-f]{64}$/);
  assert.deepEqual(paths, Array(5).fill([paths[0]![0], "Code"]));
});

test("the API has the manifest's CORS", () => {
  reference.hasResourceProperties("AWS::ApiGatewayV2::Api", {
    CorsConfiguration: {
      AllowOrigins: ["*"],
      AllowMethods: ["*"],
      AllowHeaders: ["authorization", "content-type"],
      ExposeHeaders: ["link"],
      MaxAge: 600,
      AllowCredentials: false,
    },
  });
});

test("a method of CORS that API Gateway does not take is refused", () => {
  const manifest = readManifest("infra/manifest.json");
  manifest.api.cors!.allowMethods = ["GET", "BREW"];
  assert.throws(() => api({ manifest }), { message: 'API Gateway takes the methods *, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, got "BREW"' });
});

test("the stage is the default one, throttled, with an access log", () => {
  reference.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
    StageName: "$default",
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 },
    AccessLogSettings: { Format: Match.serializedJson(Match.objectLike({ routeKey: "$context.routeKey", integrationError: "$context.integrationErrorMessage", requestId: "$context.requestId", status: "$context.status", latencyMs: "$context.responseLatency" })) },
  });
});

test("a route's own throttle is a setting of the stage, which waits for the route", () => {
  const manifest = readManifest("infra/manifest.json");
  manifest.routes[0]!.throttle = { ratePerSecond: 5, burst: 10 };
  const template = Template.fromStack(api({ manifest }).stack);
  template.hasResource("AWS::ApiGatewayV2::Stage", {
    Properties: { RouteSettings: { "POST /events": { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 } } },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp("createeventRoute")]),
  });
});

test("a table is on demand, recoverable, protected and kept", () => {
  reference.hasResource("AWS::DynamoDB::Table", {
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  });
});

test("an ephemeral API leaves nothing behind", () => {
  const template = Template.fromStack(api({ removalPolicy: RemovalPolicy.DESTROY }).stack);
  template.allResources("AWS::DynamoDB::Table", { DeletionPolicy: "Delete", Properties: { DeletionProtectionEnabled: false } });
  template.allResources("AWS::Logs::LogGroup", { DeletionPolicy: "Delete" });
});

test("a policy under which a failed creation is undone leaves tables unprotected", () => {
  const template = Template.fromStack(api({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }).stack);
  template.allResources("AWS::DynamoDB::Table", { DeletionPolicy: "RetainExceptOnCreate", Properties: { DeletionProtectionEnabled: false } });
});

test("a table of one's own is used and none is made", () => {
  const app = new App();
  const other = new Stack(app, "Other");
  const table = new dynamodb.Table(other, "Mine", { partitionKey: { name: "id", type: dynamodb.AttributeType.STRING } });
  const { stack, api: made } = api({ tables: { Events: table } }, app);
  Template.fromStack(stack).resourceCountIs("AWS::DynamoDB::Table", 0);
  assert.equal(made.tables.Events, table);
});

test("the stage is mapped to a domain name", () => {
  const app = new App();
  const names = new Stack(app, "Names");
  const certificate = Certificate.fromCertificateArn(names, "Certificate", "arn:aws:acm:us-east-1:1:certificate/a");
  const domainName = new apigateway.DomainName(names, "Name", { domainName: "api.example.com", certificate });
  const template = Template.fromStack(api({ defaultDomainMapping: { domainName, mappingKey: "v1" } }, app).stack);
  template.hasResourceProperties("AWS::ApiGatewayV2::ApiMapping", { ApiMappingKey: "v1", Stage: "$default" });
});

test("the functions can be reached by the names of their routes", () => {
  const { stack, api: made } = api({ architecture: lambda.Architecture.X86_64 });
  made.functions.get_event!.addEnvironment("EXTRA", "1");
  Template.fromStack(stack).hasResourceProperties("AWS::Lambda::Function", {
    Handler: "get_event",
    Architectures: ["x86_64"],
    Environment: { Variables: Match.objectLike({ EXTRA: "1" }) },
  });
});

test("a long summary is shortened to what Lambda takes", () => {
  const manifest = readManifest("infra/manifest.json");
  manifest.routes[0]!.summary = "x".repeat(300);
  const found = functions(Template.fromStack(api({ manifest }).stack));
  assert.equal(found.get("create_event").Description.length, 256);
});
