// The manifest as CDK reads it: version 1, typed, and checked before anything is built of it.
// `cargo run -- manifest` writes it; nothing here knows Rust.

import { readFileSync } from "node:fs";
import { z } from "zod";

const key = z.strictObject({ name: z.string().min(1).max(255), type: z.enum(["S", "N", "B"]) });

const index = z.strictObject({
  name: z.string().regex(/^[\w.-]{3,255}$/),
  partitionKey: key,
  sortKey: key.optional(),
});

const table = z.strictObject({
  name: z.string().regex(/^[\w.-]{3,255}$/),
  variable: z.string().regex(/^[A-Z]\w*$/),
  partitionKey: key,
  sortKey: key.optional(),
  indexes: z.array(index).max(20).default([]),
});

const throttle = z.strictObject({ ratePerSecond: z.int().positive(), burst: z.int().positive() });

const grant = z.strictObject({
  table: z.string(),
  index: z.string().optional(),
  actions: z.array(z.string().regex(/^dynamodb:[A-Za-z]+$/, "must be one DynamoDB action, without `*`")).min(1),
});

const route = z.strictObject({
  name: z.string().regex(/^[\w-]{1,64}$/),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"]),
  path: z
    .string()
    .regex(/^\/$|^(\/[^/]+)+$/, "must start with `/` and not end in one")
    .regex(/^(\/([^/{}]*|\{\w+\}))*(\/\{\w+\+\})?$/, "must have whole segments as parameters, a greedy one last")
    .refine((path) => {
      const names = [...path.matchAll(/\{(\w+)/g)].map(([, name]) => name);
      return new Set(names).size === names.length;
    }, "must name each parameter once"),
  memoryMb: z.int().min(128).max(10_240),
  timeoutSeconds: z.int().min(1).max(29),
  throttle: throttle.optional(),
  grants: z.array(grant).default([]),
  summary: z.string().optional(),
  source: z.string().optional(),
});

const cors = z.strictObject({
  allowOrigins: z.array(z.string()).min(1),
  allowMethods: z.array(z.string()).min(1),
  allowHeaders: z.array(z.string()),
  exposeHeaders: z.array(z.string()),
  maxAgeSeconds: z.int().min(0).max(86_400),
  allowCredentials: z.boolean(),
});

const manifest = z.strictObject({
  version: z.literal(1, { error: "must be 1, the version that this library reads" }),
  api: z.strictObject({
    name: z.string().regex(/^[\w-]{1,64}$/),
    cors: cors.optional(),
    throttle,
    authorizers: z.strictObject({}).default({}),
  }),
  tables: z.array(table),
  routes: z.array(route).min(1).max(300),
});

/** Everything that infrastructure needs to know of an API. */
export type Manifest = z.infer<typeof manifest>;
/** A route, and what its function may do. */
export type Route = z.infer<typeof route>;
/** A table, as the routes' types declare it. */
export type Table = z.infer<typeof table>;

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
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Checks a manifest.
 *
 * @throws one sentence that names the key that is wrong
 */
export function parseManifest(value: unknown): Manifest {
  const result = manifest.safeParse(value);
  if (!result.success) throw new Error(sentence(result.error.issues[0]!));
  checkReferences(result.data);
  return result.data;
}

function sentence(issue: z.core.$ZodIssue): string {
  const steps = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  const path = steps.join("").replace(/^\./, "") || "the manifest";
  const message = issue.message.replace(/^Invalid input: /, "");
  return `\`${path}\` ${/^(must|expected)/.test(message) ? message : `is wrong: ${message}`}`;
}

/** What a schema cannot say: names that must differ, and names that must exist. */
function checkReferences({ tables, routes }: Manifest): void {
  const names = new Set<string>();
  const keys = new Set<string>();
  routes.forEach((route, r) => {
    const key = `${route.method} ${route.path.replace(/\{[^}+]*/g, "{")}`;
    if (names.has(route.name)) throw new Error(`\`routes[${r}].name\` is taken: two routes are named ${route.name}`);
    if (keys.has(key)) throw new Error(`\`routes[${r}].path\` is taken: two routes answer ${route.method} ${route.path}`);
    names.add(route.name);
    keys.add(key);
    route.grants.forEach((grant, g) => {
      const table = tables.find((table) => table.name === grant.table);
      if (!table) throw new Error(`\`routes[${r}].grants[${g}].table\` names no table: ${grant.table}`);
      if (grant.index && !table.indexes.some((index) => index.name === grant.index)) {
        throw new Error(`\`routes[${r}].grants[${g}].index\` names no index of ${grant.table}: ${grant.index}`);
      }
    });
  });
}
