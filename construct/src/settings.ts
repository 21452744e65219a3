// What functions are deployed with: the texts of settings, and references to secrets. A function gets those that it
// reads; a secret's value stands nowhere here.

import { CfnResource, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import type * as ssm from "aws-cdk-lib/aws-ssm";
import { throughService } from "./key-grants.js";
import type { Manifest } from "./manifest.js";
import { checkNames, given } from "./names.js";
import { checkReference, readers, type Setting } from "./setting-checks.js";

/** A reference to a secret, which the functions that read it fetch when they start. */
export class Secret {
  /**
   * A secret of Secrets Manager, or one field of its JSON.
   *
   * @param field the key of a text in a secret that is a JSON object; without it, the whole secret
   */
  static fromSecretsManager(secret: secretsmanager.ISecret, field?: string): Secret {
    if (field === "") throw new Error("a field of a secret has a name, got an empty text");
    checkReference(secret.secretArn);
    // An ARN without the suffix that Secrets Manager gives it is looked up by its name.
    const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`;
    const reference = field === undefined ? secret.secretArn : `${secret.secretArn}#${field}`;
    return new Secret(reference, statements("secretsmanager", "secretsmanager:GetSecretValue", arn, secret.encryptionKey, Stack.of(secret)));
  }

  /** A parameter of Systems Manager's Parameter Store: a `SecureString`, which exists already. */
  static fromSsmParameter(parameter: ssm.IParameter & { readonly encryptionKey?: kms.IKey }): Secret {
    // By its name, as the parameter may be of another copy of `aws-cdk-lib`.
    const { defaultChild } = parameter.node;
    if (defaultChild && CfnResource.isCfnResource(defaultChild) && defaultChild.cfnResourceType === "AWS::SSM::Parameter") {
      throw new Error(`the parameter ${parameter.node.path} is made with its value in the template: make it elsewhere, and name it by \`ssm.StringParameter.fromSecureStringParameterAttributes\``);
    }
    const arn = parameter.parameterArn;
    checkReference(arn);
    return new Secret(arn, statements("ssm", "ssm:GetParameter", arn, parameter.encryptionKey, Stack.of(parameter)));
  }

  private constructor(
    /** The ARN, and after a `#` the field of its JSON. */
    readonly reference: string,
    /** What a function needs to fetch it. */
    readonly statements: readonly iam.PolicyStatement[],
  ) {}
}

/** Reading the secret, and where it has a key of its own, decrypting with that. */
function statements(service: string, action: string, arn: string, key: kms.IKey | undefined, stack: Stack): iam.PolicyStatement[] {
  const read = new iam.PolicyStatement({ actions: [action], resources: [arn] });
  if (!key) return [read];
  const conditions = throughService(service, stack.region);
  return [read, new iam.PolicyStatement({ actions: ["kms:Decrypt"], resources: [key.keyArn], conditions })];
}

/** The settings of a deployment, which the manifest asks for. */
export class Settings {
  constructor(manifest: Manifest, private readonly given: Readonly<Record<string, string | Secret>> | undefined) {
    const read = readers(manifest).flatMap(({ name, settings }) => settings.map((setting) => ({ ...setting, by: name })));
    checkNames("settings", given, read.map(({ variable }) => ({ name: variable })));
    for (const { by, ...setting } of read) this.check(setting, by);
  }

  /** The variables of a function that reads these. */
  environment(settings: readonly Setting[]): Record<string, string> {
    const entries = settings.flatMap(({ variable }): [string, string][] => {
      const value = given(this.given, variable);
      if (value === undefined) return [];
      return [value instanceof Secret ? [`FINGERPOST_SECRET_${variable}`, value.reference] : [variable, value]];
    });
    return Object.fromEntries(entries);
  }

  /** What a function may do that reads these: each secret once, whichever fields of it are read. */
  statements(settings: readonly Setting[]): iam.PolicyStatement[] {
    const all = settings.flatMap(({ variable }) => {
      const value = given(this.given, variable);
      return value instanceof Secret ? value.statements : [];
    });
    return [...new Map(all.map((statement) => [JSON.stringify(statement), statement])).values()];
  }

  private check({ variable, secret = false, optional = false }: Setting, by: string): void {
    const value = given(this.given, variable);
    const prop = `settings.${variable}`;
    if (value === undefined) {
      if (optional) return;
      const how = secret ? "Secret.fromSecretsManager(…)" : '"…"';
      throw new Error(`\`${prop}\` is missing, which ${by} reads: \`settings: { ${variable}: ${how} }\` gives it`);
    }
    if (secret && !(value instanceof Secret)) {
      throw new Error(`\`${prop}\` is a secret, and as a text it would stand in the template: give \`Secret.fromSecretsManager(…)\` or \`Secret.fromSsmParameter(…)\``);
    }
    if (!secret && value instanceof Secret) {
      throw new Error(`\`${prop}\` is a plain setting, which is given as a text: ${by} reads it without fetching it`);
    }
    if (!secret && typeof value !== "string") throw new Error(`\`${prop}\` must be a text, got ${typeof value}`);
    if (value === "") throw new Error(`\`${prop}\` is empty, and an empty variable counts as one that is not set`);
  }
}
