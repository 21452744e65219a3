// One route: its function, role, log group, and the way from the API to it.

import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Route } from "./manifest.js";

/** What the functions of an API have in common. */
export interface RouteFunctionProps {
  readonly route: Route;
  readonly api: apigateway.IHttpApi;
  readonly code: lambda.Code;
  readonly architecture: lambda.Architecture;
  readonly tables: Readonly<Record<string, dynamodb.ITable>>;
  /** In which variable a function finds the name of each table. */
  readonly variables: Readonly<Record<string, string>>;
  readonly logRetention: logs.RetentionDays;
  /** What becomes of the log group. */
  readonly removalPolicy: RemovalPolicy;
  readonly authorizer?: apigateway.IHttpRouteAuthorizer;
}

/** A route of the API and the function that answers it, which may do what its grants say. */
export class RouteFunction extends Construct {
  readonly function: lambda.Function;
  readonly route: apigateway.HttpRoute;

  constructor(scope: Construct, id: string, private readonly props: RouteFunctionProps) {
    super(scope, id);
    const { route, api } = props;
    const logGroup = new logs.LogGroup(this, "Logs", {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.function = new lambda.Function(this, "Function", {
      description: shortened(route.summary || `${route.method} ${route.path}`),
      runtime: lambda.Runtime.PROVIDED_AL2023,
      architecture: props.architecture,
      handler: route.name,
      code: props.code,
      memorySize: route.memoryMb,
      timeout: Duration.seconds(route.timeoutSeconds),
      environment: this.environment(),
      role: this.role(logGroup),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
    });
    this.route = new apigateway.HttpRoute(this, "Route", {
      httpApi: api,
      routeKey: apigateway.HttpRouteKey.with(route.path, route.method as apigateway.HttpMethod),
      integration: new Proxy("Integration", this.function),
      ...(props.authorizer && { authorizer: props.authorizer }),
    });
    const method = route.method === "ANY" ? "*" : route.method;
    this.function.addPermission("Invoke", {
      principal: new iam.ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: Stack.of(this).formatArn({
        service: "execute-api",
        resource: api.apiId,
        resourceName: `*/${method}${route.path}`,
      }),
    });
  }

  /** The names of the tables that the route may use, and of no others. */
  private environment(): Record<string, string> {
    const { route, tables, variables } = this.props;
    const names = Object.keys(tables);
    const environment: Record<string, string> = {};
    for (const { table } of route.grants ?? []) {
      environment[variables[table]!] = tables[table]!.tableName;
      if (names.length === 1) environment.TABLE_NAME = tables[table]!.tableName;
    }
    return environment;
  }

  /** A role of its own: its grants, writing to its log group, nothing else. */
  private role(logGroup: logs.ILogGroup): iam.Role {
    const statements = (this.props.route.grants ?? []).map(({ table, index, actions }) => {
      const arn = this.props.tables[table]!.tableArn;
      return new iam.PolicyStatement({ actions, resources: [index ? `${arn}/index/${index}` : arn] });
    });
    statements.push(
      new iam.PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    return new iam.Role(this, "Role", {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { Grants: new iam.PolicyDocument({ statements }) },
    });
  }
}

/** What Lambda takes of a description. */
function shortened(text: string): string {
  return text.length <= 256 ? text : `${text.slice(0, 255)}…`;
}

/** The function as the API calls it. CDK's own integration would add a permission for every method. */
class Proxy extends apigateway.HttpRouteIntegration {
  constructor(id: string, private readonly target: lambda.IFunction) {
    super(id);
  }

  override bind(): apigateway.HttpRouteIntegrationConfig {
    return {
      type: apigateway.HttpIntegrationType.AWS_PROXY,
      payloadFormatVersion: apigateway.PayloadFormatVersion.VERSION_2_0,
      uri: this.target.functionArn,
    };
  }
}
