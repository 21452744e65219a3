// The functions that a manifest declares, of authorizers and of routes, and how a sentence names them.

import type { Manifest } from "./schema-types.js";
import { named, printable } from "./sentence.js";

type Route = Manifest["routes"][number];

/** A function, and what it is deployed with. */
export interface DeclaredFunction {
  readonly kind: "authorizer" | "route";
  readonly name: string;
  /** Where the manifest says it. */
  readonly key: string;
  readonly settings: NonNullable<Route["settings"]>;
  readonly resources: NonNullable<Route["resources"]>;
}

/** The functions of authorizers, then those of routes. */
export function functionsOf({ api, routes }: Manifest): DeclaredFunction[] {
  const deciding = Object.entries(api.authorizers ?? {}).flatMap(([name, authorizer]): DeclaredFunction[] => {
    if (!("function" in authorizer)) return [];
    const { settings = [], resources = [] } = authorizer.function;
    return [{ kind: "authorizer", name, key: `api.authorizers.${printable(name)}.function`, settings, resources }];
  });
  return [...deciding, ...routes.map(({ name, settings = [], resources = [] }, r): DeclaredFunction => ({ kind: "route", name, key: `routes[${r}]`, settings, resources }))];
}

/** So many functions a sentence names. */
const NAMED = 3;

/** Functions in a sentence: "the routes `a`, `b` and `c`". */
export function naming(functions: readonly DeclaredFunction[]): string {
  const words = (["authorizer", "route"] as const).flatMap((kind) => {
    const names = functions.filter((declared) => declared.kind === kind).map(({ name }) => named(name));
    if (names.length === 0) return [];
    const parts = names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
    const listed = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0];
    return [`the ${kind}${names.length > 1 ? "s" : ""} ${listed}`];
  });
  return words.join(" and ");
}
