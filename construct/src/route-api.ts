// The construct: a manifest becomes an HTTP API, one function per route, and the tables.

import { NestedStack, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { architecture } from "./architecture.js";
import { Authorizers } from "./authorizers.js";
import { FunctionOptions } from "./function-options.js";
import type { Shared } from "./granted-function.js";
import { corsPreflight } from "./methods.js";
import { refuse } from "./mistakes.js";
import { constructId, given } from "./names.js";
import { place } from "./placement.js";
import { propMistakes } from "./prop-checks.js";
import { Resources } from "./resources.js";
import type { RouteApiProps } from "./route-api-props.js";
import { RouteFunction } from "./route-function.js";
import { named } from "./sentence.js";
import { Settings } from "./settings.js";
import { SharedCode } from "./shared-code.js";
import { makeTable } from "./table.js";

/** An HTTP API whose routes are functions, each with exactly the permissions it declares. */
export class RouteApi extends Construct implements ec2.IConnectable {
  /** The HTTP API. */
  readonly api: apigateway.HttpApi;
  /** Its one stage, `$default`. */
  readonly stage: apigateway.HttpStage;
  /** The functions, by the names of their routes and of the authorizers that are functions. */
  readonly functions: Readonly<Record<string, lambda.Function>>;
  /** The tables, by their names in the manifest. */
  readonly tables: Readonly<Record<string, dynamodb.ITable>>;
  private readonly settings: Settings;
  private readonly resources: Resources;
  private readonly code: lambda.Code;
  private readonly options: FunctionOptions;

  /** @throws one sentence about a property that is wrong, or a line for each where there are several */
  constructor(scope: Construct, id: string, private readonly props: RouteApiProps) {
    super(scope, id);
    refuse(propMistakes(props), `the properties of the \`RouteApi\` ${named(this.node.path)}`);
    const { manifest } = props;
    this.settings = new Settings(props.settings);
    const tables = manifest.tables.map((table) => [table.name, given(props.tables, table.name) ?? makeTable(this, table, this.removalPolicy, props.encryptionKey)]);
    this.tables = Object.fromEntries(tables);
    this.resources = new Resources(manifest, props.resources);
    this.code = new SharedCode(this, props.code);
    this.options = new FunctionOptions(this, manifest, props);
    this.api = new apigateway.HttpApi(this, "HttpApi", {
      apiName: props.apiName ?? manifest.api.name,
      createDefaultStage: false,
      ...(manifest.api.cors && { corsPreflight: corsPreflight(manifest.api.cors) }),
    });
    const authorizers = new Authorizers(this, "Authorizers", manifest, props.jwt, this.shared());
    const routes = this.routes(authorizers);
    const functions = [...routes].map(([name, route]): [string, lambda.Function] => [name, route.function]);
    this.functions = Object.fromEntries([...functions, ...Object.entries(authorizers.functions)]);
    this.stage = this.defaultStage();
    const throttled = manifest.routes.filter((route) => route.throttle);
    for (const { name } of throttled) {
      // The stage refuses settings for a route that is not there yet.
      this.stage.node.addDependency(routes.get(name)!.route);
    }
    if (throttled.length) {
      const settings = throttled.map(({ method, path, throttle }) => [
        `${method} ${path}`,
        { ThrottlingRateLimit: throttle!.ratePerSecond, ThrottlingBurstLimit: throttle!.burst },
      ]);
      (this.stage.node.defaultChild as apigateway.CfnStage).routeSettings = Object.fromEntries(settings);
    }
  }

  /**
   * What the functions in the VPC may reach, and what may reach them: `api.connections.allowTo(database, …)`.
   *
   * @throws when `vpc` is not given
   */
  get connections(): ec2.Connections {
    if (!this.props.vpc) throw new Error("the functions have no connections, as `vpc` is not given");
    return new ec2.Connections({ securityGroups: [...this.options.securityGroups] });
  }

  private shared(): Shared {
    const { props, settings } = this;
    return {
      code: this.code,
      architecture: props.architecture ?? architecture(),
      tables: this.tables,
      variables: Object.fromEntries(props.manifest.tables.map(({ name, variable }) => [name, variable])),
      settings,
      resources: this.resources,
      logRetention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: this.removalPolicy,
      options: this.options,
    };
  }

  private routes(authorizers: Authorizers): Map<string, RouteFunction> {
    const { props } = this;
    const placement = place(props.manifest, props.placement);
    // A scope of their own: a route may be named as anything else here is.
    const main = new Construct(this, "Routes");
    const nested = new Map<number, NestedStack>();
    const stackOf = (route: string): Construct => {
      const number = placement(route);
      if (number === undefined) return main;
      if (!nested.has(number)) nested.set(number, new NestedStack(this, `Routes${number}`));
      return nested.get(number)!;
    };
    const made = props.manifest.routes.map((route): [string, RouteFunction] => {
      const function_ = new RouteFunction(stackOf(route.name), constructId(route.name), {
        route,
        api: this.api,
        ...this.shared(),
        ...authorizers.of(route),
      });
      return [route.name, function_];
    });
    return new Map(made);
  }

  private defaultStage(): apigateway.HttpStage {
    const { manifest, defaultDomainMapping } = this.props;
    const accessLog = new logs.LogGroup(this, "AccessLog", {
      retention: this.props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: this.removalPolicy,
    });
    return new apigateway.HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: manifest.api.throttle.ratePerSecond, burstLimit: manifest.api.throttle.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(defaultDomainMapping && { domainMapping: defaultDomainMapping }),
    });
  }

  private get removalPolicy(): RemovalPolicy {
    return this.props.removalPolicy ?? RemovalPolicy.RETAIN;
  }
}

/** What people ask of an access log: which route, how it went, how long, and where it failed. */
const ACCESS_LOG = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  routeKey: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
  integrationStatus: "$context.integrationStatus",
  integrationError: "$context.integrationErrorMessage",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  responseBytes: "$context.responseLength",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
};
