// Which stack a route stands in. CloudFormation takes 500 resources a stack, a route needs six.
//
// A small API is one stack. A large one spreads over nested stacks, each route by the hash of
// its own name, so that adding one moves no other. The routes that were there while the API
// was small stay in the main stack: moved, their paths would be created anew before the old
// ones are gone, which API Gateway refuses. `placement.json` remembers them, as a lock file
// does, and is checked in.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Manifest } from "./manifest.ts";

/** Routes that the main stack holds beside the API and its tables. */
export const MAIN_STACK_ROUTES = 70;
/** Routes that a nested stack holds. */
const NESTED_STACK_ROUTES = 80;
/** Of 300 routes, a fullest of eight holds about 50. */
const NESTED_STACKS = 8;

/** The nested stack of each route, by number; `undefined` is the main stack. */
export type Placement = (route: string) => number | undefined;

/**
 * Places every route of a manifest.
 *
 * @param settled the routes that stand in the main stack already
 * @throws when a nested stack would overflow
 */
export function place(manifest: Manifest, settled: readonly string[] = []): Placement {
  if (manifest.routes.length <= MAIN_STACK_ROUTES) return () => undefined;
  const main = new Set(settled);
  const nested = (route: string) => (main.has(route) ? undefined : bucket(route));
  const sizes = new Array<number>(NESTED_STACKS).fill(0);
  for (const { name } of manifest.routes) {
    const stack = nested(name);
    if (stack !== undefined && ++sizes[stack]! > NESTED_STACK_ROUTES) {
      throw new Error(`nested stack ${stack} would hold over ${NESTED_STACK_ROUTES} routes: rename ${name}`);
    }
  }
  return nested;
}

function bucket(route: string): number {
  return createHash("sha256").update(route).digest().readUInt32BE() % NESTED_STACKS;
}

/** Reads the lock file, and brings it up to date while the API fits into the main stack. */
export function settle(manifest: Manifest, file: string): string[] {
  if (manifest.routes.length > MAIN_STACK_ROUTES) {
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as string[]) : [];
  }
  const names = manifest.routes.map(({ name }) => name).sort();
  const text = `${JSON.stringify(names, undefined, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  return names;
}
