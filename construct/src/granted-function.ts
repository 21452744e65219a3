// A function of the API, of a route or of an authorizer: with a role of its own, which may do what its grants
// say, and a log group.

import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { FunctionOptions } from "./function-options.js";
import { onKeys } from "./key-grants.js";
import type { Manifest } from "./manifest.js";
import type { Setting } from "./setting-checks.js";
import type { Settings } from "./settings.js";
import type { ResourceGrant } from "./resource-checks.js";
import type { Resources } from "./resources.js";

/** Actions on one table, or on one of its indexes. */
type Grant = NonNullable<Manifest["routes"][number]["grants"]>[number];

/** What the functions of an API have in common. */
export interface Shared {
  readonly code: lambda.Code;
  readonly architecture: lambda.Architecture;
  readonly tables: Readonly<Record<string, dynamodb.ITable>>;
  /** In which variable a function finds the name of each table. */
  readonly variables: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** What functions use of other services. */
  readonly resources: Resources;
  readonly logRetention: logs.RetentionDays;
  /** What becomes of the log group. */
  readonly removalPolicy: RemovalPolicy;
  /** What the deployment says of them. */
  readonly options: FunctionOptions;
}

/** What the manifest says of a function. */
export interface Declared {
  readonly name: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly grants?: readonly Grant[];
  readonly settings?: readonly Setting[];
  readonly resources?: readonly ResourceGrant[];
}

/** Makes the function, its role and its log group in a scope of their own. */
export function makeFunction(scope: Construct, declared: Declared, shared: Shared): lambda.Function {
  const options = shared.options.of(declared.name, scope);
  const logGroup = new logs.LogGroup(scope, "Logs", { retention: options.logRetention ?? shared.logRetention, removalPolicy: shared.removalPolicy });
  const { grants = [], settings = [], resources = [] } = declared;
  const granted = [...onTables(grants, shared), ...onKeys(scope, grants, shared.tables)];
  granted.push(...shared.resources.statements(resources), ...shared.settings.statements(settings), ...options.statements);
  const made = new lambda.Function(scope, "Function", {
    description: shortened(declared.description),
    runtime: lambda.Runtime.PROVIDED_AL2023,
    architecture: shared.architecture,
    handler: declared.name,
    code: shared.code,
    memorySize: declared.memoryMb,
    timeout: Duration.seconds(declared.timeoutSeconds),
    environment: { ...environment(grants, shared), ...shared.settings.environment(settings), ...shared.resources.environment(resources) },
    role: makeRole(scope, granted, logGroup),
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    ...options.props,
  });
  for (const [variable, value] of Object.entries(options.environment)) made.addEnvironment(variable, value);
  // CDK would put the permissions into a policy of their own, a seventh resource for each route.
  if (options.tracing) (made.node.defaultChild as lambda.CfnFunction).tracingConfig = { mode: options.tracing };
  return made;
}

/** The names of the tables that the function may use, and of no others. */
function environment(grants: readonly Grant[], { tables, variables }: Shared): Record<string, string> {
  const names = Object.keys(tables);
  const environment: Record<string, string> = {};
  for (const { table } of grants) {
    environment[variables[table]!] = tables[table]!.tableName;
    if (names.length === 1) environment.TABLE_NAME = tables[table]!.tableName;
  }
  return environment;
}

/** What the function's role says of tables. */
function onTables(grants: readonly Grant[], { tables }: Shared): iam.PolicyStatement[] {
  return grants.map(({ table, index, actions }) => {
    const arn = tables[table]!.tableArn;
    return new iam.PolicyStatement({ actions, resources: [index ? `${arn}/index/${index}` : arn] });
  });
}

/** A role of its own: its grants, writing to its log group, nothing else. */
function makeRole(scope: Construct, granted: readonly iam.PolicyStatement[], logGroup: logs.ILogGroup): iam.Role {
  const statements = [
    ...granted,
    new iam.PolicyStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    }),
  ];
  return new iam.Role(scope, "Role", {
    assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: { Grants: new iam.PolicyDocument({ statements }) },
  });
}

/** What Lambda takes of a description. */
function shortened(text: string): string {
  return text.length <= 256 ? text : `${text.slice(0, 255)}…`;
}
