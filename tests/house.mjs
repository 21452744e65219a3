// The measures of the house: how large the rooms are, how much of them is documentation, how much an
// annotation generates, and whether files depend on each other in a circle. `node tests/house.mjs`
// measures the repository that it is run in. It ends with 1 when there is a circle, a room that is too
// large, an expansion that is too long, a file that belongs to no crate, or a declared module without a file.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { circles } from "./house/circles.mjs";
import { crateModules, packageOf, startsCrate, ties } from "./house/crates.mjs";
import { generated } from "./house/generated.mjs";

const SNAPSHOT = "macros/snapshots/route.rs";
const ROOM = 250;
/** A room may be a little over, for a table that belongs together. */
const LARGEST = 280;

// New files too, before they are added, but not what git ignores.
const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
const tracked = listed.split("\0").filter((file) => file && existsSync(file));
const manifests = tracked.filter((file) => /(?:^|\/)Cargo\.toml$/.test(file));
const files = tracked.filter((file) => file.endsWith(".rs") && !file.startsWith("tests/ui/") && !file.includes("/snapshots/"));
const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
const linesOf = (file) => texts.get(file).trimEnd().split("\n");

// A test module is the last thing in its file.
const linesBeforeTests = (file) => texts.get(file).split(/^#\[cfg\(test\)\]\n(?:pub\S* )?mod \w+ \{/m)[0].split("\n").filter((line) => line.trim());

function share(lines) {
  const documentation = lines.filter((line) => /^\s*\/\/[!/](?!\/)/.test(line));
  return `${((100 * documentation.length) / lines.length).toFixed(1).padStart(5)} %`;
}

const problems = [];

// Rooms.
const sizes = files.map((file) => ({ file, lines: linesOf(file).length })).sort((a, b) => a.lines - b.lines);
const largest = sizes.at(-1);
const over = sizes.filter(({ lines }) => lines > ROOM).reverse();
console.log(`Rust files: ${files.length}, of ${sizes[Math.floor(sizes.length / 2)].lines} lines in the median, ${largest.lines} in the largest (${largest.file})`);
console.log(`over ${ROOM} lines: ${over.length === 0 ? "none" : over.map(({ file, lines }) => `${file} ${lines}`).join(", ")}`);

for (const { file, lines } of over) if (lines > LARGEST) problems.push(`${file} has ${lines} lines; a room has about ${ROOM}, and at most ${LARGEST}`);

// Documentation, and circles, package by package.
console.log("\nlines of documentation (`//!` and `///`): of all lines, and without test modules and blank lines");
const reached = new Set();
const found = [];
for (const folder of [...new Set(files.map((file) => packageOf(file, manifests)))].sort()) {
  const own = files.filter((file) => packageOf(file, manifests) === folder);
  const all = [];
  const compiled = new Set();
  for (const root of own.filter((file) => startsCrate(file, folder))) {
    const crate = crateModules(root, (file) => texts.get(file));
    crate.reached.forEach((file) => reached.add(file));
    crate.modules.forEach(({ file }) => compiled.add(file));
    problems.push(...crate.missing);
    all.push(...ties(crate.modules));
  }
  found.push(...circles(all));

  const lines = own.flatMap(linesOf);
  const code = own.filter((file) => compiled.has(file)).flatMap(linesBeforeTests);
  console.log(`  ${folder.padEnd(16)} ${share(lines)} of ${lines.length}, ${share(code)} of ${code.length}`);
}

// What an annotation generates.
if (tracked.includes(SNAPSHOT)) {
  const { lines, args } = generated(readFileSync(SNAPSHOT, "utf8"));
  const goal = 14 + 2 * args;
  console.log(`\ngenerated lines: ${lines} for ${args} arguments (${SNAPSHOT}); the goal is at most ${goal}`);
  if (lines > goal) problems.push(`${SNAPSHOT} has ${lines} lines; the goal is at most ${goal}`);
} else {
  problems.push(`${SNAPSHOT} is missing, so generated lines cannot be counted`);
}

console.log(`\ncircles among files: ${found.length}`);
for (const { files: circle, ties: tied } of found) {
  console.log(`  ${circle.join(", ")}`);
  for (const tie of tied) console.log(`    ${tie}`);
}

for (const file of files) if (!reached.has(file)) problems.push(`no crate contains ${file}`);
if (found.length > 0) problems.push("files depend on each other in a circle");
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
