// Python packages that the tests need, in an environment of their own below `target`.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Installs them into `home`, again only when the requirements change. */
export function installed(requirements, home) {
  const stamp = `${home}/installed`;
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  console.error(`installing ${requirements} into ${home}`);
  run("python3", "-m", "venv", home);
  run(`${home}/bin/python`, "-m", "pip", "install", "--quiet", "--requirement", requirements);
  writeFileSync(stamp, wanted);
}
