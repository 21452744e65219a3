// Builds every candidate as it would be deployed, then measures them beside each other.
// `--instructions` builds only what is counted, and compares with the committed figures.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";

process.env.FINGERPOST_ARCHITECTURE = arch() === "arm64" ? "arm64" : "x86_64";
const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });
const build = (...args) => run("cargo", "build", "--quiet", "--profile", "lambda", ...args);
const counting = process.argv.includes("--instructions");

try {
  if (counting) {
    build("--package", "fingerpost-benches", "--bin", "memory", "--bin", "sdk");
    run("cargo", "run", "--quiet", "--package", "fingerpost-harness", "--", "--instructions");
  } else {
    run("npm", "run", "--silent", "build");
    build("--package", "fingerpost-benches", "--bin", "memory", "--bin", "memory100", "--bin", "sdk");
    byHand();
    build("--manifest-path", "benches/defaults/Cargo.toml", "--target-dir", "target/defaults");
    copyFileSync("target/defaults/lambda/defaults", "target/lambda/defaults");
    python();
    run("cargo", "build", "--quiet", "--package", "fingerpost-harness");
    onOneCpu("target/debug/fingerpost-harness");
  }
} catch (error) {
  if (error.status === undefined) console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

/** What is written by hand is built for speed alone, as its authors would. */
function byHand() {
  const candidates = ["floor", "hand", "axum", "hand_sdk"].flatMap((name) => ["--bin", name]);
  run("cargo", "build", "--quiet", "--profile", "by-hand", "--package", "fingerpost-benches", ...candidates);
}

/**
 * A function of up to 1.8 GB has one CPU's time at most. It also keeps a cost out of the figures
 * that is the machine's: waking a CPU that a hypervisor has put to sleep takes longer than an event.
 */
function onOneCpu(harness) {
  const allowed = /Cpus_allowed_list:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
  run("taskset", "--cpu-list", allowed?.[1] ?? "0", harness);
}

/** The tutorial's handlers run on AWS's own client, in an environment of their own. */
function python() {
  const wanted = readFileSync("benches/python/requirements.txt", "utf8");
  const stamp = "target/bench/installed";
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  run("python3", "-m", "venv", "target/bench");
  run("target/bench/bin/pip", "install", "--quiet", "--requirement", "benches/python/requirements.txt");
  writeFileSync(stamp, wanted);
}
