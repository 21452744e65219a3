// Who may call: the manifest's authorizers as API Gateway has them. A JWT authorizer's issuer may come at
// deployment; an authorizer's function is one of the API's, with a role of its own.

import { Duration, Token } from "aws-cdk-lib";
import type { IHttpRouteAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { isObject } from "./forms.js";
import { makeFunction, type Shared } from "./granted-function.js";
import { issuerMistake, type Manifest, type Route } from "./manifest.js";
import { constructId, given, unknownNames } from "./names.js";
import { named, quoted } from "./sentence.js";

/** Whose tokens a JWT authorizer takes. */
export interface JwtIssuer {
  /** Who issues them: an `https` URL, below which API Gateway finds `.well-known/openid-configuration`. */
  readonly issuer: string;
  /** For whom they are issued, of which a token names one at least. */
  readonly audiences: readonly string[];
}

type Declared = NonNullable<Manifest["api"]["authorizers"]>[string];
type Jwt = Extract<Declared, { jwt: unknown }>["jwt"];
type Deciding = Extract<Declared, { function: unknown }>["function"];

/** The authorizers of an API by their names. */
export class Authorizers extends Construct {
  /** Those that are functions. */
  readonly functions: Readonly<Record<string, lambda.Function>>;
  private readonly made: ReadonlyMap<string, IHttpRouteAuthorizer>;
  private readonly iam = new HttpIamAuthorizer();

  constructor(scope: Construct, id: string, manifest: Manifest, jwt: Readonly<Record<string, JwtIssuer>> | undefined, shared: Shared) {
    super(scope, id);
    const declared = Object.entries(manifest.api.authorizers ?? {});
    const functions: [string, lambda.Function][] = [];
    const made = declared.map(([name, authorizer]): [string, IHttpRouteAuthorizer] => {
      if ("jwt" in authorizer) return [name, byToken(name, issuerOf(authorizer.jwt, given(jwt, name)))];
      const function_ = makeFunction(new Construct(this, constructId(name)), { name, description: `Authorizer ${name}`, ...authorizer.function }, shared);
      functions.push([name, function_]);
      return [name, byFunction(name, authorizer.function, function_)];
    });
    this.functions = Object.fromEntries(functions);
    this.made = new Map(made);
  }

  /** The authorizer of a route, and the scopes that it asks for; nothing where everyone may call. */
  of({ auth }: Route): { authorizer?: IHttpRouteAuthorizer; authorizationScopes?: string[] } {
    if (auth === undefined || auth === "open") return {};
    if (auth === "iam") return { authorizer: this.iam };
    const { authorizer, scopes = [] } = auth.by;
    // A manifest that was checked names one that there is.
    return { authorizer: this.made.get(authorizer)!, ...(scopes.length > 0 && { authorizationScopes: scopes }) };
  }
}

function byToken(name: string, { issuer, audiences }: JwtIssuer): HttpJwtAuthorizer {
  return new HttpJwtAuthorizer(`${name}Authorizer`, issuer, { authorizerName: name, jwtAudience: [...audiences] });
}

/** One sentence for each issuer that is missing, that is not to be given, or that is not one. */
export function issuerMistakes(manifest: Manifest, jwt: Readonly<Record<string, JwtIssuer>> | undefined): string[] {
  const declared = Object.entries(manifest.api.authorizers ?? {});
  const wrong = declared.flatMap(([name, authorizer]) => {
    const here = given(jwt, name);
    const isDeployed = "jwt" in authorizer && typeof authorizer.jwt.issuer !== "string";
    if (isDeployed) return here === undefined ? [missing(name)] : wrongIssuer(`jwt.${name}`, here);
    if (here === undefined) return [];
    const reason = "jwt" in authorizer ? `the manifest says the issuer of ${named(name)}: ${quoted(authorizer.jwt.issuer)}` : `the authorizer ${named(name)} is a function`;
    return [`\`jwt.${name}\` is given, but ${reason}`];
  });
  return [...unknownNames("jwt", jwt, declared.map(([name]) => ({ name }))), ...wrong];
}

function missing(name: string): string {
  return `the issuer of the authorizer ${named(name)} comes at deployment: \`jwt: { ${name}: { issuer, audiences } }\` gives it`;
}

function wrongIssuer(prop: string, here: unknown): string[] {
  if (!isObject(here)) return [`\`${prop}\` must be \`{ issuer, audiences }\`, got ${quoted(here)}`];
  const { issuer, audiences } = here;
  const wrong = Token.isUnresolved(issuer) ? undefined : issuerMistake(`${prop}.issuer`, issuer);
  const isList = Array.isArray(audiences) && audiences.length > 0 && audiences.every((audience) => typeof audience === "string" && audience !== "");
  return [...(wrong === undefined ? [] : [wrong]), ...(isList ? [] : [`\`${prop}.audiences\` must be a list of 1 text or more, got ${quoted(audiences)}`])];
}

/** Where an issuer is taken from: the manifest has it, or this stack says it, and never both. */
function issuerOf({ issuer, audiences = [] }: Jwt, here: JwtIssuer | undefined): JwtIssuer {
  return typeof issuer === "string" ? { issuer, audiences } : here!;
}

function byFunction(name: string, { identity, cacheSeconds = 0 }: Deciding, handler: lambda.Function): HttpLambdaAuthorizer {
  const sources = new Set(identity.map(source));
  // Otherwise what one route allows would hold for all of them.
  if (cacheSeconds > 0) sources.add("$context.routeKey");
  return new HttpLambdaAuthorizer(`${name}Authorizer`, handler, {
    authorizerName: name,
    identitySource: [...sources],
    resultsCacheTtl: Duration.seconds(cacheSeconds),
    responseTypes: [HttpLambdaResponseType.SIMPLE],
  });
}

/** API Gateway knows no single cookies and no parameters of the path: all cookies and the path count. */
function source({ in: place, name }: Deciding["identity"][number]): string {
  switch (place) {
    case "header":
      return `$request.header.${name}`;
    case "query":
      return `$request.querystring.${name}`;
    case "cookie":
      return "$request.header.cookie";
    case "path":
      return "$context.path";
  }
}
