// What is wrong with the properties of a `RouteApi`, all of it: what each must be, and what the manifest asks for.

import { RemovalPolicy } from "aws-cdk-lib";
import { issuerMistakes } from "./authorizers.js";
import { type Form, formMistakes, type Forms, has, having, isObject, member, object, text } from "./forms.js";
import { functionMistakes } from "./function-option-checks.js";
import type { FunctionsProps } from "./function-options.js";
import { given, unknownNames } from "./names.js";
import { resourceMistakes } from "./resources.js";
import type { RouteApiProps } from "./route-api-props.js";
import { settingMistakes } from "./settings.js";
import { quoted } from "./sentence.js";

const CODE: Form = having("bind", 'code of CDK, such as `lambda.Code.fromAsset("bootstrap")`');
const TABLE: Form = having("tableArn", "a table of CDK, such as `dynamodb.Table.fromTableName(…)` returns");

/** What is given by names of the manifest. */
const BY_NAME = {
  tables: object("an object, such as `{ Events: table }`"),
  settings: object('an object, such as `{ BASE_URL: "…" }`'),
  resources: object("an object, such as `{ Jobs: queue }`"),
  jwt: object("an object, such as `{ users: { issuer, audiences } }`"),
  functionProps: object("an object, such as `{ get_order: { memorySize: 512 } }`"),
} satisfies Partial<Forms<RouteApiProps>>;

const FORMS: Forms<Omit<RouteApiProps, "manifest" | "code" | keyof FunctionsProps | keyof typeof BY_NAME>> = {
  architecture: having("dockerPlatform", "an architecture of CDK, such as `lambda.Architecture.ARM_64`"),
  encryptionKey: having("keyArn", "a key of CDK, such as `kms.Key.fromKeyArn(…)` returns"),
  apiName: text(/^[^]{1,128}$/, "a text of 1 to 128 characters"),
  defaultDomainMapping: {
    must: "`{ domainName }`, a domain name of CDK, such as `new apigateway.DomainName(…)`",
    is: (value) => isObject(value) && has(value.domainName, "regionalDomainName"),
  },
  removalPolicy: member(RemovalPolicy, "RemovalPolicy", "DESTROY"),
  placement: { must: "what `writePlacement(…)` or `readPlacement(…)` returns", is: (value) => isObject(value) && Array.isArray(value.main) },
};

/** Segments of letters, digits and what else API Gateway takes. */
const MAPPING_KEY = text(/^[\w$\-.+!*'()]+(?:\/[\w$\-.+!*'()]+)*$/, "a text such as `v1` or `shop/v1`, without `/` at its ends");

/** One sentence for each property that is wrong. */
export function propMistakes(props: RouteApiProps): string[] {
  const { manifest, code, defaultDomainMapping: mapping } = props;
  // What is inside of it, whoever made it has checked.
  const isManifest = isObject(manifest) && isObject(manifest.api) && Array.isArray(manifest.tables) && Array.isArray(manifest.routes);
  if (!isManifest) return [`\`manifest\` must be what \`readManifest(…)\` returns, got ${quoted(manifest)}`];
  const malformed = formMistakes("", props, BY_NAME);
  return [
    ...(CODE.is(code) ? [] : [`\`code\` must be ${CODE.must}, got ${quoted(code)}`]),
    ...formMistakes("", props, FORMS),
    ...(isObject(mapping) ? formMistakes("defaultDomainMapping.", mapping, { mappingKey: MAPPING_KEY }) : []),
    ...malformed,
    // What is not by names has none to look at.
    ...(malformed.length > 0 ? [] : namedMistakes(props)),
  ];
}

function namedMistakes(props: RouteApiProps): string[] {
  const { manifest, tables = {} } = props;
  return [
    ...unknownNames("tables", tables, manifest.tables),
    ...manifest.tables.flatMap(({ name }) => formMistakes("tables.", { [name]: given(tables, name) }, { [name]: TABLE })),
    ...settingMistakes(manifest, props.settings),
    ...resourceMistakes(manifest, props.resources),
    ...functionMistakes(manifest, props),
    ...issuerMistakes(manifest, props.jwt),
  ];
}
