// What a deployment says of functions beyond what the manifest says: of all of them, and of one by its name.

import { type Duration, type Size, Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import type * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { networkStatements, tracingStatement } from "./access.js";
import type { Manifest } from "./manifest.js";
import { given } from "./names.js";

/** What can be said of every function at once, and of one of them by its name. */
export interface CommonFunctionOptions {
  /**
   * The VPC in which the functions run. From there a function reaches DynamoDB through a gateway endpoint,
   * `vpc.addGatewayEndpoint(…)`, or through a NAT gateway.
   *
   * @default - the functions run outside of any VPC of yours
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the VPC in which the functions run.
   *
   * @default - the private subnets that reach the internet
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the functions in the VPC.
   *
   * @default - one that all functions share, which lets everything out
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether invocations are traced by X-Ray. API Gateway does not trace HTTP APIs, so a trace begins at the
   * function.
   *
   * @default - nothing is traced
   */
  readonly tracing?: lambda.Tracing;

  /**
   * How many requests a function may answer at once, a whole number. So many executions of the account are set aside
   * for it; requests beyond them are answered with 503.
   *
   * @default - as many as the account has left
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Variables of the functions, beside those that the manifest gives them: `{ RUST_LOG: "debug" }`. A name is two or
   * more upper-case ASCII letters, digits or `_`, and not one that Lambda, the system or Fingerpost uses.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Layers of the functions, such as an extension that forwards logs.
   *
   * @default - none
   */
  readonly layers?: lambda.ILayerVersion[];

  /**
   * How long the logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

/**
 * What can be said of one function. It goes before what the manifest and the `RouteApi` say, and variables are
 * added to theirs. A function with a `vpc` of its own takes no subnets and security groups from the `RouteApi`.
 */
export interface ApiFunctionOptions extends CommonFunctionOptions {
  /**
   * Its memory in MiB, from 128 to 10240.
   *
   * @default - what the manifest says
   */
  readonly memorySize?: number;

  /**
   * When it is ended, after 1 to 29 seconds, an authorizer after 1 to 10.
   *
   * @default - what the manifest says
   */
  readonly timeout?: Duration;

  /**
   * The size of its folder `/tmp`, from 512 MiB to 10 GiB.
   *
   * @default - 512 MiB
   */
  readonly ephemeralStorageSize?: Size;
}

/** What a deployment says of its functions. */
export interface FunctionsProps extends CommonFunctionOptions {
  /**
   * What differs for single functions, by the names of their routes, or of authorizers that are functions.
   *
   * @default - nothing differs
   */
  readonly functionProps?: Readonly<Record<string, ApiFunctionOptions>>;

  /**
   * Names the functions: `orders-prod-` and the route `get_order` give `orders-prod-get_order`. An account has a
   * name once in each region, so each environment takes a prefix of its own. Another prefix replaces the functions.
   *
   * @default - CloudFormation gives each function a name that nothing else has
   */
  readonly functionNamePrefix?: string;
}

/** In which network functions run, and where in it. */
type Network = Pick<CommonFunctionOptions, "vpc" | "vpcSubnets" | "securityGroups">;

/** The network of a function: one of its own altogether, otherwise that of all with what the function says of it. */
export function networkOf(own: Network, common: Network): Network {
  if (own.vpc) return own;
  return { vpc: common.vpc, vpcSubnets: own.vpcSubnets ?? common.vpcSubnets, securityGroups: own.securityGroups ?? common.securityGroups };
}

/** What one function is made with. */
export interface Resolved {
  readonly props: Pick<
    lambda.FunctionProps,
    "ephemeralStorageSize" | "functionName" | "layers" | "memorySize" | "reservedConcurrentExecutions" | "securityGroups" | "timeout" | "vpc" | "vpcSubnets"
  >;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention?: logs.RetentionDays;
  /** How it is traced, if it is. */
  readonly tracing?: lambda.Tracing;
  /** What Lambda needs of the function's role for all that. */
  readonly statements: readonly iam.PolicyStatement[];
}

/** The options of the functions by their names. */
export class FunctionOptions {
  /** The security groups of the functions that are in the common VPC. */
  readonly securityGroups: readonly ec2.ISecurityGroup[];

  /** @param props what has no mistakes */
  constructor(scope: Construct, manifest: Manifest, private readonly props: FunctionsProps) {
    const { vpc, securityGroups = [] } = props;
    // Lambda makes network interfaces for each combination of groups and subnets, and functions share them.
    const made = vpc && securityGroups.length === 0;
    this.securityGroups = made ? [new ec2.SecurityGroup(scope, "SecurityGroup", { vpc, description: `Functions of ${manifest.api.name}` })] : securityGroups;
  }

  /** The options of one function, which is made in `scope`. */
  of(name: string, scope: Construct): Resolved {
    const { functionProps, functionNamePrefix: prefix, ...common } = this.props;
    const own: ApiFunctionOptions = given(functionProps, name) ?? {};
    const tracing = own.tracing ?? common.tracing ?? lambda.Tracing.DISABLED;
    const traced = tracing !== lambda.Tracing.DISABLED;
    const { vpc, vpcSubnets, securityGroups = [] } = networkOf(own, { ...common, securityGroups: [...this.securityGroups] });
    const props = {
      functionName: prefix === undefined ? undefined : `${prefix}${name}`,
      memorySize: own.memorySize,
      timeout: own.timeout,
      ephemeralStorageSize: own.ephemeralStorageSize,
      reservedConcurrentExecutions: own.reservedConcurrentExecutions ?? common.reservedConcurrentExecutions,
      layers: own.layers ?? common.layers,
      vpc,
      vpcSubnets,
      securityGroups: securityGroups.length > 0 ? [...securityGroups] : undefined,
    };
    return {
      props: Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)),
      environment: { ...common.environment, ...own.environment },
      logRetention: own.logRetention ?? common.logRetention,
      ...(traced && { tracing }),
      statements: [...(vpc ? networkStatements(Stack.of(scope)) : []), ...(traced ? [tracingStatement()] : [])],
    };
  }
}
