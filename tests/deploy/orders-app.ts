// The app of `orders.test.ts`: the whole orders API, and beside it some of its routes with roles that lack what
// they need.

import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import type * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { readManifest, RouteApi, Secret } from "fingerpost-cdk";

const app = new App();
const context = (name: string): string => String(app.node.tryGetContext(name));

/** One API of a manifest, in a stack of its own. */
function orders(id: string, manifest: string): RouteApi {
  const stack = new Stack(app, id);
  const receipts = new Bucket(stack, "Receipts", { removalPolicy: RemovalPolicy.DESTROY });
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, "Shop", context("secret"));
  // Parameters are not here: the emulator's IAM does not know the ARN of one for its name.
  const hook = secretsmanager.Secret.fromSecretNameV2(stack, "Hook", "hook");
  const api = new RouteApi(stack, "Api", {
    manifest: readManifest(manifest),
    code: lambda.Code.fromAsset(context("code")),
    removalPolicy: RemovalPolicy.DESTROY,
    resources: { Jobs: new Queue(stack, "Jobs"), Receipts: receipts },
    settings: {
      CUP_PRICE: "700",
      PAYMENTS_URL: "https://pay.example.com/v1/",
      STRIPE_KEY: Secret.fromSecretsManager(secret, "stripe"),
      WEBHOOK_KEY: Secret.fromSecretsManager(hook),
    },
  });
  new CfnOutput(stack, "ApiId", { value: api.api.apiId });
  return api;
}

orders("Orders", context("whole"));
const role = orders("Lacking", context("lacking")).functions.charge!.role!.node.defaultChild as iam.CfnRole;
role.addPropertyOverride("Policies.0.PolicyDocument.Statement", [{ Effect: "Allow", Action: "logs:*", Resource: "*" }]);
