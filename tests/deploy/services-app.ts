// The app of an API with a queue and a bucket: `-c manifest=FILE` and `-c code=DIR` say which.

import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { readManifest, RouteApi } from "fingerpost-cdk";

// The bucket is named after the stack, and the emulator takes `/services…` for a call of ECS.
const stack = new Stack(new App(), "Jobs");
const jobs = new Queue(stack, "Queue");
const files = new Bucket(stack, "Files", { removalPolicy: RemovalPolicy.DESTROY });
const { api } = new RouteApi(stack, "Api", {
  manifest: readManifest(stack.node.getContext("manifest")),
  code: lambda.Code.fromAsset(stack.node.getContext("code")),
  resources: { Jobs: jobs, Files: files },
  removalPolicy: RemovalPolicy.DESTROY,
});
new CfnOutput(stack, "ApiId", { value: api.apiId });
new CfnOutput(stack, "QueueUrl", { value: jobs.queueUrl });
