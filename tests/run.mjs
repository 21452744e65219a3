// The whole suite, in order of what is cheapest to learn, with the seconds of each step and a count at
// its end.
// `node tests/run.mjs NAME…` runs the named steps alone.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { arch } from "node:os";

// What is built here is run here.
process.env.FINGERPOST_ARCHITECTURE = arch() === "arm64" ? "arm64" : "x86_64";

const tests = (folder) => readdirSync(folder).filter((file) => file.endsWith(".test.ts")).map((file) => `${folder}/${file}`);
const bootstrap = ["cargo", "run", "--quiet", "--package", "events-api", "--"];
const steps = {
  format: ["cargo", "fmt", "--all", "--check"],
  lint: ["cargo", "clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"],
  construct: ["npm", "run", "--silent", "build", "--workspace", "construct"],
  types: ["npx", "tsc", "--build"],
  // Its last test prints the measures of this tree; `node tests/house.mjs` prints them alone.
  house: ["node", "--test", "--test-reporter=spec", "tests/house.test.mjs"],
  // What would be published.
  packages: ["node", "--test", "--test-reporter=spec", "tests/packages.test.mjs"],
  deny: ["node", "tests/deny.mjs"],
  rust: ["cargo", "test", "--workspace", "--no-fail-fast"],
  manifest: [...bootstrap, "manifest", "--check", "infra/manifest.json"],
  // Its commands run by the executables that the steps before have built.
  docs: ["node", "--test", "--test-reporter=spec", "tests/docs.test.mjs"],
  infra: ["node", "--import", "tsx", "--test", "--test-concurrency=2", "--test-reporter=spec", ...tests("construct/test"), ...tests("infra")],
  // A project as anyone makes one, of this checkout.
  new: ["node", "--import", "tsx", "--test", "--test-concurrency=1", "--test-reporter=spec", "tests/new/new.test.ts"],
  packed: ["node", "--import", "tsx", "--test", "--test-concurrency=1", "--test-reporter=spec", "tests/new/packed.test.ts"],
  "oldest-rust": ["node", "tests/oldest-rust.mjs"],
  build: ["npm", "run", "--silent", "build"],
  // Over the whole workspace, so that nothing is built again with other features.
  fuzz: ["cargo", "test", "--workspace", "--quiet", "--test", "fuzz", "--", "--bootstrap", "target/lambda/events/bootstrap"],
  contract: ["node", "tests/schemathesis.mjs"],
  instructions: ["npx", "tsx", "benches/run.ts", "--instructions"],
  deploy: ["node", "--import", "tsx", "--test", "--test-concurrency=1", "--test-reporter=spec", ...tests("tests/deploy")],
};

// What cargo, node and our own harness print at the end of a run.
const counts = [
  { line: /^(\d+) passed, (\d+) failed$/, of: ([, p, f]) => [+p, +f, 0] },
  { line: /^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored/, of: ([, p, f, s]) => [+p, +f, +s] },
  { line: /^[#ℹ] pass (\d+)/, of: ([, p]) => [+p, 0, 0] },
  { line: /^[#ℹ] fail (\d+)/, of: ([, f]) => [0, +f, 0] },
  { line: /^[#ℹ] skipped (\d+)/, of: ([, s]) => [0, 0, +s] },
];

const total = [0, 0, 0];
const failed = [];
const seconds = [];

function count(line) {
  for (const { line: pattern, of } of counts) {
    const match = line.match(pattern);
    if (match) of(match).forEach((n, i) => (total[i] += n));
  }
}

function run(name, [command, ...args]) {
  console.log(`\n== ${name}: ${[command, ...args].join(" ")}`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      lines.forEach(count);
    });
    child.on("error", (error) => console.error(`${command}: ${error.message}`));
    child.on("close", (code) => {
      count(rest);
      const taken = (Date.now() - started) / 1000;
      seconds.push([name, taken, code === 0 ? "" : "FAILED"]);
      console.log(`== ${name}: ${code === 0 ? "ok" : "FAILED"} in ${Math.round(taken)} s`);
      if (code !== 0) failed.push(name);
      resolve();
    });
  });
}

/** What imports `fingerpost-cdk` by its name, and so needs it built from the source that is there. */
const importers = ["types", "infra", "packed", "deploy"];
/** What takes so long that it runs only when it is named. */
const onlyNamed = ["packed", "oldest-rust"];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in steps));
if (unknown) {
  console.error(`no step is named ${unknown}; the steps are ${Object.keys(steps).join(", ")}`);
  process.exit(2);
}
if (wanted.some((name) => importers.includes(name))) wanted.push("construct");
for (const [name, command] of Object.entries(steps)) {
  if (wanted.length > 0 ? !wanted.includes(name) : onlyNamed.includes(name)) continue;
  if (name === "build" && failed.includes("manifest")) {
    console.log("\n== build and what follows: not run, a build would refresh the stale manifest");
    break;
  }
  await run(name, command);
}
console.log("\nseconds for each step");
seconds.push(["in all", seconds.reduce((sum, [, taken]) => sum + taken, 0), ""]);
for (const [name, taken, note] of seconds) console.log(`  ${name.padEnd(14)}${taken.toFixed(1).padStart(8)}  ${note}`.trimEnd());
if (failed.length) console.log(`\nfailed steps: ${failed.join(", ")}`);
console.log(`\n${total[0]} passed, ${Math.max(total[1], failed.length)} failed, ${total[2]} skipped`);
process.exitCode = failed.length ? 1 : 0;
