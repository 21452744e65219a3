// What the schema does not say of settings: a variable is read once by a function, is one thing for all of them, and
// is no table's or resource's.

import type { Manifest } from "./schema-types.js";
import { printable, quoted } from "./sentence.js";
import { differ } from "./table-checks.js";

/** A value that a function reads from its environment. */
export type Setting = NonNullable<Manifest["routes"][number]["settings"]>[number];

/** What a function reads, and where the manifest says it. */
interface Reader {
  readonly name: string;
  readonly key: string;
  readonly settings: readonly Setting[];
}

/** @throws one sentence that names the key that is wrong */
export function checkSettings(manifest: Manifest): void {
  const taken = owners(manifest);
  const known = new Map<string, { name: string; secret: boolean }>();
  for (const { name, key, settings } of readers(manifest)) {
    const own = new Set<string>();
    settings.forEach(({ variable, secret = false }, s) => {
      const at = `${key}.settings[${s}]`;
      differ(own, variable, `${at}.variable`, `${printable(name)} reads ${variable} twice`);
      if (taken.has(variable)) throw new Error(`\`${at}.variable\` is taken: ${variable} is the variable of ${taken.get(variable)}`);
      const other = known.get(variable) ?? { name, secret };
      known.set(variable, other);
      if (other.secret !== secret) {
        const [one, plain] = secret ? [name, other.name] : [other.name, name];
        throw new Error(`\`${at}.secret\` must be the same everywhere: ${printable(one)} reads ${variable} as a secret, and ${printable(plain)} as a plain setting`);
      }
    });
  }
}

/**
 * Checks that a reference is to one secret: in a grant, a wildcard would be to others, too.
 *
 * @throws one sentence that shows the name
 */
export function checkReference(arn: string): void {
  const name = arn.replace(/^.*:(?:secret:|parameter(?=\/))/s, "");
  if (/[*?]/.test(arn)) throw new Error(`a secret's name must be of one secret, without \`*\` and \`?\`, got ${quoted(name)}`);
}

/** The functions, of authorizers and of routes. */
export function readers({ api, routes }: Manifest): Reader[] {
  const deciding = Object.entries(api.authorizers ?? {}).flatMap(([name, authorizer]) =>
    "function" in authorizer ? [{ name, key: `api.authorizers.${printable(name)}.function`, settings: authorizer.function.settings ?? [] }] : [],
  );
  return [...deciding, ...routes.map(({ name, settings = [] }, r) => ({ name, key: `routes[${r}]`, settings }))];
}

/** The variables that are not settings, with whose they are. */
function owners({ tables, resources = [] }: Manifest): Map<string, string> {
  const ofTables = tables.map(({ name, variable }): [string, string] => [variable, `the table ${printable(name)}`]);
  return new Map([...ofTables, ...resources.map(({ name, variable }): [string, string] => [variable, `the resource ${printable(name)}`])]);
}
