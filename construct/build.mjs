// Makes `dist`, what the package ships: npm calls it after an installation and before it packs, the
// suite before whatever imports the package by its name. What is up to date is not made again.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));
licences();
removeOrphans();
compile();

/** The licences belong into the package, and npm packs nothing from above it. */
function licences() {
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join("..", file), file);
}

/** `tsc` leaves what it once made of a source that is gone, and it would be packed. */
function removeOrphans() {
  if (!existsSync("dist")) return;
  for (const file of readdirSync("dist")) {
    const source = file.replace(/(\.d\.ts|\.js)$/, ".ts");
    if (source !== file && !existsSync(join("src", source))) rmSync(join("dist", file));
  }
}

function compile() {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  try {
    // stdout belongs to whoever calls: `cdk`, whose caller may read a template from it.
    execFileSync(process.execPath, [tsc, "--build"], { stdio: ["ignore", 2, 2] });
  } catch {
    console.error("error: fingerpost-cdk does not compile");
    process.exitCode = 1;
  }
}
