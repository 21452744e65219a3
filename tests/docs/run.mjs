// Runs the commands of the book and compares what they print: `…` stands for anything.
//
// They run as they are printed, in a folder of their own for each page and API, with two changes. `cargo run` is the
// executable that is built already, and port 3000 is the port that `serve` got.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { APIS, commands } from "./blocks.mjs";

const PORT = "127.0.0.1:3000";

/** What `cargo` is to the commands of a page. */
const cargo = (folder, own) => `cargo() {
  case "$1 $2" in
    "run --") shift 2; "${join(folder, own)}" "$@" ;;
    "run -p") local package=$3; shift 4; "${folder}/$package" "$@" ;;
    *) echo "only \\\`cargo run --\\\` runs here" >&2; return 2 ;;
  esac
}
`;

/** Runs the blocks; `folder` has the executables. Returns what is wrong. */
export async function run(root, folder, blocks) {
  const problems = [];
  const missing = [...new Set(blocks.map(({ api }) => APIS[api]))].filter((name) => !existsSync(join(folder, name)));
  for (const name of missing) problems.push(`${join(folder, name)} is missing: \`cargo build --package ${name}\` makes it`);
  if (missing.length > 0) return problems;
  const places = new Map();
  try {
    for (const { file, block, api } of blocks) {
      const key = `${file} ${api}`;
      if (!places.has(key)) places.set(key, place(root, resolve(folder), APIS[api]));
      const here = places.get(key);
      if (block.lines.some((line) => line.includes(PORT))) await serve(here);
      for (const { command, expected } of commands(block)) {
        const printed = execute(here, command);
        if (!matches(expected.join("\n").trim(), printed)) {
          problems.push(`${file}:${block.line}: \`${command.split("\n")[0]}\` printed\n${indented(printed)}\n  and not\n${indented(expected.join("\n"))}`);
        }
      }
    }
  } finally {
    for (const here of places.values()) {
      here.server?.kill();
      rmSync(here.cwd, { recursive: true, force: true });
    }
  }
  return problems;
}

function place(root, folder, own) {
  const cwd = mkdtempSync(join(tmpdir(), "book-"));
  mkdirSync(join(cwd, "infra"));
  for (const file of ["infra/manifest.json", "infra/openapi.json"]) if (existsSync(join(root, file))) cpSync(join(root, file), join(cwd, file));
  return { cwd, own: join(folder, own), prelude: cargo(folder, own) };
}

/** Starts the API of a place, and waits until it says where it listens. */
function serve(here) {
  if (here.address) return undefined;
  here.server = spawn(here.own, ["serve", "--port", "0"], { cwd: here.cwd, stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((done, failed) => {
    let said = "";
    here.server.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const address = said.match(/^listening on http:\/\/(\S+)\n/m);
      if (address) done((here.address = address[1]));
    });
    here.server.on("error", failed);
    here.server.on("exit", () => failed(new Error(`${here.own} serve ended before it listened`)));
  });
}

function execute(here, command) {
  const text = here.address ? command.replaceAll(PORT, here.address) : command;
  const { stdout, stderr } = spawnSync("bash", ["-c", `${here.prelude}${text}`], { cwd: here.cwd, encoding: "utf8", timeout: 60_000 });
  const printed = `${stdout}${stdout === "" ? stderr : ""}`;
  return (here.address ? printed.replaceAll(here.address, PORT) : printed).replaceAll("\r", "").trim();
}

/** Whether what was printed is what stands in the book. A block without any is content with all. */
export function matches(expected, printed) {
  if (expected === "") return true;
  const lines = (text) => text.split("\n").map((line) => line.trimEnd()).join("\n");
  const pattern = lines(expected).split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*?");
  return new RegExp(`^${pattern}$`).test(lines(printed));
}

const indented = (text) => text.split("\n").map((line) => `    ${line}`).join("\n");
