// Methods and preflights, in API Gateway's words: texts of the manifest become members of CDK's enumerations.

import { Duration } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import type { Manifest } from "./manifest.js";
import { quoted } from "./sentence.js";

/** The method of a route. */
export function routeMethod(method: string): apigateway.HttpMethod {
  return member(apigateway.HttpMethod, method);
}

/** What the API answers to the preflights of browsers. */
export function corsPreflight(cors: NonNullable<Manifest["api"]["cors"]>): apigateway.CorsPreflightOptions {
  return {
    allowOrigins: cors.allowOrigins,
    allowMethods: cors.allowMethods.map((method) => member(apigateway.CorsHttpMethod, method)),
    allowHeaders: cors.allowHeaders,
    exposeHeaders: cors.exposeHeaders,
    maxAge: Duration.seconds(cors.maxAgeSeconds),
    allowCredentials: cors.allowCredentials,
  };
}

function member<T extends string>(members: Readonly<Record<string, T>>, text: string): T {
  const values = Object.values(members);
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`API Gateway takes the methods ${values.join(", ")}, got ${quoted(text)}`);
  return found;
}
