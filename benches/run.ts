// Builds every candidate as it would be deployed, then measures them beside each other.
// `--instructions` builds only what is counted, and compares with the committed figures;
// `--routes` measures the reference API on a DynamoDB beside the tutorial;
// `--parts` measures what each thing that a route may name adds;
// `--memory` measures the peak of the deployed functions; `--loop` what a developer waits for;
// `--scale` reckons with the committed figures.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { dirname, join } from "node:path";

process.env.FINGERPOST_ARCHITECTURE = arch() === "arm64" ? "arm64" : "x86_64";
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: "inherit" });
const parts = ["with_table", "with_caller", "with_secret", "with_queue", "with_bucket"];
const counting = process.argv.includes("--instructions");

try {
  if (process.argv.includes("--scale")) {
    run("node", "benches/scale.mjs");
  } else if (process.argv.includes("--loop")) {
    run("node", "benches/loop.mjs");
  } else if (process.argv.includes("--memory")) {
    run("npm", "run", "--silent", "build");
    run("cargo", "run", "--quiet", "--release", "--package", "fingerpost-harness", "--", "--memory");
  } else if (process.argv.includes("--routes")) {
    run("npm", "run", "--silent", "build");
    python();
    run("cargo", "build", "--quiet", "--release", "--package", "fingerpost-harness");
    onOneCpu("target/release/harness", "--routes");
  } else if (process.argv.includes("--parts")) {
    deployed("fingerpost-parts", ...parts);
    run("cargo", "build", "--quiet", "--release", "--package", "fingerpost-harness");
    onOneCpu("target/release/harness", "--parts");
  } else if (counting) {
    deployed("fingerpost-benches", "memory", "sdk", "arguments", "claims");
    byHand("--package", "fingerpost-benches", ...bins("hand_arguments"));
    run("node", "tests/executables.mjs", "--run", "harness", "--instructions");
  } else {
    run("npm", "run", "--silent", "build");
    deployed("fingerpost-benches", "memory", "memory100", "sdk", "arguments", "claims");
    deployed("fingerpost-parts", ...parts);
    byHand("--package", "fingerpost-benches", ...bins("floor", "hand", "hand_arguments", "hand_sdk", "runtime"));
    byHand("--manifest-path", "benches/defaults/Cargo.toml", "--target-dir", "target/defaults");
    for (const name of ["axum", "defaults"]) {
      copyFileSync(`target/defaults/by-hand/${name}`, `target/by-hand/${name}`);
    }
    python();
    node();
    // Optimized: what it does between two events empties the caches of what it measures.
    run("cargo", "build", "--quiet", "--release", "--package", "fingerpost-harness");
    onOneCpu("target/release/harness");
  }
} catch (error) {
  // A command that failed has said why; one that is missing cannot.
  const said = error instanceof Error && "status" in error && typeof error.status === "number";
  if (!said) console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function bins(...names: string[]): string[] {
  return names.flatMap((name) => ["--bin", name]);
}

interface Plan {
  arguments: string[];
  environment: Record<string, string>;
  executable: string;
}

/** How what is deployed is built: cargo's arguments and environment. */
function plan(): Plan {
  const json = execFileSync("node", ["tests/executables.mjs", "--run", "events-api", "build", "--dry-run"], { encoding: "utf8" });
  return JSON.parse(json) as Plan;
}

/** Fingerpost's candidates are built as what is deployed is, each in the place of the reference API. */
function deployed(owner: string, ...names: string[]): void {
  const { arguments: options, environment, executable } = plan();
  const env = { ...process.env, ...environment };
  // Not `target/lambda`, where each API has a folder.
  mkdirSync("target/measured", { recursive: true });
  for (const name of names) {
    const own = options.map((option, i) => {
      if (options[i - 1] === "--bin") return name;
      return options[i - 1] === "--manifest-path" ? option : option.replace("events-api", owner);
    });
    execFileSync("cargo", [...own, "--quiet"], { stdio: "inherit", env });
    copyFileSync(join(dirname(executable), name), `target/measured/${name}`);
  }
}

/** What is written by hand is built for speed alone, as its authors would: cargo-lambda names the processor too. */
function byHand(...options: string[]): void {
  const flags = plan().environment.CARGO_ENCODED_RUSTFLAGS?.split("\x1f") ?? [];
  const env = { ...process.env, RUSTFLAGS: flags.filter((flag) => flag.startsWith("-Ctarget-cpu=")).join(" ") };
  execFileSync("cargo", ["build", "--quiet", "--profile", "by-hand", ...options], { stdio: "inherit", env });
}

/**
 * A function of up to 1.8 GB has one CPU's time at most. It also keeps a cost out of the figures
 * that is the machine's: waking a CPU that a hypervisor has put to sleep takes longer than an event.
 */
function onOneCpu(harness: string, ...options: string[]): void {
  const allowed = /Cpus_allowed_list:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
  run("taskset", "--cpu-list", allowed?.[1] ?? "0", harness, ...options);
}

/** The tutorial's handlers run on AWS's own client, in an environment of their own. */
function python(): void {
  once("benches/python/requirements.txt", "target/bench/installed", (requirements) => {
    run("python3", "-m", "venv", "target/bench");
    run("target/bench/bin/pip", "install", "--quiet", "--requirement", requirements);
  });
}

/** So does Node's, whose client npm builds from source; where it cannot, the rest is measured. */
function node(): void {
  const folder = "benches/node";
  try {
    once(`${folder}/package-lock.json`, `${folder}/node_modules/installed`, () => {
      run("npm", "ci", "--loglevel=error", "--no-audit", "--no-fund", "--prefix", folder);
    });
  } catch {
    console.error("Node is not measured: its runtime client is built with cmake, autoconf, automake, libtool and g++");
  }
}

/** Installs what a file names, again only when the file has changed. */
function once(file: string, stamp: string, install: (file: string) => void): void {
  const wanted = readFileSync(file, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  install(file);
  writeFileSync(stamp, wanted);
}
