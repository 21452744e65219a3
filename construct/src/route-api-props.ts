// What a deployment says of its API, beside the manifest.

import type { RemovalPolicy } from "aws-cdk-lib";
import type * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as logs from "aws-cdk-lib/aws-logs";
import type { JwtIssuer } from "./authorizers.js";
import type { FunctionsProps } from "./function-options.js";
import type { Manifest } from "./manifest.js";
import type { Placement } from "./placement.js";
import type { AnyResource } from "./resources.js";
import type { Secret } from "./secret.js";

/** What a `RouteApi` is made of. */
export interface RouteApiProps extends FunctionsProps {
  /** The routes and tables; `readManifest` reads them from a file. */
  readonly manifest: Manifest;

  /** A folder or archive that holds the `bootstrap`, the executable that every function runs. */
  readonly code: lambda.Code;

  /**
   * The architecture that `code` was built for.
   *
   * @default the one that `FINGERPOST_ARCHITECTURE` names, as for `cargo run -- build`; otherwise arm64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * Tables that exist already, by their names in the manifest. The key of one that has an `encryptionKey` may be
   * used, through DynamoDB, by exactly the functions that use the table.
   *
   * @default - every table of the manifest is made
   */
  readonly tables?: Readonly<Record<string, dynamodb.ITable>>;

  /**
   * What the functions are deployed with, by variable: a text for a setting, a reference for a secret. Each
   * function gets those that it reads, and may fetch the secrets among them. A setting that the manifest asks for
   * is given here, and no other.
   *
   * @default - the functions read no settings, or only those that they do without
   */
  readonly settings?: Readonly<Record<string, string | Secret>>;

  /**
   * What functions use of other services, by the names in the manifest: `{ Jobs: queue, Receipts: bucket }`.
   * Each function is granted its actions on these, and on a key of your own that they are encrypted with.
   *
   * @default - the manifest names no resources
   */
  readonly resources?: Readonly<Record<string, AnyResource>>;

  /**
   * Whose tokens the JWT authorizers take whose issuer comes at deployment, by their names in the
   * manifest. Each stage may have an issuer of its own.
   *
   * @default - the manifest says the issuer of every JWT authorizer
   */
  readonly jwt?: Readonly<Record<string, JwtIssuer>>;

  /**
   * A key of your own that the tables which are made here are encrypted with. It may be used, through DynamoDB, by
   * exactly the functions that use a table.
   *
   * @default - DynamoDB's own key
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The API's name in API Gateway, which need not be the only one of its name.
   *
   * @default - the name in the manifest
   */
  readonly apiName?: string;

  /**
   * A domain name under which the API can be reached.
   *
   * @default - the API has the address that API Gateway gives it
   */
  readonly defaultDomainMapping?: apigateway.DomainMappingOptions;

  /**
   * What becomes of the logs, and of the tables that are made here, when they leave the stack or
   * the stack is deleted. With `RETAIN`, DynamoDB also refuses to delete the tables.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long the logs of the functions and of the API are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Which stack each route was put in so far, from `writePlacement`. Without it, an API that
   * grows past 70 routes moves the ones it has into nested stacks, which API Gateway refuses
   * for routes that are deployed.
   *
   * @default - up to 70 routes stand in this stack, more stand in nested ones
   */
  readonly placement?: Placement;
}
