// `cargo deny check`, as far as it can be had: the advisories are in a repository on GitHub, which
// not every machine reaches; licences, bans and sources are checked everywhere.

import { spawnSync } from "node:child_process";

const deny = (args, stdio, timeout) => spawnSync("target/aws/bin/cargo-deny", args, { stdio, timeout });

const checks = ["licenses", "bans", "sources"];
const database = deny(["fetch", "db"], "ignore", 60_000);
if (database.status === 0) checks.push("advisories");
else console.log("advisories: NOT CHECKED, their database could not be fetched");

const { status, error } = deny(["--log-level", "error", "check", ...checks], "inherit");
if (error) console.error(`${error.message}: \`node tests/install.mjs\` installs cargo-deny`);
process.exitCode = status ?? 1;
