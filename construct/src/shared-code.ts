// The code that all functions of an API run. An asset belongs to one stack, and CDK refuses to bind it in another, so
// it is bound once, in the stack of the API; the functions of nested stacks take it from there.

import type { CfnResource } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/** Code that is bound already. */
export class SharedCode extends lambda.Code {
  private readonly config: lambda.CodeConfig;

  constructor(scope: Construct, private readonly code: lambda.Code) {
    super();
    this.config = code.bind(scope);
  }

  override bind(): lambda.CodeConfig {
    return this.config;
  }

  /** With the asset's metadata, by which `cdk` and SAM find the folder of a function. */
  override bindToResource(resource: CfnResource, options?: lambda.ResourceBindOptions): void {
    this.code.bindToResource(resource, options);
  }
}
