// The app: one stack, from the checked-in manifest and the built `bootstrap`, which `cargo run -- build`
// makes before `cdk` runs this. It brings `placement.json` up to date.
//
// `-c ephemeral=true` lets the tables go with the stack, `-c manifest=FILE` and `-c code=DIR`
// take others than the built ones.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { App, CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { readManifest, RouteApi, writePlacement } from "fingerpost-cdk";

class EventsApi extends Stack {
  constructor(scope: App, id: string, props?: StackProps) {
    super(scope, id, props);
    const other = context(this, "manifest");
    const manifest = readManifest(other ?? "infra/manifest.json");
    const placement = other === undefined ? writePlacement("infra/placement.json", manifest) : undefined;
    const code = context(this, "code") ?? "target/lambda/events";
    if (!existsSync(join(code, "bootstrap"))) {
      throw new Error(`${join(code, "bootstrap")} is missing: \`cargo run -- build\` makes it`);
    }
    const { api, tables } = new RouteApi(this, "Api", {
      manifest,
      code: lambda.Code.fromAsset(code),
      removalPolicy: flag(this, "ephemeral") ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      ...(placement && { placement }),
    });
    new CfnOutput(this, "ApiUrl", { value: api.apiEndpoint });
    new CfnOutput(this, "ApiId", { value: api.apiId });
    for (const [name, table] of Object.entries(tables)) {
      new CfnOutput(this, `${name.replace(/[^A-Za-z0-9]/g, "")}TableName`, { value: table.tableName });
    }
  }
}

function context(stack: Stack, name: string): string | undefined {
  const value: unknown = stack.node.tryGetContext(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function flag(stack: Stack, name: string): boolean {
  const value: unknown = stack.node.tryGetContext(name) ?? false;
  if (![true, false, "true", "false"].includes(value as string)) {
    throw new Error(`context \`${name}\` is true or false, got ${JSON.stringify(value)}`);
  }
  return String(value) === "true";
}

new EventsApi(new App(), "EventsApi", { description: "The events API: one function per route" });
