// What is wrong with what a deployment says of its functions.

import { Token } from "aws-cdk-lib";
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { type Form, formMistakes, type Forms, having, isObject, mebibytes, member, object, seconds, several, text, wholeNumber } from "./forms.js";
import { type ApiFunctionOptions, type CommonFunctionOptions, type FunctionsProps, networkOf } from "./function-options.js";
import { limits, type Manifest, VARIABLE } from "./manifest.js";
import { functionsOf } from "./manifest-functions.js";
import { given, unknownNames } from "./names.js";
import { named, quoted } from "./sentence.js";

/** What can be said of all functions, and of one. */
const COMMON: Forms<CommonFunctionOptions> = {
  vpc: having("vpcId", "a VPC of CDK, such as `ec2.Vpc.fromLookup(…)` returns"),
  vpcSubnets: object("an object, such as `{ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }`"),
  securityGroups: several("securityGroupId", "a list of security groups of CDK, such as `ec2.SecurityGroup.fromSecurityGroupId(…)` returns"),
  tracing: member(lambda.Tracing, "lambda.Tracing", "ACTIVE"),
  reservedConcurrentExecutions: wholeNumber(0),
  environment: object('an object of texts, such as `{ RUST_LOG: "debug" }`'),
  layers: several("layerVersionArn", "a list of at most 5 layers of CDK, such as `lambda.LayerVersion.fromLayerVersionArn(…)` returns", 5),
  logRetention: member(logs.RetentionDays, "logs.RetentionDays", "ONE_MONTH"),
};

/** What can be said of one function. */
function forms(kind: "authorizer" | "route"): Forms<ApiFunctionOptions> {
  const range = (key: "memoryMb" | "timeoutSeconds") => limits(kind === "route" ? "Route" : "AuthorizerFunction", key);
  const { minimum, maximum } = range("memoryMb");
  return {
    memorySize: wholeNumber(minimum, maximum),
    timeout: seconds(range("timeoutSeconds").minimum, range("timeoutSeconds").maximum),
    ephemeralStorageSize: mebibytes(512, 10_240),
    ...COMMON,
  };
}

/** The characters that Lambda takes in a function's name, and how many. */
const NAME = { pattern: /^[A-Za-z0-9_-]*$/, most: 64 };
const PREFIX: Form = text(NAME.pattern, "a text of ASCII letters, digits, `-` and `_`");

/** One sentence for each function that there is not, and each option that Lambda or CDK would refuse. */
export function functionMistakes(manifest: Manifest, props: FunctionsProps): string[] {
  const declared = functionsOf(manifest);
  const { functionProps, functionNamePrefix } = props;
  const variables = taken(manifest);
  const own = declared.flatMap(({ kind, name }) => {
    const options = given<unknown>(functionProps, name);
    const prop = `functionProps.${name}`;
    if (options === undefined) return [];
    if (!isObject(options)) return [`\`${prop}\` must be an object, such as \`{ memorySize: 512 }\`, got ${quoted(options)}`];
    const known = forms(kind);
    const takes = Object.keys(known).map(named).join(", ");
    const unknown = Object.keys(options).filter((key) => options[key] !== undefined && !Object.hasOwn(known, key));
    return [
      ...unknown.map((key) => `\`${prop}.${key}\` is unknown: a function takes ${takes}`),
      ...formMistakes(`${prop}.`, options, known),
      ...environmentMistakes(`${prop}.`, options, variables),
    ];
  });
  return [
    ...unknownNames("functionProps", functionProps, declared),
    ...formMistakes("", props, { ...COMMON, functionNamePrefix: PREFIX }),
    ...environmentMistakes("", props, variables),
    ...own,
    // What holds for all of them is told once.
    ...new Set(declared.flatMap(({ name }) => networkMistakes(name, props))),
    ...tooLong(functionNamePrefix, declared),
  ];
}

function tooLong(prefix: unknown, declared: readonly { name: string }[]): string[] {
  const [longest] = declared.map(({ name }) => name).sort((one, other) => other.length - one.length);
  if (typeof prefix !== "string" || Token.isUnresolved(prefix) || longest === undefined) return [];
  const most = NAME.most - longest.length;
  return prefix.length <= most ? [] : [`\`functionNamePrefix\` must have at most ${most} characters, as the name of a function has ${NAME.most} and ${named(longest)} is one of them, got ${prefix.length}`];
}

function environmentMistakes(prefix: string, { environment }: CommonFunctionOptions, variables: ReadonlyMap<string, string>): string[] {
  const entries = isObject(environment) ? Object.entries(environment) : [];
  return entries.flatMap(([variable, value]) => variableMistakes(`${prefix}environment.${variable}`, variable, value, variables));
}

/** What is wrong with the network of a function, at the property that says it. */
function networkMistakes(name: string, { functionProps, ...common }: FunctionsProps): string[] {
  const options = given<unknown>(functionProps, name);
  const own: CommonFunctionOptions = isObject(options) ? options : {};
  const { vpc, vpcSubnets, securityGroups } = networkOf(own, common);
  const at = (key: "vpcSubnets" | "securityGroups") => (own.vpc || own[key] ? `functionProps.${name}.${key}` : key);
  if (vpc) return subnetMistakes(at("vpcSubnets"), vpc, vpcSubnets);
  const outside = [...(vpcSubnets ? [at("vpcSubnets")] : []), ...(securityGroups?.length ? [at("securityGroups")] : [])];
  return outside.map((key) => `\`${key}\` needs \`vpc\`, which is not given`);
}

/** What CDK says of subnets names an option that there is not here, and no property. */
function subnetMistakes(key: string, vpc: ec2.IVpc, subnets: ec2.SubnetSelection | undefined): string[] {
  if (!COMMON.vpc.is(vpc) || (subnets && !COMMON.vpcSubnets.is(subnets))) return [];
  try {
    const open = new Set(vpc.publicSubnets.map(({ subnetId }) => subnetId));
    if (!vpc.selectSubnets(subnets).subnetIds.some((id) => open.has(id))) return [];
    return [`\`${key}\` must be private or isolated subnets, as a function reaches nothing from a public one, got a public one`];
  } catch (error) {
    return [`\`${key}\` must be subnets of the VPC: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Variables of Lambda and Fingerpost that are a deployment's to give: the book names them. */
const OFFERED = new Set(["AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL", "FINGERPOST_CURSOR_KEY"]);

function variableMistakes(key: string, variable: string, value: unknown, variables: ReadonlyMap<string, string>): string[] {
  if (variables.has(variable)) return [`\`${key}\` is taken: the manifest has it as ${variables.get(variable)}`];
  if (!VARIABLE.test(variable) && !OFFERED.has(variable)) {
    return [`\`${key}\` must match \`${VARIABLE.source}\`, which leaves out the variables of Lambda, the system and Fingerpost`];
  }
  return typeof value === "string" ? [] : [`\`${key}\` must be a text, got ${quoted(value)}`];
}

/** The variables that are the manifest's to give, with what they are for. */
function taken(manifest: Manifest): Map<string, string> {
  const settings = functionsOf(manifest).flatMap((declared) => declared.settings);
  return new Map([
    ["TABLE_NAME", "the name of the only table"],
    ...settings.map(({ variable }): [string, string] => [variable, "a setting"]),
    ...(manifest.resources ?? []).map(({ name, variable }): [string, string] => [variable, `the variable of the resource ${named(name)}`]),
    ...manifest.tables.map(({ name, variable }): [string, string] => [variable, `the variable of the table ${named(name)}`]),
  ]);
}
