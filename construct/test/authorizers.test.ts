// Who may call, in the template: the manifest's authorizers, and which of them each route has.

import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { parseManifest, readManifest, type Manifest } from "../src/manifest.ts";
import type { RouteApiProps } from "../src/route-api-props.ts";
import { api, functions } from "./fixture.ts";

const JWT = { jwt: { issuer: "https://id.example/", audiences: ["api", "other"] } };
const FUNCTION = { function: { identity: [{ in: "header", name: "x-api-key" }], cacheSeconds: 60, memoryMb: 128, timeoutSeconds: 5, grants: [{ table: "Events", actions: ["dynamodb:GetItem"] }] } };

/** The reference API's manifest with these authorizers, of which its routes have these, in the order of their names. */
function guarded(authorizers: object, ...auth: unknown[]): Manifest {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  manifest.api.authorizers = authorizers;
  auth.forEach((auth, r) => (manifest.routes[r].auth = auth));
  return parseManifest(manifest);
}

const by = (authorizer: string, ...scopes: string[]) => ({ by: { authorizer, scopes } });

function template(manifest: Manifest, props: Partial<RouteApiProps> = {}): Template {
  return Template.fromStack(api({ manifest, ...props }).stack);
}

/** For each route its type of authorization, the name of its authorizer, and its scopes. */
function callers(template: Template): Record<string, string> {
  const authorizers = template.findResources("AWS::ApiGatewayV2::Authorizer");
  const routes = Object.values(template.findResources("AWS::ApiGatewayV2::Route"));
  return Object.fromEntries(
    routes.map(({ Properties: { RouteKey, AuthorizationType, AuthorizerId, AuthorizationScopes = [] } }) => {
      const name = AuthorizerId ? authorizers[AuthorizerId.Ref]!.Properties.Name : "";
      return [RouteKey, [AuthorizationType, name, ...AuthorizationScopes].filter(Boolean).join(" ")];
    }),
  );
}

test("each route has the authorizer and the scopes of the manifest", () => {
  const manifest = guarded({ users: JWT, api_key: FUNCTION }, by("users", "events:write", "admin"), by("api_key"), "iam");
  assert.deepEqual(callers(template(manifest)), {
    "POST /events": "JWT users events:write admin",
    "DELETE /events/{id}": "CUSTOM api_key",
    "GET /events/{id}": "AWS_IAM",
    "GET /events": "NONE",
  });
});

test("a route without a word about its callers has the default authorizer, and one of its caller's own items no more than the actions", () => {
  // `node tests/run.mjs` holds the file to the Rust source, `tests/src/bin/guarded.rs`.
  const made = template(readManifest("construct/test/guarded.json"));
  const { "GET /drafts/{title}": saidNothing, "GET /health": open } = callers(made);
  assert.deepEqual([saidNothing, open], ["JWT jwt", "NONE"]);
  const { Role } = functions(made).get("draft");
  const { Policies } = made.findResources("AWS::IAM::Role")[Role["Fn::GetAtt"][0]]!.Properties;
  const [table] = Object.entries(made.findResources("AWS::DynamoDB::Table")).find(([, { Properties }]) => Properties.KeySchema[0].AttributeName === "writer")!;
  assert.deepEqual(Policies[0].PolicyDocument.Statement[0], { Effect: "Allow", Action: "dynamodb:GetItem", Resource: { "Fn::GetAtt": [table, "Arn"] } });
});

test("a JWT authorizer has the manifest's issuer and audiences", () => {
  const made = template(guarded({ users: JWT }, by("users"), by("users")));
  made.resourceCountIs("AWS::ApiGatewayV2::Authorizer", 1);
  made.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
    Name: "users",
    AuthorizerType: "JWT",
    IdentitySource: ["$request.header.Authorization"],
    JwtConfiguration: { Issuer: "https://id.example/", Audience: ["api", "other"] },
  });
});

test("an issuer that comes at deployment is the stack's", () => {
  const jwt = { users: { issuer: "https://stage.example", audiences: ["stage"] } };
  template(guarded({ users: { jwt: {} } }, by("users")), { jwt }).hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
    JwtConfiguration: { Issuer: "https://stage.example", Audience: ["stage"] },
  });
});

test("an authorizer's function is of the same code, with a role of its own", () => {
  const made = template(guarded({ api_key: FUNCTION }, by("api_key")));
  const found = functions(made);
  const { Code, MemorySize, Timeout, Role, Environment, LoggingConfig } = found.get("api_key");
  assert.deepEqual([Code.S3Key, MemorySize, Timeout], [found.get("get_event").Code.S3Key, 128, 5]);
  const [table] = Object.keys(made.findResources("AWS::DynamoDB::Table"));
  const { Policies } = made.findResources("AWS::IAM::Role")[Role["Fn::GetAtt"][0]]!.Properties;
  assert.deepEqual(Policies[0].PolicyDocument.Statement, [
    { Effect: "Allow", Action: "dynamodb:GetItem", Resource: { "Fn::GetAtt": [table, "Arn"] } },
    { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: { "Fn::GetAtt": [LoggingConfig.LogGroup.Ref, "Arn"] } },
  ]);
  assert.deepEqual(Environment.Variables, { TABLE_NAME: { Ref: table }, TABLE_NAME_EVENTS: { Ref: table } });
  made.resourceCountIs("AWS::IAM::Policy", 0);
});

test("a decision that is kept is kept for each route", () => {
  const made = template(guarded({ api_key: FUNCTION }, by("api_key")));
  made.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
    Name: "api_key",
    AuthorizerType: "REQUEST",
    AuthorizerPayloadFormatVersion: "2.0",
    EnableSimpleResponses: true,
    AuthorizerResultTtlInSeconds: 60,
    IdentitySource: ["$request.header.x-api-key", "$context.routeKey"],
  });
  const identity = [{ in: "cookie", name: "a" }, { in: "cookie", name: "b" }, { in: "query", name: "q" }, { in: "path", name: "id" }];
  const asked = structuredClone(FUNCTION) as any;
  Object.assign(asked.function, { identity, cacheSeconds: 0 });
  template(guarded({ api_key: asked }, by("api_key"))).hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
    AuthorizerResultTtlInSeconds: 0,
    IdentitySource: ["$request.header.cookie", "$request.querystring.q", "$context.path"],
  });
});

test("only the API's own authorizer may invoke an authorizer's function", () => {
  const made = template(guarded({ api_key: FUNCTION }, by("api_key")));
  const [id] = Object.keys(made.findResources("AWS::ApiGatewayV2::Authorizer"));
  const [handler] = Object.entries(made.findResources("AWS::Lambda::Function")).find(([, { Properties }]) => Properties.Handler === "api_key")!;
  made.hasResourceProperties("AWS::Lambda::Permission", {
    FunctionName: { "Fn::GetAtt": [handler, "Arn"] },
    Principal: "apigateway.amazonaws.com",
    SourceArn: { "Fn::Join": ["", Match.arrayWith(["/authorizers/", { Ref: id }])] },
  });
});

test("a function that decides can be reached by its name", () => {
  const { api: made } = api({ manifest: guarded({ api_key: FUNCTION }, by("api_key")) });
  assert.ok(made.functions.api_key);
});

test("routes of nested stacks have the same authorizers", () => {
  const manifest = guarded({ users: JWT, api_key: FUNCTION }, by("users"), by("api_key"));
  const app = new App();
  const { stack } = api({ manifest, placement: { main: [], outgrown: true } }, app);
  Template.fromStack(stack).resourceCountIs("AWS::ApiGatewayV2::Authorizer", 2);
  app.synth();
});

for (const [what, authorizers, jwt, sentence] of [
  ["an issuer that is missing", { users: { jwt: {} } }, undefined, "the issuer of the authorizer `users` comes at deployment: `jwt: { users: { issuer, audiences } }` gives it"],
  ["an issuer for an authorizer that there is not", { users: JWT }, { admins: JWT.jwt }, "`jwt` names `admins`, which the manifest does not have; it has `users`"],
  ["an issuer that the manifest says", { users: JWT }, { users: JWT.jwt }, '`jwt.users` is given, but the manifest says the issuer of `users`: "https://id.example/"'],
  ["an issuer for a function", { users: FUNCTION }, { users: JWT.jwt }, "`jwt.users` is given, but the authorizer `users` is a function"],
  ["an issuer without TLS", { users: { jwt: {} } }, { users: { issuer: "http://id.example", audiences: ["a"] } }, '`jwt.users.issuer` must be a URL that begins with https://, without a user, a query and a fragment, got "http://id.example"'],
  ["an issuer with a query", { users: { jwt: {} } }, { users: { issuer: "https://id.example?a=b", audiences: ["a"] } }, '`jwt.users.issuer` must be a URL that begins with https://, without a user, a query and a fragment, got "https://id.example?a=b"'],
  ["no audience", { users: { jwt: {} } }, { users: { issuer: "https://id.example", audiences: [] } }, "`jwt.users.audiences` must be a list of 1 text or more, got an array of 0 entries"],
  ["a text for an issuer", { users: { jwt: {} } }, { users: "https://id.example" as never }, '`jwt.users` must be `{ issuer, audiences }`, got "https://id.example"'],
  ["an issuer that is null", { users: { jwt: {} } }, { users: null as never }, "`jwt.users` must be `{ issuer, audiences }`, got null"],
  ["an audience that is not in a list", { users: { jwt: {} } }, { users: { issuer: "https://id.example", audiences: "api" as never } }, '`jwt.users.audiences` must be a list of 1 text or more, got "api"'],
] as const) {
  test(`${what} is an error of the synthesis`, () => {
    assert.throws(() => template(guarded(authorizers, by("users")), jwt && { jwt }), { message: sentence });
  });
}

for (const [what, authorizers, auth, sentence] of [
  ["an authorizer that there is not", {}, by("users"), '`routes[0].auth.by.authorizer` names no authorizer: "users"'],
  ["one that every object inherits", {}, by("constructor"), '`routes[0].auth.by.authorizer` names no authorizer: "constructor"'],
  ["scopes of a function", { users: FUNCTION }, by("users", "a"), "`routes[0].auth.by.scopes` must be empty: `users` is a function, and only tokens have scopes"],
  ["a scope with a space", { users: JWT }, by("users", "a b"), '`routes[0].auth.by.scopes[0]` must be printable ASCII without spaces, quotes or backslashes, got "a b"'],
  ["a scope twice", { users: JWT }, by("users", "a", "a"), "`routes[0].auth.by.scopes` must not have the same entry twice, got `a` twice"],
  ["an issuer without TLS", { users: { jwt: { issuer: "http://x", audiences: ["a"] } } }, by("users"), '`api.authorizers.users.jwt.issuer` must be a URL that begins with https://, without a user, a query and a fragment, got "http://x"'],
  ["an issuer without a host", { users: { jwt: { issuer: "https:///x", audiences: ["a"] } } }, by("users"), '`api.authorizers.users.jwt.issuer` must be a URL that begins with https://, without a user, a query and a fragment, got "https:///x"'],
  ["a function that is granted a table that there is not", { users: { function: { ...FUNCTION.function, grants: [{ table: "Nowhere", actions: ["dynamodb:GetItem"] }] } } }, by("users"), '`api.authorizers.users.function.grants[0].table` names no table: "Nowhere"'],
  ["an issuer without audiences", { users: { jwt: { issuer: "https://x" } } }, by("users"), "`api.authorizers.users.jwt` must have its issuer and its audiences both, or both at deployment"],
  ["a decision kept for everyone", { users: { function: { ...FUNCTION.function, identity: [] } } }, by("users"), "`api.authorizers.users.function.cacheSeconds` must be 0, as it reads no part of the request: a kept decision would hold for everyone"],
  ["a route with an authorizer's name", { create_event: FUNCTION }, by("create_event"), "`routes[0].name` is taken: an authorizer is named `create_event`"],
] as const) {
  test(`a manifest with ${what} is refused`, () => {
    assert.throws(() => guarded(authorizers, auth), { message: sentence });
  });
}
