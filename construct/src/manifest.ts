// The manifest as CDK reads it: typed, and checked before anything is built of it. Its form is the
// schema's that the crate `fingerpost-manifest` writes; nothing here knows Rust.

import { readFileSync } from "node:fs";
import { type Check, checker } from "./check.js";
import type { Manifest } from "./schema-types.js";
import { printable, quoted } from "./sentence.js";
import { checkTables, differ, type Table } from "./table-checks.js";

export type { Manifest, Table };
/** A route, and what its function may do. */
export type Route = Manifest["routes"][number];
/** A value that a request carries under a name. */
type Parameter = NonNullable<Route["parameters"]>[number];

// Found from `src` too, where the tests run it.
const schema = new URL("../dist/manifest.schema.json", import.meta.url);
const checkForm: Check<Manifest> = checker(JSON.parse(readFileSync(schema, "utf8")), "the manifest");

/**
 * Reads a manifest from a file.
 *
 * @throws one sentence that names the file and the key that is wrong
 */
export function readManifest(file: string): Manifest {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(`${file} cannot be read: \`cargo run -- manifest --write ${file}\` makes it`);
  }
  try {
    return parseManifest(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${printable(error instanceof Error ? error.message : String(error))}`);
  }
}

/**
 * Checks a manifest.
 *
 * @throws one sentence that names the key that is wrong
 */
export function parseManifest(value: unknown): Manifest {
  checkForm(value);
  checkCors(value);
  checkTables(value);
  checkRoutes(value);
  return value;
}

// What the schema does not say: what must differ, and what must exist.

/** Browsers take `*` for a name beside credentials. */
function checkCors({ api: { cors } }: Manifest): void {
  if (!cors?.allowCredentials) return;
  for (const key of ["allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders"] as const) {
    if (cors[key].includes("*")) throw new Error(`\`api.cors.${key}\` must not have \`*\` beside credentials: list them`);
  }
}

function checkRoutes({ tables, routes }: Manifest): void {
  const names = new Set<string>();
  const keys = new Set<string>();
  routes.forEach(({ name, method, path, parameters = [], grants = [] }, r) => {
    const route = `routes[${r}]`;
    checkParameters(path, parameters, route);
    differ(names, name, `${route}.name`, `two routes are named ${name}`);
    differ(keys, `${method} ${shape(path)}`, `${route}.path`, `two routes answer ${method} ${printable(path)}`);
    grants.forEach((grant, g) => {
      const table = tables.find((table) => table.name === grant.table);
      if (!table) throw new Error(`\`${route}.grants[${g}].table\` names no table: ${quoted(grant.table)}`);
      if (typeof grant.index === "string" && !table.indexes?.some((index) => index.name === grant.index)) {
        throw new Error(`\`${route}.grants[${g}].index\` names no index of ${grant.table}: ${quoted(grant.index)}`);
      }
    });
  });
}

function checkParameters(path: string, parameters: readonly Parameter[], route: string): void {
  const inPath = [...path.matchAll(PARAMETER)].map(([, name]) => name!);
  const twice = inPath.find((name, at) => inPath.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`\`${route}.path\` must name each parameter once, got {${twice}} twice`);
  const known = new Set<string>();
  parameters.forEach(({ in: place, name }, p) => {
    const key = `${route}.parameters[${p}].name`;
    differ(known, `${place} ${name}`, key, `two ${place} parameters are named ${printable(name)}`);
    if (place === "path" && !inPath.includes(name)) throw new Error(`\`${key}\` names no parameter of ${path}: ${quoted(name)}`);
  });
}

/** A parameter in a path that has the schema's form: its name, and `+` where it is greedy. */
const PARAMETER = /\{(\w+)(\+?)\}/g;

/** A path without its parameters' names, which the gateway does not tell apart. */
function shape(path: string): string {
  return path.replace(PARAMETER, "{$2}");
}
