// On paper and by simulation: what a million requests cost, and what happens when 10,000 a second
// arrive at once. CPU and init are those of `results.json`; prices and quotas are AWS's, named
// below, and the rest is an assumption that says so.
//
// `npm run bench -- --scale` prints it; `benches/README.md` tells what follows.

import { readFileSync } from "node:fs";

const MEMORY = [128, 256, 512];
/** MB of memory at which a function has one vCPU. AWS: "Configure Lambda function memory". */
const ONE_CPU = 1769;
/** us-east-1, arm64, dollars. https://aws.amazon.com/lambda/pricing */
const GB_SECOND = 0.0000133334;
const LAMBDA_REQUESTS = 0.2;
/** HTTP API, the first 300 million. https://aws.amazon.com/api-gateway/pricing */
const GATEWAY_REQUESTS = 1.0;
/** On demand, a million request units. https://aws.amazon.com/dynamodb/pricing/on-demand */
const READ_UNITS = 0.125;
const WRITE_UNITS = 0.625;
/** Assumed: a DynamoDB call in the same region, in ms; tail as of a log-normal distribution. */
const DYNAMODB_MS = 3;
const DYNAMODB_SIGMA = 0.35;
/** Assumed: what Lambda itself takes to make an execution environment, and a handshake with DynamoDB, in ms. */
const ENVIRONMENT_MS = 80;
/** Calls and units of each route: the tutorial's delete reads before it removes. */
const ROUTES = {
  list_events: { units: 0.5 * READ_UNITS, calls: [1, 1] },
  create_event: { units: WRITE_UNITS, calls: [1, 1] },
  get_event: { units: 0.5 * READ_UNITS, calls: [1, 1] },
  delete_event: { units: WRITE_UNITS, calls: [1, 2] },
};
const WHO = ["Fingerpost", "tutorial"];

const results = JSON.parse(readFileSync("benches/results.json", "utf8"));
const init = Object.fromEntries(results.init);
const INIT_MS = [init["reference API"], init.tutorial];

/** What Lambda bills for one request: waiting for DynamoDB, and CPU at the share that memory buys. */
function billed(who, route, cpuMicroseconds, memory) {
  return ROUTES[route].calls[who] * DYNAMODB_MS + cpuMicroseconds / 1e3 / Math.min(1, memory / ONE_CPU);
}

function cost() {
  console.log("Dollars for a million requests, Lambda's duration and requests; on arm64\n");
  console.log(`| route | ${MEMORY.flatMap((mb) => WHO.map((name) => `${name}, ${mb} MB`)).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(MEMORY.length * WHO.length)}`);
  for (const [route, ...cpu] of results.routes) {
    const cells = MEMORY.flatMap((memory) =>
      WHO.map((_, who) => {
        // Lambda bills whole milliseconds.
        const milliseconds = Math.ceil(billed(who, route, cpu[who], memory));
        const dollars = milliseconds * 1e3 * (memory / 1024) * GB_SECOND + LAMBDA_REQUESTS;
        return `${dollars.toFixed(2)} (${milliseconds} ms)`;
      }),
    );
    console.log(`| ${route} | ${cells.join(" | ")} |`);
  }
  const units = Object.entries(ROUTES).map(([route, { units, calls }]) => {
    const extra = calls[1] > calls[0] ? ` (tutorial ${(units + 0.5 * READ_UNITS).toFixed(3)})` : "";
    return `${route} ${units.toFixed(3)}${extra}`;
  });
  console.log(`\nBeside it: API Gateway ${GATEWAY_REQUESTS.toFixed(2)}; DynamoDB ${units.join(", ")}.\n`);
}

/** The same numbers in every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return (state + 0.5) / 4294967296;
  };
}

/** `get_event` from nothing to `rate` requests a second, for `seconds`, in steps of a millisecond. */
function burst({ who, memory, rate, seconds, concurrency }) {
  const draw = random(7);
  const normal = () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
  const [, ...cpu] = results.routes.find(([route]) => route === "get_event");
  const service = () =>
    billed(who, "get_event", cpu[who], memory) - DYNAMODB_MS + DYNAMODB_MS * Math.exp(DYNAMODB_SIGMA * normal());
  // Per function, "1,000 execution environments every 10 seconds", refilled continuously; and ten
  // requests a second for each unit of the account's concurrency. AWS: "Lambda scaling behavior".
  let [scaling, requests, environments, idle, cold, refused] = [1000, 0, 0, 0, 0, 0];
  const ending = new Map();
  const latencies = [];
  for (let now = 0; now < seconds * 1000; now++) {
    scaling = Math.min(1000, scaling + 0.1);
    requests = Math.min(concurrency * 10, requests + concurrency / 100);
    idle += ending.get(now) ?? 0;
    ending.delete(now);
    const expected = rate / 1000;
    const arrivals = Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()));
    for (let arrival = 0; arrival < arrivals; arrival++) {
      let latency = service();
      if (requests < 1) {
        refused++;
        continue;
      }
      if (idle > 0) {
        idle--;
      } else if (environments < concurrency && scaling >= 1) {
        environments++;
        scaling--;
        cold++;
        latency += ENVIRONMENT_MS + INIT_MS[who];
      } else {
        refused++;
        continue;
      }
      requests--;
      latencies.push(latency);
      const end = now + Math.max(1, Math.ceil(latency));
      ending.set(end, (ending.get(end) ?? 0) + 1);
    }
  }
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(1);
  return { environments, cold, refused, served: latencies.length, median: at(0.5), p99: at(0.99), p999: at(0.999) };
}

function simulate() {
  console.log("get_event from nothing to 10,000 requests a second, the first 10 s, one function\n");
  console.log("| who | memory | account's concurrency | environments | refused (429) | median ms | p99 ms | p99.9 ms |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const concurrency of [1000, 3000]) {
    for (const memory of MEMORY) {
      for (const who of [0, 1]) {
        const run = burst({ who, memory, rate: 10_000, seconds: 10, concurrency });
        const share = ((100 * run.refused) / (run.refused + run.served)).toFixed(1);
        console.log(
          `| ${WHO[who]} | ${memory} | ${concurrency} | ${run.environments} | ${run.refused} (${share} %) | ${run.median} | ${run.p99} | ${run.p999} |`,
        );
      }
    }
  }
}

cost();
simulate();
