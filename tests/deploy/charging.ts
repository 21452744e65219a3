// The app of `settings.test.ts`: the orders API's route with settings and secrets, once as the construct makes it,
// and once with a role that may not fetch them.

import * as fs from "node:fs";
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import type * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import { parseManifest, RouteApi, Secret } from "fingerpost-cdk";

const app = new App();
const context = (name: string): string => String(app.node.tryGetContext(name));

/** One API, in a stack of its own. */
function charging(id: string): RouteApi {
  const stack = new Stack(app, id);
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, "Shop", context("secret"));
  const hook = secretsmanager.Secret.fromSecretNameV2(stack, "Hook", "hook");
  const api = new RouteApi(stack, "Api", {
    manifest: parseManifest(JSON.parse(fs.readFileSync(context("manifest"), "utf8"))),
    code: lambda.Code.fromAsset(context("code")),
    removalPolicy: RemovalPolicy.DESTROY,
    settings: {
      PAYMENTS_URL: "https://pay.example.com/v1/",
      STRIPE_KEY: Secret.fromSecretsManager(secret, "stripe"),
      WEBHOOK_KEY: Secret.fromSecretsManager(hook),
    },
  });
  new CfnOutput(stack, "ApiId", { value: api.api.apiId });
  return api;
}

charging("Charging");
const role = charging("Denied").functions.charge!.role!.node.defaultChild as iam.CfnRole;
role.addPropertyOverride("Policies.0.PolicyDocument.Statement", [{ Effect: "Allow", Action: "logs:*", Resource: "*" }]);
