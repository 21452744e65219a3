// What is given to the construct by a route's or a table's name. Either may be named `constructor` or
// `toString`, which every object of JavaScript inherits.

import { named } from "./sentence.js";

/** One sentence for each name that the manifest does not have: a typo would leave a route open. */
export function unknownNames(prop: string, entries: object | undefined, known: readonly { name: string }[]): string[] {
  const unknown = Object.keys(entries ?? {}).filter((name) => !known.some((entry) => entry.name === name));
  const names = [...new Set(known.map(({ name }) => named(name)))].join(", ") || "none";
  return unknown.map((name) => `\`${prop}\` names ${named(name)}, which the manifest does not have; it has ${names}`);
}

/** What was given for a name. */
export function given<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return entries && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** The id of a route's construct: its name, unless `constructs` would find that inherited name taken. */
export function constructId(route: string): string {
  return route in {} ? `${route}.` : route;
}
