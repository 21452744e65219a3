// One route: its function, and the way from the API to it.

import { Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { makeFunction, type Shared } from "./granted-function.js";
import type { Route } from "./manifest.js";
import { routeMethod } from "./methods.js";

/** A route, and what it has in common with the others. */
export interface RouteFunctionProps extends Shared {
  readonly route: Route;
  readonly api: apigateway.IHttpApi;
  readonly authorizer?: apigateway.IHttpRouteAuthorizer;
  readonly authorizationScopes?: string[];
}

/** A route of the API and the function that answers it, which may do what its grants say. */
export class RouteFunction extends Construct {
  readonly function: lambda.Function;
  readonly route: apigateway.HttpRoute;

  constructor(scope: Construct, id: string, props: RouteFunctionProps) {
    super(scope, id);
    const { route, api, authorizer, authorizationScopes } = props;
    const description = route.summary || `${route.method} ${route.path}`;
    this.function = makeFunction(this, { ...route, description }, props);
    this.route = new apigateway.HttpRoute(this, "Route", {
      httpApi: api,
      routeKey: apigateway.HttpRouteKey.with(route.path, routeMethod(route.method)),
      integration: new Proxy("Integration", this.function),
      ...(authorizer && { authorizer }),
      ...(authorizationScopes && { authorizationScopes }),
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
