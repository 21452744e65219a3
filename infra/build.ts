// Makes `target/lambda/bootstrap/bootstrap`, the executable of every function, and refreshes
// `infra/manifest.json` and `infra/placement.json`. `cdk` calls it before it synthesizes.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { readManifest, writePlacement } from "fingerpost-cdk";
import { type Architecture, architecture } from "./architecture.ts";
import { deployable, hostTarget } from "./cargo.ts";

const OUTPUT = "target/lambda/bootstrap/bootstrap";
const MANIFEST = "infra/manifest.json";
/** What Amazon Linux 2023 has. */
const GLIBC = [2, 34] as const;
const TARGETS = { arm64: "aarch64-unknown-linux-gnu", x86_64: "x86_64-unknown-linux-gnu" } as const;

class Sentence extends Error {}

function main(): void {
  const wanted = architecture();
  compile(wanted);
  console.error(`${OUTPUT}: ${wanted}, ${(statSync(OUTPUT).size / 1e6).toFixed(2)} MB`);
  run("cargo", ["run", "--quiet", "--", "manifest", "--write", MANIFEST]);
  writePlacement("infra/placement.json", readManifest(MANIFEST));
}

function compile(wanted: Architecture): void {
  const target = TARGETS[wanted];
  const host = hostTarget();
  if (!host) throw new Sentence("rustc is missing: install Rust from https://rustup.rs");
  const native = host === target;
  const lambda = has("cargo-lambda", ["lambda", "--version"]);
  if (!native && !lambda) {
    throw new Sentence(
      `this machine cannot build for ${wanted} alone: install cargo-lambda (https://cargo-lambda.info), ` +
        `or set FINGERPOST_ARCHITECTURE=${wanted === "arm64" ? "x86_64" : "arm64"}`,
    );
  }
  if (native) {
    build(["build"], target);
    mkdirSync("target/lambda/bootstrap", { recursive: true });
    copyFileSync(`target/${target}/lambda/bootstrap`, OUTPUT);
    chmodSync(OUTPUT, 0o755);
  }
  // It moves what it has built to where `OUTPUT` is.
  if (lambda && (!native || tooNew(OUTPUT))) build(["lambda", "build"], target);
  const version = tooNew(OUTPUT);
  if (version) {
    throw new Sentence(
      `${OUTPUT} needs ${version}, but Lambda's Amazon Linux 2023 has 2.34: install cargo-lambda ` +
        "(https://cargo-lambda.info), which builds for it",
    );
  }
}

function build(command: string[], target: string): void {
  const options = ["--package", "events-api", "--no-default-features", "--profile", "lambda"];
  // By the environment: cargo-lambda would hand the option on to `cargo metadata`, which has none.
  const environment = { ...deployable(target), CARGO_TARGET_DIR: "target" };
  run("cargo", [...command, ...options, "--target", target], environment);
}

/** The first glibc version named in an executable that Lambda does not have. */
function tooNew(executable: string): string | undefined {
  const versions = [...readFileSync(executable, "latin1").matchAll(/GLIBC_(\d+)\.(\d+)/g)];
  const found = versions.find(([, major, minor]) => Number(major) > GLIBC[0] || Number(minor) > GLIBC[1]);
  return found?.[0];
}

function has(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): void {
  try {
    // stdout belongs to `cdk`, whose caller may read a template from it.
    execFileSync(command, args, { stdio: ["ignore", 2, 2], env });
  } catch {
    throw new Sentence(`\`${command} ${args.join(" ")}\` failed`);
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
