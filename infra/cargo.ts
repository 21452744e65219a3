// How cargo is called for what is deployed: the target and flags, in one place for `build.ts`
// and the benchmarks.

import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The least that Lambda runs on: Graviton2's cores, and x86 processors with AVX2. */
const PROCESSORS: Record<string, string> = {
  "aarch64-unknown-linux-gnu": "neoverse-n1",
  "x86_64-unknown-linux-gnu": "x86-64-v3",
};

/** The machine's own target, `x86_64-unknown-linux-gnu`; nothing where there is no Rust. */
export function hostTarget(): string | undefined {
  const { stdout, error } = spawnSync("rustc", ["-vV"], { encoding: "utf8" });
  return error ? undefined : /^host: (.*)$/m.exec(stdout)?.[1];
}

/** The flag that compiles a target for Lambda's processors; cargo-lambda chooses likewise. */
export function forLambda(target: string): string {
  return `-Ctarget-cpu=${PROCESSORS[target] ?? "generic"}`;
}

/**
 * The environment of a deployable build for a target. The same source gives the same bytes wherever
 * it stands: no path of this machine in them. The executable has a fixed address, as Go's have: a
 * cold start then relocates nothing, and the file is 240 KB smaller. And what is marked `#[inline]`
 * is copied to its callers up to half of LLVM's usual size, which is 325: 70 KB less.
 */
export function deployable(target: string): NodeJS.ProcessEnv {
  const { RUSTFLAGS, ...environment } = process.env;
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const remap = [`${resolve(".")}=.`, `${cargo}=cargo`].map((pair) => `--remap-path-prefix=${pair}`);
  const given = environment.CARGO_ENCODED_RUSTFLAGS?.split("\x1f") ?? RUSTFLAGS?.split(" ") ?? [];
  const small = ["-Crelocation-model=static", "-Cllvm-args=-inlinehint-threshold=150"];
  // What is given stands last, and so wins.
  const flags = [...remap, forLambda(target), ...small, ...given.filter(Boolean)];
  // Encoded, so that a path may have spaces.
  return { ...environment, CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}
