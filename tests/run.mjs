// The whole suite, in order of what is cheapest to learn, with the seconds of each step and a count at
// its end.
// `node tests/run.mjs NAME…` runs the named steps alone.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { arch, availableParallelism } from "node:os";

// What is built here is run here.
process.env.FINGERPOST_ARCHITECTURE = arch() === "arm64" ? "arm64" : "x86_64";
// Most tests wait: for a process to start, a connection to be given up, a deadline to pass. With one thread for each CPU
// one CPU stands still.
process.env.RUST_TEST_THREADS ??= String(2 * availableParallelism());

const tests = (folder) => readdirSync(folder).filter((file) => file.endsWith(".test.ts")).map((file) => `${folder}/${file}`);
/** Tests that are TypeScript, so many files at once. */
const typescript = (atOnce, ...files) => ["node", "--import", "tsx", "--test", `--test-concurrency=${atOnce}`, "--test-reporter=spec", ...files];
/** An executable of what the step `rust` has compiled. */
const executable = (...args) => ["node", "tests/executables.mjs", "--run", ...args];
const steps = {
  format: ["cargo", "fmt", "--all", "--check"],
  lint: ["cargo", "clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"],
  // The same without the local cloud, which is what is deployed.
  deployed: ["cargo", "clippy", "--package", "fingerpost", "--no-default-features", "--quiet", "--", "--deny", "warnings"],
  construct: ["npm", "run", "--silent", "build", "--workspace", "construct"],
  types: ["npx", "tsc", "--build"],
  // Its last test prints the measures of this tree; `node tests/house.mjs` prints them alone.
  house: ["node", "--test", "--test-reporter=spec", "tests/house.test.mjs"],
  // What would be published.
  packages: ["node", "--test", "--test-reporter=spec", "tests/packages.test.mjs"],
  deny: ["node", "tests/deny.mjs"],
  rust: ["cargo", "test", "--workspace", "--no-fail-fast"],
  manifest: executable("events-api", "manifest", "--check", "infra/manifest.json"),
  // From here on two at a time. Much of `build` and `instructions` is the linker's optimizer and valgrind, on one CPU.
  build: executable("events-api", "build"),
  // Its commands run by the executables that the steps before have built.
  docs: ["node", "--test", "--test-reporter=spec", "tests/docs.test.mjs"],
  instructions: ["npx", "tsx", "benches/run.ts", "--instructions"],
  // Each file of it has an emulated AWS of its own, and mostly waits for it.
  deploy: typescript(1, ...tests("tests/deploy")),
  infra: typescript(2, ...tests("construct/test"), ...tests("infra")),
  contract: ["node", "tests/schemathesis.mjs"],
  // A project as anyone makes one, of this checkout.
  new: typescript(1, "tests/new/new.test.ts"),
  packed: typescript(1, "tests/new/packed.test.ts"),
  "oldest-rust": ["node", "tests/oldest-rust.mjs"],
  // Over the whole workspace, so that nothing is built again with other features.
  fuzz: ["cargo", "test", "--workspace", "--quiet", "--test", "fuzz", "--", "--bootstrap", "target/lambda/events/bootstrap"],
};
/** The steps that run beside one another, and what each needs to have gone well: a build refreshes a stale manifest. */
const beside = {
  build: ["manifest"],
  docs: [],
  instructions: ["build"],
  deploy: ["build"],
  infra: [],
  contract: [],
  new: [],
  packed: [],
};
/** It has so many seconds, in which it finds less where something runs beside it; it needs what is built. */
const last = "fuzz";

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

/**
 * Runs a step. What it prints is printed as it comes where it runs alone, and at its end where another runs beside it, so
 * that each step's output stands together.
 */
function run(name, together) {
  const [command, ...args] = steps[name];
  const head = `\n== ${name}: ${[command, ...args].join(" ")}\n`;
  process.stdout.write(together ? `\n== ${name} begins\n` : head);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", together ? "pipe" : "inherit"] });
    let kept = "";
    let rest = "";
    const print = (text) => (together ? (kept += text) : process.stdout.write(text));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      print(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      lines.forEach(count);
    });
    child.stderr?.setEncoding("utf8").on("data", print);
    child.on("error", (error) => print(`${command}: ${error.message}\n`));
    child.on("close", (code) => {
      count(rest);
      const taken = (Date.now() - started) / 1000;
      seconds.push([name, taken, code === 0 ? "" : "FAILED"]);
      const end = `== ${name}: ${code === 0 ? "ok" : "FAILED"} in ${Math.round(taken)} s\n`;
      process.stdout.write(together ? head + kept + end : end);
      if (code !== 0) failed.push(name);
      resolve();
    });
  });
}

/** Says that a step cannot run; it then has failed, too. */
function skip(name, lacking) {
  console.log(`\n== ${name}: not run, for ${lacking} failed`);
  failed.push(name);
}

/** Runs steps two at a time: each after what it needs, in their order where they can. */
async function runTogether(names) {
  const waiting = [...names];
  const running = new Map();
  while (waiting.length > 0 || running.size > 0) {
    for (const name of [...waiting]) {
      const needs = beside[name];
      const lacking = needs.find((other) => failed.includes(other));
      const isReady = !needs.some((other) => waiting.includes(other) || running.has(other));
      if (!lacking && (!isReady || running.size >= 2)) continue;
      waiting.splice(waiting.indexOf(name), 1);
      if (lacking) {
        skip(name, lacking);
      } else {
        running.set(name, run(name, names.length > 1).then(() => running.delete(name)));
      }
    }
    if (running.size > 0) await Promise.race(running.values());
  }
}

/** What imports `fingerpost-cdk` by its name, and so needs it built from the source that is there. */
const importers = ["types", "docs", "infra", "packed", "deploy"];
/** What takes so long that it runs only when it is named. */
const onlyNamed = ["packed", "oldest-rust"];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(steps, name));
if (unknown !== undefined) {
  console.error(`no step is named "${unknown}"; the steps are ${Object.keys(steps).join(", ")}`);
  process.exit(2);
}
if (wanted.some((name) => importers.includes(name))) wanted.push("construct");
const started = Date.now();
const chosen = Object.keys(steps).filter((name) => (wanted.length > 0 ? wanted.includes(name) : !onlyNamed.includes(name)));
for (const name of chosen.filter((name) => !(name in beside) && name !== last)) await run(name, false);
await runTogether(chosen.filter((name) => name in beside));
if (chosen.includes(last)) {
  if (failed.includes("build")) skip(last, "build");
  else await run(last, false);
}
console.log("\nseconds for each step");
seconds.push(["in all", (Date.now() - started) / 1000, ""]);
for (const [name, taken, note] of seconds) console.log(`  ${name.padEnd(14)}${taken.toFixed(1).padStart(8)}  ${note}`.trimEnd());
if (failed.length) console.log(`\nfailed steps: ${failed.join(", ")}`);
console.log(`\n${total[0]} passed, ${Math.max(total[1], failed.length)} failed, ${total[2]} skipped`);
process.exitCode = failed.length ? 1 : 0;
