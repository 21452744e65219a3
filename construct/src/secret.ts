// References to secrets: where a function fetches one when it starts, and what its role needs for that.

import { CfnResource, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import type * as ssm from "aws-cdk-lib/aws-ssm";
import { has } from "./forms.js";
import { throughService } from "./key-grants.js";
import { named, quoted } from "./sentence.js";

/** A reference to a secret, which the functions that read it fetch when they start. */
export class Secret {
  /**
   * A secret of Secrets Manager, or one field of its JSON.
   *
   * @param field the key of a text in a secret that is a JSON object; without it, the whole secret
   */
  static fromSecretsManager(secret: secretsmanager.ISecret, field?: string): Secret {
    checkConstruct(secret, "secretArn", "`Secret.fromSecretsManager` takes a construct, such as `secretsmanager.Secret.fromSecretNameV2(…)` returns");
    if (field === "") throw new Error("a field of a secret has a name, got an empty text");
    checkReference(secret.secretArn);
    // An ARN without the suffix that Secrets Manager gives it is looked up by its name.
    const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`;
    const reference = field === undefined ? secret.secretArn : `${secret.secretArn}#${field}`;
    return new Secret(reference, statements("secretsmanager", "secretsmanager:GetSecretValue", arn, secret.encryptionKey, Stack.of(secret)));
  }

  /** A parameter of Systems Manager's Parameter Store: a `SecureString`, which exists already. */
  static fromSsmParameter(parameter: ssm.IParameter & { readonly encryptionKey?: kms.IKey }): Secret {
    checkConstruct(parameter, "parameterArn", "`Secret.fromSsmParameter` takes a construct, such as `ssm.StringParameter.fromSecureStringParameterAttributes(…)` returns");
    // By its name, as the parameter may be of another copy of `aws-cdk-lib`.
    const { defaultChild } = parameter.node;
    if (defaultChild && CfnResource.isCfnResource(defaultChild) && defaultChild.cfnResourceType === "AWS::SSM::Parameter") {
      throw new Error(`the parameter ${named(parameter.node.path)} is made with its value in the template: make it elsewhere, and name it by \`ssm.StringParameter.fromSecureStringParameterAttributes\``);
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

/** What is given is a construct, as a text might be the secret itself. */
function checkConstruct(value: unknown, member: string, takes: string): void {
  if (!has(value, member)) throw new Error(`${takes}, got ${typeof value === "string" ? "a text" : quoted(value)}`);
}

/** A reference is to one secret: in a grant, a wildcard would be to others, too. */
function checkReference(arn: string): void {
  if (!/[*?]/.test(arn)) return;
  const [, name] = /:(?:secret:|parameter(?=\/))(.*)$/s.exec(arn) ?? [];
  const [what, got] = name !== undefined && /[*?]/.test(name) ? ["name", name] : ["ARN", arn];
  throw new Error(`a secret's ${what} must be of one secret, without \`*\` and \`?\`, got ${quoted(got)}`);
}
