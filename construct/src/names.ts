// What is given to the construct by a route's or a table's name. Either may be named `constructor` or
// `toString`, which every object of JavaScript inherits.

/**
 * A name that the manifest does not have is a mistake: a typo would leave a route open.
 *
 * @throws one sentence that says which names there are
 */
export function checkNames(prop: string, entries: object | undefined, known: readonly { name: string }[]): void {
  const unknown = Object.keys(entries ?? {}).find((name) => !known.some((entry) => entry.name === name));
  if (unknown === undefined) return;
  const names = [...new Set(known.map(({ name }) => name))].join(", ") || "none";
  throw new Error(`\`${prop}\` names ${unknown}, which the manifest does not have; it has ${names}`);
}

/** What was given for a name. */
export function given<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return entries && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** The id of a route's construct: its name, unless `constructs` would find that inherited name taken. */
export function constructId(route: string): string {
  return route in {} ? `${route}.` : route;
}
