// Draws `docs/serve.svg`: what `serve` prints while three requests come, as it prints it, without the credentials of
// that run. `node docs/terminal.mjs [EXECUTABLE]`, with `target/debug/events-api` where none is named.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const executable = resolve(process.argv[2] ?? "target/debug/events-api");
const folder = mkdtempSync(join(tmpdir(), "terminal-"));
const server = spawn(executable, ["serve", "--port", "0", "--in-memory"], { cwd: folder });
let printed = "";
let served;
const listening = new Promise((done, failed) => {
  server.on("error", failed);
  server.on("exit", () => failed(new Error(`${executable} ended before it listened`)));
  server.stdout.setEncoding("utf8").on("data", (text) => done(text.match(/http:\S+/)[0]));
  server.stderr.setEncoding("utf8").on("data", (text) => {
    printed += text;
    served?.();
  });
});

/** Sends a request, and waits until `serve` has said so. */
async function call(address, method, path, body) {
  const before = requests().length;
  const said = new Promise((done) => (served = () => requests().length > before && done()));
  const headers = body ? { "content-type": "application/json" } : {};
  const response = await fetch(address + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  await said;
  return response;
}

const requests = () => printed.split("\n").filter((line) => /^\d{3} /.test(line));

const address = await listening;
// The first request of a function is its cold start, in a debug build at that; the second is what one sees all day.
for (let turn = 0; turn < 2; turn += 1) {
  const created = await call(address, "POST", "/events", { name: "Workshop" });
  await call(address, "GET", created.headers.get("location"));
  await call(address, "GET", "/events/nobody");
}
server.removeAllListeners("exit");
server.kill();
rmSync(folder, { recursive: true });

const head = printed.split("\n  DynamoDB for your own tools")[0].trim().split("\n");
const lines = ["$ cargo run -- serve --in-memory", ...head.map((line) => `  ${line.trim()}`.trimEnd()), "", ...requests().slice(-3)];
const shown = lines.map((line) => line.replaceAll(address, "http://127.0.0.1:3000").replace(/[\da-f]{8}-[\da-f-]{27}/, "550e8400-…"));

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const colour = (line) => (line.startsWith("$") ? "#9ecbff" : /^[45]\d\d/.test(line) ? "#f2b66d" : /^2\d\d/.test(line) ? "#8ddb8c" : "#d7dde4");
const [width, height] = [Math.max(...shown.map((line) => line.length)) * 8.1 + 40, shown.length * 19 + 34];
const rows = shown.map((line, index) => `<text x="20" y="${index * 19 + 30}" fill="${colour(line)}">${escape(line)}</text>`);
writeFileSync(
  "docs/serve.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">
<title>The terminal of serve: the routes with what each may do, and three requests</title>
<rect width="100%" height="100%" rx="8" fill="#1b2027"/>
${rows.join("\n")}
</svg>
`,
);
