// What the tests of the construct start from: a stack of it, with code that nobody compiles.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { type Manifest, parseManifest, readManifest } from "../src/manifest.ts";
import { RouteApi } from "../src/route-api.ts";
import type { RouteApiProps } from "../src/route-api-props.ts";

// Whoever runs the tests may have one of their own.
delete process.env.FINGERPOST_ARCHITECTURE;

const code = mkdtempSync(join(tmpdir(), "fingerpost-"));
writeFileSync(join(code, "bootstrap"), "#!/bin/sh\n");

/** A stack of the construct: the reference API's, where the properties do not say otherwise. */
export function api(props: Partial<RouteApiProps> = {}, app = new App()): { stack: Stack; api: RouteApi } {
  const stack = new Stack(app, "Test");
  const manifest = readManifest("infra/manifest.json");
  return { stack, api: new RouteApi(stack, "Api", { manifest, code: lambda.Code.fromAsset(code), ...props }) };
}

/** The functions of a template by their handlers. */
export function functions(template: Template): Map<string, any> {
  const found = Object.values(template.findResources("AWS::Lambda::Function"));
  return new Map(found.map((resource) => [resource.Properties.Handler as string, resource.Properties]));
}

/** The statements of the role that a handler's function has. */
export function policies(template: Template, handler: string): any[] {
  const role = functions(template).get(handler).Role["Fn::GetAtt"][0];
  return template.findResources("AWS::IAM::Role")[role]!.Properties.Policies[0].PolicyDocument.Statement;
}

/** The reference API's manifest with an authorizer that is a function, `api_key`. */
export function withAuthorizer(): Manifest {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  manifest.api.authorizers = { api_key: { function: { identity: [{ in: "header", name: "x-api-key" }], memoryMb: 128, timeoutSeconds: 5 } } };
  return parseManifest(manifest);
}
