// The manifest as CDK reads it: typed, and checked before anything is built of it. Its form is the
// schema's that the crate `fingerpost-manifest` writes; nothing here knows Rust.

import { readFileSync } from "node:fs";
import { type Check, checker } from "./check.js";
import type { Manifest } from "./schema-types.js";
import { checkGrants, checkResources } from "./resource-checks.js";
import { named, printable, quoted } from "./sentence.js";
import { checkSettings } from "./setting-checks.js";
import { checkTables, differ, type Table } from "./table-checks.js";

export type { Manifest, Table };
/** A route, and what its function may do. */
export type Route = Manifest["routes"][number];
/** Actions on one table, or on one of its indexes. */
type Grant = NonNullable<Route["grants"]>[number];
/** A value that a request carries under a name. */
type Parameter = NonNullable<Route["parameters"]>[number];

// Found from `src` too, where the tests run it.
const schema = JSON.parse(readFileSync(new URL("../dist/manifest.schema.json", import.meta.url), "utf8"));
const checkForm: Check<Manifest> = checker(schema, "the manifest");

/** The least and the most that a function's number may be. */
export function limits(of: "Route" | "AuthorizerFunction", key: "memoryMb" | "timeoutSeconds"): { minimum: number; maximum: number } {
  return schema.$defs[of].properties[key];
}

/** What the name of a function's variable must match, which leaves out those of Lambda, the system and Fingerpost. */
export const VARIABLE = new RegExp(schema.$defs.Table.properties.variable.pattern, "u");

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
  checkAuthorizers(value);
  checkTables(value);
  checkSettings(value);
  checkResources(value);
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

/** The sentence about an issuer that is not an `https` URL, or that names a user, or has a query or a fragment. */
export function issuerMistake(key: string, issuer: unknown): string | undefined {
  if (typeof issuer === "string" && /^https:\/\/(?!\/)[!$%&'()*+,\-./0-9:;=A-Z[\]_a-z~]+$/.test(issuer)) return undefined;
  return `\`${key}\` must be a URL that begins with https://, without a user, a query and a fragment, got ${quoted(issuer)}`;
}

/** Where an issuer comes from, and what a kept decision holds for. */
function checkAuthorizers({ api: { authorizers = {} }, tables, resources, routes }: Manifest): void {
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const key = `api.authorizers.${printable(name)}`;
    if ("jwt" in authorizer) {
      const { issuer, audiences = [] } = authorizer.jwt;
      const wrong = typeof issuer === "string" ? issuerMistake(`${key}.jwt.issuer`, issuer) : undefined;
      if (wrong !== undefined) throw new Error(wrong);
      if ((typeof issuer === "string") !== audiences.length > 0) {
        throw new Error(`\`${key}.jwt\` must have its issuer and its audiences both, or both at deployment`);
      }
      continue;
    }
    const { identity, cacheSeconds = 0, grants, resources: granted } = authorizer.function;
    checkTableGrants(`${key}.function`, grants, tables, "the function is the one to say who calls");
    checkGrants(granted, resources, `${key}.function.resources`);
    if (cacheSeconds > 0 && identity.length === 0) {
      throw new Error(`\`${key}.function.cacheSeconds\` must be 0, as it reads no part of the request: a kept decision would hold for everyone`);
    }
    const route = routes.findIndex((route) => route.name === name);
    if (route >= 0) throw new Error(`\`routes[${route}].name\` is taken: an authorizer is named ${named(name)}`);
  }
}

/** A route's authorizer is one of the API's, and only tokens have scopes. */
function checkAuth({ auth }: Route, authorizers: NonNullable<Manifest["api"]["authorizers"]>, route: string): void {
  if (typeof auth !== "object") return;
  const { authorizer, scopes = [] } = auth.by;
  const declared = Object.hasOwn(authorizers, authorizer) ? authorizers[authorizer]! : undefined;
  if (!declared) throw new Error(`\`${route}.auth.by.authorizer\` names no authorizer: ${quoted(authorizer)}`);
  if ("function" in declared && scopes.length > 0) throw new Error(`\`${route}.auth.by.scopes\` must be empty: ${named(authorizer)} is a function, and only tokens have scopes`);
  scopes.forEach((scope, s) => {
    if (!/^[!#-[\]-~]+$/.test(scope)) throw new Error(`\`${route}.auth.by.scopes[${s}]\` must be printable ASCII without spaces, quotes or backslashes, got ${quoted(scope)}`);
    if (scopes.indexOf(scope) < s) throw new Error(`\`${route}.auth.by.scopes\` must not have the same entry twice, got ${named(scope)} twice`);
  });
}

function checkRoutes({ api, tables, resources, routes }: Manifest): void {
  const names = new Set<string>();
  const keys = new Set<string>();
  routes.forEach((declared, r) => {
    const { name, method, path, parameters = [], grants = [], resources: granted } = declared;
    const route = `routes[${r}]`;
    checkAuth(declared, api.authorizers ?? {}, route);
    checkParameters(path, parameters, route);
    differ(names, name, `${route}.name`, `two routes are named ${named(name)}`);
    differ(keys, `${method} ${shape(path)}`, `${route}.path`, `two routes answer ${named(`${method} ${path}`)}`);
    checkTableGrants(route, grants, tables, typeof declared.auth === "object" ? undefined : "no authorizer says who calls");
    checkGrants(granted, resources, `${route}.resources`);
  });
}

/**
 * What a function is granted of tables is there, and what is its caller's own is no more than that.
 *
 * @param unknown why nobody knows the caller, where that is so
 */
function checkTableGrants(of: string, grants: Route["grants"], tables: Manifest["tables"], unknown: string | undefined): void {
  grants?.forEach((grant, g) => {
    if (typeof grant.owner === "string") checkOwned(grant, `${of}.grants[${g}]`, unknown);
    const table = tables.find((table) => table.name === grant.table);
    if (typeof grant.owner === "string" && table?.partitionKey.type === "B") {
      throw new Error(`\`${of}.grants[${g}].owner\` must be missing, as the partition key of ${named(grant.table)} is bytes, and a claim is a text or a number`);
    }
    if (!table) throw new Error(`\`${of}.grants[${g}].table\` names no table: ${quoted(grant.table)}`);
    if (typeof grant.index === "string" && !table.indexes?.some((index) => index.name === grant.index)) {
      throw new Error(`\`${of}.grants[${g}].index\` names no index of ${named(grant.table)}: ${quoted(grant.index)}`);
    }
  });
}

/** The actions that name one partition, and so can be held to the caller's. */
const OWN = ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"].map((name) => `dynamodb:${name}`);

function checkOwned({ actions, index }: Grant, grant: string, unknown: string | undefined): void {
  if (unknown) throw new Error(`\`${grant}.owner\` must be missing, as ${unknown}`);
  const more = actions.find((action) => !OWN.includes(action));
  if (more !== undefined) throw new Error(`\`${grant}.actions\` must not have ${named(more)} beside \`owner\`: it reaches more than the caller's own items`);
  if (typeof index === "string") throw new Error(`\`${grant}.index\` must be missing beside \`owner\`: an index has other partitions than its callers'`);
}

function checkParameters(path: string, parameters: readonly Parameter[], route: string): void {
  const inPath = [...path.matchAll(PARAMETER)].map(([, name]) => name!);
  const twice = inPath.find((name, at) => inPath.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`\`${route}.path\` must name each parameter once, got ${named(twice)} twice`);
  const known = new Set<string>();
  parameters.forEach(({ in: place, name }, p) => {
    const key = `${route}.parameters[${p}].name`;
    differ(known, `${place} ${name}`, key, `two ${place} parameters are named ${named(name)}`);
    if (place === "path" && !inPath.includes(name)) throw new Error(`\`${key}\` names no parameter of ${named(path)}: ${quoted(name)}`);
  });
}

/** A parameter in a path that has the schema's form: its name, and `+` where it is greedy. */
const PARAMETER = /\{(\w+)(\+?)\}/g;

/** A path without its parameters' names, which the gateway does not tell apart. */
function shape(path: string): string {
  return path.replace(PARAMETER, "{$2}");
}
