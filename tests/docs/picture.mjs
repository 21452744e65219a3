// The README's picture of a terminal: what `serve` prints while three requests come, as it prints it, without the
// credentials of that run. What is another at each run, the time that a request took, is not compared.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PICTURE = "docs/serve.svg";
/** How many milliseconds a request took. */
const TOOK = /\d+\.\d ms/g;

/** Says if the picture is not what the executable prints now; where there is none, the links to it say so. */
export async function stale(root, executable) {
  const file = join(root, PICTURE);
  if (!existsSync(file)) return [];
  const [there, now] = [readFileSync(file, "utf8"), await draw(executable)].map((svg) => svg.replace(TOOK, "… ms"));
  return there === now ? [] : [`${PICTURE} is stale: \`node tests/docs.mjs --write --run\` draws it of what \`serve\` prints`];
}

/** Draws it. */
export async function write(root, executable) {
  writeFileSync(join(root, PICTURE), await draw(executable));
}

async function draw(executable) {
  const folder = mkdtempSync(join(tmpdir(), "terminal-"));
  const server = spawn(resolve(executable), ["serve", "--port", "0", "--in-memory"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  try {
    return await picture(server, executable);
  } finally {
    server.removeAllListeners("exit");
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

async function picture(server, executable) {
  let printed = "";
  let heard = () => {};
  const requests = () => printed.split("\n").filter((line) => /^\d{3} .* ms$/.test(line));
  const address = await new Promise((done, failed) => {
    server.on("error", failed);
    server.on("exit", () => failed(new Error(`${executable} ended before it listened`)));
    server.stdout.setEncoding("utf8").once("data", (text) => done(text.match(/http:\S+/)[0]));
    server.stderr.setEncoding("utf8").on("data", (text) => {
      printed += text;
      heard();
    });
  });
  /** Sends a request, and waits until `serve` has said so. */
  const call = async (method, path, body) => {
    const before = requests().length;
    const said = new Promise((done) => (heard = () => requests().length > before && done()));
    const headers = body ? { "content-type": "application/json" } : {};
    const response = await fetch(address + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    await said;
    return response;
  };
  // The first request of a function is its cold start, in a debug build at that; the second is what one sees all day.
  for (let turn = 0; turn < 2; turn += 1) {
    const created = await call("POST", "/events", { name: "Workshop" });
    await call("GET", created.headers.get("location"));
    await call("GET", "/events/nobody");
  }
  const head = printed.split("\n  DynamoDB for your own tools")[0].trim().split("\n");
  const lines = ["$ cargo run -- serve --in-memory", ...head.map((line) => `  ${line.trim()}`.trimEnd()), "", ...requests().slice(-3)];
  return svg(lines.map((line) => line.replaceAll(address, "http://127.0.0.1:3000").replace(/[\da-f]{8}-[\da-f-]{27}/, "550e8400-…")));
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function colour(line) {
  if (line.startsWith("$")) return "#9ecbff";
  if (/^[45]\d\d/.test(line)) return "#f2b66d";
  return /^2\d\d/.test(line) ? "#8ddb8c" : "#d7dde4";
}

function svg(lines) {
  // However many digits the milliseconds have, the picture is as wide.
  const [width, height] = [Math.max(...lines.map((line) => line.replace(TOOK, "100.0 ms").length)) * 8.1 + 40, lines.length * 19 + 34];
  const rows = lines.map((line, index) => `<text x="20" y="${index * 19 + 30}" fill="${colour(line)}">${escape(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">
<title>The terminal of serve: the routes with what each may do, and three requests</title>
<rect width="100%" height="100%" rx="8" fill="#1b2027"/>
${rows.join("\n")}
</svg>
`;
}
