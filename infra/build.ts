// Makes `target/lambda/bootstrap/bootstrap`, the executable of every function, and refreshes
// `infra/manifest.json`. `cdk` calls it before it synthesizes.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Architecture, architecture } from "./architecture.ts";

const OUTPUT = "target/lambda/bootstrap/bootstrap";
/** What Amazon Linux 2023 has. */
const GLIBC = [2, 34] as const;
const TARGETS = { arm64: "aarch64-unknown-linux-gnu", x86_64: "x86_64-unknown-linux-gnu" } as const;

class Sentence extends Error {}

function main(): void {
  const wanted = architecture();
  compile(wanted);
  checkGlibc();
  console.error(`${OUTPUT}: ${wanted}, ${(statSync(OUTPUT).size / 1e6).toFixed(2)} MB`);
  run("cargo", ["run", "--quiet", "--", "manifest", "--write", "infra/manifest.json"]);
}

function compile(wanted: Architecture): void {
  const target = TARGETS[wanted];
  const options = ["--package", "events-api", "--no-default-features", "--profile", "lambda", "--target", target];
  const native = hostTarget() === target;
  if (!native && !has("cargo-lambda", ["lambda", "--version"])) {
    throw new Sentence(
      `this machine cannot build for ${wanted} alone: install cargo-lambda (https://cargo-lambda.info), ` +
        `or set FINGERPOST_ARCHITECTURE=${wanted === "arm64" ? "x86_64" : "arm64"}`,
    );
  }
  run("cargo", native ? ["build", ...options] : ["lambda", "build", ...options], reproducible());
  mkdirSync("target/lambda/bootstrap", { recursive: true });
  copyFileSync(`target/${target}/lambda/bootstrap`, OUTPUT);
  chmodSync(OUTPUT, 0o755);
}

/** The same source gives the same bytes wherever it stands: no path of this machine in them. */
function reproducible(): NodeJS.ProcessEnv {
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const remap = [`${resolve(".")}=.`, `${cargo}=cargo`].map((pair) => `--remap-path-prefix=${pair}`);
  return { ...process.env, RUSTFLAGS: [process.env.RUSTFLAGS, ...remap].filter(Boolean).join(" ") };
}

function hostTarget(): string | undefined {
  const { stdout, error } = spawnSync("rustc", ["-vV"], { encoding: "utf8" });
  if (error) throw new Sentence("rustc is missing: install Rust from https://rustup.rs");
  return /^host: (.*)$/m.exec(stdout)?.[1];
}

/** The newest glibc that the executable asks for, from the versions named in it. */
function checkGlibc(): void {
  const versions = [...readFileSync(OUTPUT, "latin1").matchAll(/GLIBC_(\d+)\.(\d+)/g)];
  const tooNew = versions.find(([, major, minor]) => Number(major) > GLIBC[0] || Number(minor) > GLIBC[1]);
  if (tooNew) {
    throw new Sentence(
      `${OUTPUT} needs ${tooNew[0]}, but Lambda's Amazon Linux 2023 has 2.34: build it with cargo-lambda`,
    );
  }
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
