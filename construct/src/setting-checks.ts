// What the schema does not say of settings: a variable is read once by a function, is one thing for all of them, and
// is no table's or resource's.

import { functionsOf } from "./manifest-functions.js";
import type { Manifest } from "./schema-types.js";
import { named } from "./sentence.js";
import { differ } from "./table-checks.js";

/** A value that a function reads from its environment. */
export type Setting = NonNullable<Manifest["routes"][number]["settings"]>[number];

/** @throws one sentence that names the key that is wrong */
export function checkSettings(manifest: Manifest): void {
  const taken = owners(manifest);
  const known = new Map<string, { name: string; secret: boolean }>();
  for (const { name, key, settings } of functionsOf(manifest)) {
    const own = new Set<string>();
    settings.forEach(({ variable, secret = false }, s) => {
      const at = `${key}.settings[${s}]`;
      differ(own, variable, `${at}.variable`, `${named(name)} reads ${named(variable)} twice`);
      if (taken.has(variable)) throw new Error(`\`${at}.variable\` is taken: ${named(variable)} is the variable of ${taken.get(variable)}`);
      const other = known.get(variable) ?? { name, secret };
      known.set(variable, other);
      if (other.secret !== secret) {
        const [one, plain] = secret ? [name, other.name] : [other.name, name];
        throw new Error(`\`${at}.secret\` must be the same everywhere: ${named(one)} reads ${named(variable)} as a secret, and ${named(plain)} as a plain setting`);
      }
    });
  }
}

/** The variables that are not settings, with whose they are. */
function owners({ tables, resources = [] }: Manifest): Map<string, string> {
  const ofTables = tables.map(({ name, variable }): [string, string] => [variable, `the table ${named(name)}`]);
  return new Map([...ofTables, ...resources.map(({ name, variable }): [string, string] => [variable, `the resource ${named(name)}`])]);
}
