// Which stack a route stands in. CloudFormation takes 500 resources a stack, a route needs six.
//
// A small API is one stack. A large one spreads over nested stacks, each route by the hash of
// its own name, so that adding one moves no other. The routes that were there while the API
// was small stay in the main stack: moved, their paths would be created anew before the old
// ones are gone, which API Gateway refuses. `placement.json` remembers them, as a lock file
// does: the app brings it up to date when it synthesizes, it is checked in.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Check, checker } from "./check.js";
import type { Manifest } from "./manifest.js";
import { named, printable } from "./sentence.js";

/** Routes that the main stack holds beside the API and its tables. */
export const MAIN_STACK_ROUTES = 70;
/** Routes that a nested stack holds. */
const NESTED_STACK_ROUTES = 80;
/** 300 routes hashed over 8 stacks put about 50 in the fullest; the limit is 80. */
const NESTED_STACKS = 8;

/** Where the routes of an API were put so far. */
export interface Placement {
  /** The routes of the main stack. */
  readonly main: readonly string[];
  /** Whether the API had more routes than the main stack holds, ever. */
  readonly outgrown: boolean;
}

const check: Check<Placement> = checker(
  {
    type: "object",
    properties: {
      main: { type: "array", items: { type: "string" }, maxItems: MAIN_STACK_ROUTES },
      outgrown: { type: "boolean" },
    },
    required: ["main", "outgrown"],
    additionalProperties: false,
  },
  "the placement",
);

/**
 * The nested stack of each route, by number; `undefined` is the main stack.
 *
 * @throws when a nested stack would overflow
 */
export function place(
  { routes }: Manifest,
  { main, outgrown }: Placement = { main: [], outgrown: routes.length > MAIN_STACK_ROUTES },
): (route: string) => number | undefined {
  if (!outgrown && routes.length <= MAIN_STACK_ROUTES) return () => undefined;
  const stays = new Set(main);
  const nested = (route: string) => (stays.has(route) ? undefined : bucket(route));
  const sizes = new Array<number>(NESTED_STACKS).fill(0);
  for (const { name } of routes) {
    const stack = nested(name);
    if (stack !== undefined && ++sizes[stack]! > NESTED_STACK_ROUTES) {
      throw new Error(`nested stack ${stack} would hold over ${NESTED_STACK_ROUTES} routes: rename ${named(name)}`);
    }
  }
  return nested;
}

function bucket(route: string): number {
  return createHash("sha256").update(route).digest().readUInt32BE() % NESTED_STACKS;
}

/** The placement after this manifest: an API that fits and always did is all in the main stack. */
export function settle({ routes }: Manifest, before?: Placement): Placement {
  const names = routes.map(({ name }) => name).sort();
  if (routes.length <= MAIN_STACK_ROUTES && !before?.outgrown) return { main: names, outgrown: false };
  return { main: (before?.main ?? []).filter((name) => names.includes(name)), outgrown: true };
}

/**
 * Reads the lock file; `undefined` where there is none.
 *
 * @throws one sentence that names the file and the key that is wrong
 */
export function readPlacement(file: string): Placement | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    check(value);
    return value;
  } catch (error) {
    const reason = printable(error instanceof Error ? error.message : String(error));
    throw new Error(`${file}: ${reason}; restore it from version control, it says which stack each route is in`);
  }
}

/** Brings the lock file up to date, and returns what it says. A file that is up to date is left alone. */
export function writePlacement(file: string, manifest: Manifest): Placement {
  const before = readPlacement(file);
  const placement = settle(manifest, before);
  const json = (value?: Placement) => `${JSON.stringify(value, undefined, 2)}\n`;
  if (json(placement) !== json(before)) writeFileSync(file, json(placement));
  return placement;
}
