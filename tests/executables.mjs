// Builds executables of this workspace for a step, of what `cargo test --workspace` has compiled: nothing is compiled
// again. `node tests/executables.mjs NAME…` builds them; `node tests/executables.mjs --run NAME ARGUMENT…` builds one
// and runs it as `cargo run` would.
//
// A package that is chosen alone has other features of its dependencies than the whole workspace has, and so a second
// copy of the runtime, the local cloud and the DynamoDB in it is compiled.

import { execFileSync, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

const cargo = process.env.CARGO ?? "cargo";
// With a test among the targets, cargo takes in the features of the development dependencies, as `cargo test` does. It
// is the one that links fastest.
const AS_TESTS_ARE = ["--workspace", "--test", "refused"];

/** Builds executables in `target/debug`. */
function build(...names) {
  const bins = names.flatMap((name) => ["--bin", name]);
  execFileSync(cargo, ["build", "--quiet", ...AS_TESTS_ARE, ...bins], { stdio: "inherit" });
}

/** Runs one that is built, with what `cargo run` tells it of its package, and returns its exit code. */
function run(name, ...args) {
  const asked = execFileSync(cargo, ["metadata", "--no-deps", "--format-version", "1"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const { packages, target_directory } = JSON.parse(asked);
  const owner = packages.find(({ targets }) => targets.some((target) => target.name === name && target.kind.includes("bin")));
  const env = { ...process.env, CARGO: cargo, CARGO_MANIFEST_DIR: dirname(owner.manifest_path) };
  const { status, error } = spawnSync(join(target_directory, "debug", name), args, { stdio: "inherit", env });
  if (error) console.error(`${name}: ${error.message}`);
  return status ?? 1;
}

const [first, ...rest] = process.argv.slice(2);
try {
  build(...(first === "--run" ? rest.slice(0, 1) : [first, ...rest]));
  if (first === "--run") process.exitCode = run(...rest);
} catch (error) {
  // Cargo has said why; nobody has said what is our own mistake.
  if (error.status === undefined) throw error;
  process.exitCode = error.status ?? 1;
}
