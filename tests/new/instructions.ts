// Instructions of one warm event, as callgrind counts them in an executable with the reference API's routes: the
// difference between a run of 500 events and one of 100. `benches/harness` counts the candidates of the benchmark so;
// this takes any `bootstrap`, and has `get_event` read a constant item.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const EVENT = readFileSync("benches/src/event.json", "utf8");
const ID = "550e8400-e29b-41d4-a716-446655440000";
const ITEM = JSON.stringify({ Item: { id: { S: ID }, name: { S: "CDK Workshop" }, date: { S: "2026-06-15" } } });
const [SHORT, LONG] = [100, 500];

/** Instructions for each event. */
export async function instructions(bootstrap: string): Promise<number> {
  return Math.round(((await counted(bootstrap, LONG)) - (await counted(bootstrap, SHORT))) / (LONG - SHORT));
}

/** Instructions of a whole process that answers so many events. */
async function counted(bootstrap: string, events: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-instructions-"));
  const log = join(folder, "log");
  const database = await listening((request, answer) => {
    request.resume().on("end", () => answer.writeHead(200, { "content-length": ITEM.length }).end(ITEM));
  });
  const answers: string[] = [];
  const runtime = await listening(lambda(events, answers));
  try {
    const options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--vgdb=no", `--log-file=${log}`];
    // Each event walks over the environment and the name: everyone has the same of both.
    const child = spawn("valgrind", [...options, "./bootstrap"], {
      cwd: dirname(bootstrap),
      stdio: "ignore",
      env: environment(runtime, database),
    });
    await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    assert.equal(answers.length, events, `answered ${answers.length} of ${events} events`);
    for (const answer of answers) assert.equal(JSON.parse(answer).statusCode, 200, answer);
    const count = /Collected : (\d+)/.exec(readFileSync(log, "utf8"));
    assert.ok(count, "callgrind counted nothing");
    return Number(count[1]);
  } finally {
    for (const server of [runtime, database]) server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Runtime API that hands out so many events, and then closes its connection: the process is over. */
function lambda(events: number, answers: string[]): RequestListener {
  return (request, answer) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => (body += text));
    request.on("end", () => {
      if (!request.url!.endsWith("/invocation/next")) {
        answers.push(body);
        answer.writeHead(202, { "content-length": 0 }).end();
      } else if (answers.length < events) {
        const head = {
          "lambda-runtime-aws-request-id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
          "lambda-runtime-deadline-ms": "9999999999999",
          "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-central-1:123456789012:function:bench",
          "content-type": "application/json",
          "content-length": Buffer.byteLength(EVENT),
        };
        answer.writeHead(200, head).end(EVENT);
      } else {
        request.socket.destroy();
      }
    });
  };
}

async function listening(answers: RequestListener): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 0 }, answers);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function environment(runtime: Server, database: Server): NodeJS.ProcessEnv {
  const host = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    PATH: "/usr/bin:/bin",
    AWS_LAMBDA_RUNTIME_API: host(runtime),
    AWS_LAMBDA_FUNCTION_NAME: "measured",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    _HANDLER: "get_event",
    TABLE_NAME: "Events",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "measured",
    AWS_SECRET_ACCESS_KEY: "measured",
    AWS_ENDPOINT_URL_DYNAMODB: `http://${host(database)}`,
  };
}
