// Queues, buckets and what else functions use of other services: which ones they are at this deployment.

import { Token } from "aws-cdk-lib";
import type * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type * as sns from "aws-cdk-lib/aws-sns";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type * as stepfunctions from "aws-cdk-lib/aws-stepfunctions";
import { isObject } from "./forms.js";
import { throughService } from "./key-grants.js";
import type { Manifest } from "./manifest.js";
import { functionsOf, naming } from "./manifest-functions.js";
import { given, unknownNames } from "./names.js";
import type { Resource, ResourceGrant } from "./resource-checks.js";
import { named, quoted } from "./sentence.js";

/** A resource of any other service. */
export interface OtherResource {
  /** What its functions are granted their actions on. */
  readonly arn: string;
  /** What its functions find in its variable. */
  readonly value: string;
  /**
   * A key of your own by which it is encrypted; its functions may encrypt and decrypt with it, through the service
   * alone.
   *
   * @default - none, or a key of AWS's
   */
  readonly key?: kms.IKey;
}

/** A queue, a bucket, a topic, an event bus, a state machine, or a resource of any other service. */
export type AnyResource = sqs.IQueue | s3.IBucket | sns.ITopic | events.IEventBus | stepfunctions.IStateMachine | OtherResource;

/** A resource as it is deployed, and its variable. */
interface Deployed extends OtherResource {
  /** Of which service it is, where that is known. */
  readonly service: string | undefined;
}

/** What is given for resources, by name. */
type Given = Readonly<Record<string, AnyResource>> | undefined;

/** The resources of an API by their names. */
export class Resources {
  private readonly deployed: ReadonlyMap<string, OtherResource & { service: string; variable: string }>;

  /** @param here what has no mistakes */
  constructor({ resources: declared = [] }: Manifest, here: Given) {
    this.deployed = new Map(declared.map((resource) => [resource.name, { ...resolved(given(here, resource.name)!), ...resource }]));
  }

  /** The variables of what a function may use, and of nothing else. */
  environment(grants: readonly ResourceGrant[]): Record<string, string> {
    const deployed = grants.map(({ resource }) => this.deployed.get(resource)!);
    return Object.fromEntries(deployed.map(({ variable, value }) => [variable, value]));
  }

  /** What a function's role says of its grants. */
  statements(grants: readonly ResourceGrant[]): iam.PolicyStatement[] {
    return grants.flatMap(({ resource, within = "", actions }) => {
      const { service, arn, key } = this.deployed.get(resource)!;
      const granted = new iam.PolicyStatement({ actions, resources: [`${arn}${within}`] });
      const ofKey = [...new Set(actions.flatMap(keyActions))].sort();
      if (!key || ofKey.length === 0) return [granted];
      // A service takes keys of its resource's region only.
      const conditions = throughService(service, key.env.region);
      return [granted, new iam.PolicyStatement({ actions: ofKey, resources: [key.keyArn], conditions })];
    });
  }
}

/** What people call a resource of the service. */
const KINDS: Readonly<Record<string, string>> = { events: "an event bus", s3: "a bucket", sns: "a topic", sqs: "a queue" };

/** One sentence for each resource that is missing, that the manifest does not have, or that is another. */
export function resourceMistakes(manifest: Manifest, here: Given): string[] {
  const declared = manifest.resources ?? [];
  const wrong = declared.flatMap((resource) => {
    const { name, service } = resource;
    const value = given(here, name);
    if (value !== undefined) return wrongResource(resource, value);
    const users = functionsOf(manifest).filter(({ resources }) => resources.some((grant) => grant.resource === name));
    const used = users.length > 0 ? `, which is used by ${naming(users)}` : "";
    return [`\`resources.${name}\` is missing${used}: give ${given(KINDS, service) ?? `a resource of ${service}`}`];
  });
  return [...unknownNames("resources", here, declared), ...wrong];
}

function wrongResource({ name, service }: Resource, here: AnyResource): string[] {
  const prop = `resources.${name}`;
  const { service: got, arn, value }: Partial<Deployed> = isObject(here) ? resolved(here) : {};
  if (typeof arn !== "string" || typeof value !== "string" || !arn || !value) {
    return [`\`${prop}\` must be a construct that has an ARN, or \`{ arn, value }\`, got ${quoted(here)}`];
  }
  if (got !== undefined && got !== service) return [`\`${prop}\` is of ${got}, but the manifest says that ${named(name)} is of ${service}`];
  // A part of an ARN may be a token, and a wildcard stand beside it.
  if (!/^[^*?]+$/.test(arn) || !(Token.isUnresolved(arn) || arn.startsWith("arn:"))) {
    return [`\`${prop}.arn\` must be the ARN of one resource, without \`*\` and \`?\`, got ${quoted(arn)}`];
  }
  return [];
}

/** What a function finds in the variable: a queue's URL, the name of a bucket or a bus, otherwise the ARN. */
function resolved(here: AnyResource): Deployed {
  if ("queueUrl" in here) return { service: "sqs", arn: here.queueArn, value: here.queueUrl, ...keyOf(here.encryptionMasterKey) };
  if ("bucketName" in here) return { service: "s3", arn: here.bucketArn, value: here.bucketName, ...keyOf(here.encryptionKey) };
  if ("topicArn" in here) return { service: "sns", arn: here.topicArn, value: here.topicArn, ...keyOf(here.masterKey) };
  if ("eventBusName" in here) return { service: "events", arn: here.eventBusArn, value: here.eventBusName };
  if ("stateMachineArn" in here) return { service: "states", arn: here.stateMachineArn, value: here.stateMachineArn };
  const { arn, value, key } = here;
  return { service: SERVICE.exec(String(arn))?.[1], arn, value, ...keyOf(key) };
}

/** An ARN that says its service behind its partition, which may be a token: tokens have colons inside of them. */
const SERVICE = /^arn:(?:[\w-]+|\$\{Token\[[^\]]*\]\}):([\w-]+):/;

function keyOf(key: kms.IKey | undefined): { key?: kms.IKey } {
  return key ? { key } : {};
}

/**
 * What an action needs of the key. Reading decrypts, writing an object takes a data key, and deleting and listing
 * objects need neither. Sending to a queue needs both, and what is not known here gets both.
 */
function keyActions(action: string): string[] {
  switch (action) {
    case "s3:GetObject":
    case "sqs:ReceiveMessage":
      return ["kms:Decrypt"];
    case "s3:PutObject":
      return ["kms:GenerateDataKey"];
    case "s3:DeleteObject":
    case "s3:ListBucket":
      return [];
    default:
      return ["kms:Decrypt", "kms:GenerateDataKey"];
  }
}
