// What the schema does not say of resources of other services: what must differ, and what must exist.

import type { Manifest } from "./schema-types.js";
import { named, quoted } from "./sentence.js";
import { differ } from "./table-checks.js";

/** A resource of another service, by its name in the source. */
export type Resource = NonNullable<Manifest["resources"]>[number];
/** Actions on one resource. */
export type ResourceGrant = NonNullable<Manifest["routes"][number]["resources"]>[number];

/**
 * Checks the resources, each and beside the others and the tables.
 *
 * @throws one sentence that names the key that is wrong
 */
export function checkResources({ tables, resources = [] }: Manifest): void {
  const names = new Set<string>();
  const variables = new Map(tables.map(({ name, variable }) => [variable, name]));
  resources.forEach(({ name, service, variable }, r) => {
    const key = `resources[${r}]`;
    differ(names, name, `${key}.name`, `two resources are named ${named(name)}`);
    if (service === "dynamodb") throw new Error(`\`${key}.service\` must not be \`dynamodb\`: a table is granted by \`grants\``);
    const other = variables.get(variable);
    if (other !== undefined) throw new Error(`\`${key}.variable\` is taken: ${named(name)} and ${named(other)} have the variable ${named(variable)}`);
    variables.set(variable, name);
  });
}

/**
 * Checks what one function may do with the resources.
 *
 * @throws one sentence that names the key that is wrong
 */
export function checkGrants(grants: readonly ResourceGrant[] = [], resources: readonly Resource[] = [], key: string): void {
  const known = new Set<string>();
  grants.forEach(({ resource: name, within, actions }, g) => {
    const at = `${key}[${g}]`;
    const resource = resources.find((resource) => resource.name === name);
    if (!resource) throw new Error(`\`${at}.resource\` names no resource: ${quoted(name)}`);
    const other = actions.find((action) => !action.startsWith(`${resource.service}:`));
    if (other !== undefined) throw new Error(`\`${at}.actions\` has ${named(other)}, but ${named(name)} is of ${resource.service}`);
    const part = `${name}${within ?? ""}`;
    differ(known, part, at, `two grants are on ${named(part)}`);
  });
}
