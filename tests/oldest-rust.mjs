// Compiles every crate that is published with the oldest Rust that it says it takes, which rustup installs beside what
// is there. In a target of its own, where nothing is compiled yet: `node tests/run.mjs oldest-rust`.

import { execFileSync } from "node:child_process";

const run = (command, args, stdio) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio });
const metadata = JSON.parse(run("cargo", ["metadata", "--no-deps", "--format-version", "1"], ["ignore", "pipe", "inherit"]));
const published = metadata.packages.filter(({ publish }) => publish === null);
const versions = [...new Set(published.map(({ rust_version }) => rust_version))];
if (versions.length !== 1) throw new Error(`the published crates name several: ${versions.join(", ")}`);

const [oldest] = versions;
const packages = published.flatMap(({ name }) => ["--package", name]);
const cargo = ["cargo", "check", "--quiet", "--locked", "--all-features", "--target-dir", "target/oldest-rust", ...packages];
run("rustup", ["run", "--install", oldest, ...cargo], "inherit");
console.log(`${published.length} crates compile with Rust ${oldest}`);
