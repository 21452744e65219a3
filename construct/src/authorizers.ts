// Who may call: the manifest's authorizers as API Gateway has them. A JWT authorizer's issuer may come at
// deployment; an authorizer's function is one of the API's, with a role of its own.

import { Duration, Token } from "aws-cdk-lib";
import type { IHttpRouteAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { makeFunction, type Shared } from "./granted-function.js";
import { checkIssuer, type Manifest, type Route } from "./manifest.js";
import { checkNames, constructId, given } from "./names.js";

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
    checkNames("jwt", jwt, declared.map(([name]) => ({ name })));
    const functions: [string, lambda.Function][] = [];
    const made = declared.map(([name, authorizer]): [string, IHttpRouteAuthorizer] => {
      const here = given(jwt, name);
      if ("jwt" in authorizer) return [name, byToken(name, issuerOf(name, authorizer.jwt, here))];
      if (here) throw new Error(`\`jwt.${name}\` is given, but the authorizer ${name} is a function`);
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

/** Where an issuer is to be taken from: the manifest has it, or this stack says it, and never both. */
function issuerOf(name: string, declared: Jwt, here: JwtIssuer | undefined): JwtIssuer {
  const { issuer, audiences = [] } = declared;
  if (typeof issuer === "string") {
    if (here) throw new Error(`\`jwt.${name}\` is given, but the manifest says the issuer of ${name}: ${issuer}`);
    return { issuer, audiences };
  }
  if (!here) throw new Error(`the issuer of the authorizer ${name} comes at deployment: \`jwt: { ${name}: { issuer, audiences } }\` gives it`);
  if (!Token.isUnresolved(here.issuer)) checkIssuer(`jwt.${name}.issuer`, here.issuer);
  if (!here.audiences?.length) throw new Error(`\`jwt.${name}.audiences\` must have at least 1 entry`);
  return here;
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
