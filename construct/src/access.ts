// What a role needs, beside a function's own grants, so that Lambda itself can place the function in a VPC and
// send its traces.

import type { Stack } from "aws-cdk-lib";
import { ArnFormat } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";

/** Those that Lambda's documentation names for a function in a VPC, as `AWSLambdaVPCAccessExecutionRole` has them. */
const INTERFACES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda manages network interfaces with the function's role. The function's own code is refused the same: a call
 * from inside of a function, and no other, has the function's ARN in its context.
 */
export function networkStatements(stack: Stack): iam.PolicyStatement[] {
  const functions = stack.formatArn({ service: "lambda", resource: "function", resourceName: "*", arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return [
    new iam.PolicyStatement({ actions: INTERFACES, resources: ["*"] }),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: INTERFACES,
      resources: ["*"],
      conditions: { ArnLike: { "lambda:SourceFunctionArn": functions } },
    }),
  ];
}

/** X-Ray's two actions, which it offers for no single resource. */
export function tracingStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] });
}
