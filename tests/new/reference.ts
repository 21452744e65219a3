// The reference API beside a made project: its own `bootstrap`, and its routes in the place of the project's.

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { join, resolve } from "node:path";
import type { Made } from "./made.ts";

/** Builds the reference API as this checkout has it, and returns its executable. */
export function referenceBootstrap(folder: string): string {
  const out = join(folder, "reference");
  const args = ["run", "--quiet", "--", "build", "--out", out, "--manifest", join(folder, "reference.json")];
  // For the processor that the project is built for.
  const architecture = arch() === "arm64" ? "arm64" : "x86_64";
  const env = { ...process.env, CARGO_TARGET_DIR: resolve("target"), FINGERPOST_ARCHITECTURE: architecture };
  execFileSync("cargo", args, { env, stdio: ["ignore", "ignore", "pipe"] });
  return join(out, "bootstrap");
}

/** Gives a project the routes of the reference API, and nothing but them. */
export function giveRoutesOfReference(made: Made): void {
  cpSync("handlers/src/events.rs", join(made.folder, "src/events.rs"));
  const library = readFileSync("handlers/src/lib.rs", "utf8");
  writeFileSync(join(made.folder, "src/lib.rs"), library.replace('"events"', `"${made.name}"`));
  // What the reference API has and a new project has not.
  const manifest = join(made.folder, "Cargo.toml");
  const dependency = '[dependencies]\nuuid = { version = "1", features = ["v4"] }\n';
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace("[dependencies]\n", dependency));
}
