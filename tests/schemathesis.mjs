// The step `contract`: sends what schemathesis makes of an API's own document, and fails where an answer is not in
// it. `node tests/schemathesis.mjs [--seed N] [events] [orders]` repeats it with a seed.
//
// The same is done with a document that is wrong on purpose, which has to fail. What is not asked for is in
// `schemathesis/schemathesis.toml`, with the reasons. Both APIs are asked at the same time.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { installed } from "./python.mjs";

const HOME = "target/schemathesis";
/** At least so many requests go to each API. */
const CASES = 2000;

const apis = {
  events: {
    executable: "target/debug/events-api",
    examples: 700,
    token: [],
    wrong: (schemas) => (schemas.Event.properties.id = { type: "integer" }),
    unreached: {},
  },
  orders: {
    executable: "target/debug/orders",
    examples: 100,
    variables: { PAYMENTS_URL: "https://pay.example.com/v1/", STRIPE_KEY: "sk_test_1" },
    token: ["--sub", "ann", ...["write", "read", "ship", "pack"].flatMap((what) => ["--scope", `orders:${what}`])],
    // Otherwise nothing can be ordered. One order has a receipt, which would else be found by chance.
    prepare: async (url, authorization) => {
      const call = async (method, path, body, more = {}) => {
        const headers = { authorization, "content-type": "application/json", ...more };
        const answer = await fetch(`${url}${path}`, { method, headers, body });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        return answer;
      };
      for (const sku of ["cup", "tea/black", "tea/green"]) await call("PUT", `/stock/${sku}`, "4000000000");
      const order = JSON.stringify({ lines: [{ sku: "cup", quantity: 1 }] });
      const { id } = await (await call("POST", "/orders", order, { "idempotency-key": "prepared" })).json();
      await call("PUT", `/orders/${id}/receipt`);
      return `\n[[operations]]\ninclude-operation-id = "receipt"\nparameters = { id = "${id}" }\nchecks.use_after_free.enabled = false\n`;
    },
    wrong: (schemas) => (schemas.Order.properties.total = { type: "string" }),
    unreached: {
      "GET /pickups": "it asks for a carrier's key, and not for a token",
      "POST /documents": "the fields of a form with files are not in a signature",
    },
  },
};

const args = process.argv.slice(2);
const seeded = args.indexOf("--seed");
const [, given] = seeded < 0 ? [] : args.splice(seeded, 2);
const seed = given ?? String(Math.floor(Math.random() * 2 ** 32));
const unknown = args.find((name) => !(name in apis));
if (unknown || !/^\d+$/.test(seed)) {
  console.error(unknown ? `no API is named ${unknown}; they are ${Object.keys(apis).join(", ")}` : `--seed takes a number, got ${seed}`);
  process.exit(2);
}
let passed = 0;
const problems = [];

/** Counts one thing that has to hold, with what is wrong where it does not. */
function holds(ok, problem) {
  if (ok) passed++;
  else problems.push(problem);
}

/** Runs `serve` on data in a folder, gives its URL to `work`, and ends it. */
async function served(executable, data, variables, work) {
  const child = spawn(resolve(executable), ["serve", "--port", "0", "--data", data], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...variables } });
  try {
    for await (const line of createInterface(child.stdout)) {
      const url = line.match(/^listening on (.*)$/)?.[1];
      if (url) return await work(url);
    }
    throw new Error(`${executable} does not serve`);
  } finally {
    child.kill();
  }
}

/** Runs schemathesis on a document, and returns its exit code, and which statuses each operation answered. */
async function run(document, url, folder, ...how) {
  const file = join(folder, "openapi.json");
  const report = join(folder, "report.ndjson");
  writeFileSync(file, JSON.stringify(document));
  const options = ["--config-file", join(folder, "schemathesis.toml"), "run", file, "--url", url, "--seed", seed];
  options.push("--no-color", "--report", "ndjson", "--report-ndjson-path", report, ...how);
  const { status, stdout } = await ran(resolve(HOME, "bin/st"), options, folder);
  const answers = new Map();
  let cases = 0;
  for (const line of readFileSync(report, "utf8").split("\n")) {
    const recorder = line.startsWith('{"ScenarioFinished"') ? JSON.parse(line).ScenarioFinished.recorder : {};
    for (const [id, { response }] of Object.entries(recorder.interactions ?? {})) {
      const { method, path } = recorder.cases[id].value;
      const known = answers.get(`${method} ${path}`) ?? new Set();
      answers.set(`${method} ${path}`, known.add(response?.status_code ?? 0));
      cases++;
    }
  }
  return { status, stdout, answers, cases };
}

/** Runs a command, and returns its exit code and what it printed. */
function ran(command, options, cwd) {
  return new Promise((done, failed) => {
    const child = spawn(command, options, { cwd, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, COLUMNS: "120" } });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.on("error", failed);
    child.on("close", (status) => done({ status, stdout }));
  });
}

const PHASES = ["--phases", "examples,coverage,fuzzing,stateful"];
/** All that is wrong with the answers. */
const ALL = [...PHASES, "--continue-on-failure", "--max-examples"];
/** As many requests as it takes to find one wrong answer. */
const ONE = [...PHASES, "--max-failures", "1", "--max-examples", "20"];

async function check(name, { executable, examples, variables = {}, token, prepare, wrong, unreached }) {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-schemathesis-"));
  const data = join(folder, "local.db");
  const started = Date.now();
  await served(executable, data, variables, async (url) => {
    // A token of the local issuer, whose key is beside the data.
    const asked = ["token", "--data", data, "--expires", "1h", ...token];
    const bearer = token.length > 0 ? execFileSync(resolve(executable), asked, { encoding: "utf8" }).trim() : undefined;
    const caller = bearer ? `\n[auth.openapi.jwt]\nbearer = "${bearer}"\n` : "";
    const prepared = (await prepare?.(url, `Bearer ${bearer}`)) ?? "";
    writeFileSync(join(folder, "schemathesis.toml"), readFileSync("tests/schemathesis/schemathesis.toml", "utf8") + prepared + caller);
    const document = await (await fetch(`${url}/openapi.json`)).json();
    const { status, stdout, answers, cases } = await run(document, url, folder, ...ALL, String(examples));
    if (status !== 0) console.log(stdout);
    holds(status === 0, `${name}: schemathesis found something, or did not run`);
    holds(cases >= CASES, `${name}: ${cases} requests are less than ${CASES}`);
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations)) {
        const key = `${method.toUpperCase()} ${path}`;
        const answered = [...(answers.get(key) ?? [])].some((code) => code >= 200 && code < 400);
        const fault = answered ? "went well; take it off the list" : "never went well";
        holds(answered !== key in unreached, `${name}: ${key} ${fault}`);
      }
    }
    console.log(`${name}: ${cases} requests, ${answers.size} methods of paths, ${((Date.now() - started) / 1000).toFixed(1)} s`);
    for (const [key, reason] of Object.entries(unreached)) console.log(`  ${key} never went well: ${reason}`);

    wrong(document.components.schemas);
    const fooled = await run(document, url, folder, ...ONE);
    const noticed = fooled.status === 1 && fooled.stdout.includes("Response violates schema");
    holds(noticed, `${name}: a document with a wrong schema was taken`);
  });
  rmSync(folder, { recursive: true });
}

console.log(`seed ${seed}; \`node tests/schemathesis.mjs --seed ${seed}\` does the same again`);
installed("tests/schemathesis/requirements.txt", HOME);
execFileSync("node", ["tests/executables.mjs", "events-api", "orders"], { stdio: "inherit" });
await Promise.all((args.length > 0 ? args : Object.keys(apis)).map((name) => check(name, apis[name])));
for (const problem of problems) console.error(problem);
console.log(`${passed} passed, ${problems.length} failed`);
process.exitCode = problems.length > 0 ? 1 : 0;
