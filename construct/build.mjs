// Makes what the package ships: the licences, the manifest's schema, and `dist`, compiled. npm calls it
// after an installation and before it packs, the suite before whatever imports the package by its name.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

/** Its home is the crate that writes and reads manifests. */
const SCHEMA = "../manifest/manifest.schema.json";
const TYPES = "src/schema-types.ts";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));
mkdirSync("dist", { recursive: true });
for (const file of ["../LICENSE-APACHE", "../LICENSE-MIT"]) copyFileSync(file, basename(file));
copyFileSync(SCHEMA, "dist/manifest.schema.json");
await writeTypes();
removeOrphans();
emit();

/** Writes the manifest's types, where they are not the schema's already. */
async function writeTypes() {
  const schema = JSON.parse(readFileSync(SCHEMA, "utf8"), bareReference);
  const types = await compile(schema, "Manifest", {
    additionalProperties: false,
    bannerComment: `// The manifest's types, which \`build.mjs\` makes of \`manifest.schema.json\`.\n`,
    // Otherwise a list of up to 300 routes is a union of 300 tuples.
    ignoreMinAndMaxItems: true,
    style: { printWidth: 110 },
  });
  if (!existsSync(TYPES) || readFileSync(TYPES, "utf8") !== types) writeFileSync(TYPES, types);
}

/** A description beside a reference would make a type of its own of each use: `Throttle1`, `Throttle2`. */
function bareReference(_key, value) {
  return typeof value?.$ref === "string" ? { $ref: value.$ref } : value;
}

/** `tsc` leaves what it once made of a source that is gone, and it would be packed. */
function removeOrphans() {
  for (const file of readdirSync("dist")) {
    const source = file.replace(/(\.d\.ts|\.js)$/, ".ts");
    if (source !== file && !existsSync(join("src", source))) rmSync(join("dist", file));
  }
}

function emit() {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  try {
    // stdout belongs to whoever calls: `cdk`, whose caller may read a template from it.
    execFileSync(process.execPath, [tsc, "--build"], { stdio: ["ignore", 2, 2] });
  } catch {
    console.error("error: fingerpost-cdk does not compile");
    process.exitCode = 1;
  }
}
