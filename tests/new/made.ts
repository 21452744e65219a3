// A project as `cargo fingerpost new` makes it, in a temporary folder: commands in it, with the seconds that they take,
// and its API, served.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Transcript, type Whose } from "./transcript.ts";

/** No other package has this name: what is built of it can be removed by it. */
const NAME = "made-by-the-suite";

export class Made {
  /** The temporary folder. */
  readonly outer = mkdtempSync(join(tmpdir(), "fingerpost-new-"));
  readonly name = NAME;
  readonly folder = join(this.outer, NAME);
  readonly transcript = new Transcript();
  /** What its commands see beside our own environment. */
  environment: NodeJS.ProcessEnv = {};
  private readonly served = new Set<ChildProcess>();

  /** `target` is where everything of it is built. */
  constructor(private readonly target: string) {}

  private get env(): NodeJS.ProcessEnv {
    const architecture = arch() === "arm64" ? "arm64" : "x86_64";
    return { ...process.env, FINGERPOST_ARCHITECTURE: architecture, ...this.environment, CARGO_TARGET_DIR: this.target };
  }

  /** Runs a command in the project, prints how long it took, and returns what it said on either stream. */
  run(command: string, ...args: string[]): string {
    return this.runIn(this.folder, command, ...args);
  }

  runIn(cwd: string, command: string, ...args: string[]): string {
    const whose = command === "cargo" ? "cargo" : command.startsWith("np") ? "npm" : "ours";
    return this.timed(whose, cwd, command, ...args);
  }

  /** The same for a command whose seconds are ours: what cargo compiles for it is compiled already. */
  ours(command: string, ...args: string[]): string {
    return this.timed("ours", this.folder, command, ...args);
  }

  private timed(whose: Whose, cwd: string, command: string, ...args: string[]): string {
    const started = Date.now();
    // The shell makes both streams one, and says on the other how much of the processors' time went by.
    const shell = ["-c", '"$0" "$@" 2>&1; code=$?; times >&2; exit $code', command, ...args];
    const done = spawnSync("sh", shell, { cwd, env: this.env, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.error) throw done.error;
    const seconds = (Date.now() - started) / 1000;
    this.transcript.took(whose, seconds, [command, ...args].join(" "), processorSeconds(done.stderr));
    if (done.status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${done.stdout}`);
    return done.stdout;
  }

  /** Serves the API, which is compiled already, on a free port, and returns its URL. */
  async serve(command = ["cargo", "run", "--quiet", "--", "serve"]): Promise<string> {
    const started = Date.now();
    const [program, ...args] = [...command, "--port", "0", "--in-memory"];
    const child = spawn(program!, args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.served.add(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    for await (const line of createInterface(child.stdout)) {
      if (!line.startsWith("listening on ")) continue;
      this.transcript.took("ours", (Date.now() - started) / 1000, `${[program, ...args].join(" ")}, until it listens`);
      return line.slice("listening on ".length).split(" ")[0]!;
    }
    throw new Error(`serve has ended:\n${said}`);
  }

  async stop(): Promise<void> {
    for (const child of this.served) {
      const closed = new Promise((resolve) => child.once("close", resolve));
      if (child.exitCode === null && child.kill("SIGINT")) await closed;
    }
    this.served.clear();
  }

  /** Ends what is served, and removes the project and what was built of it. */
  async remove(): Promise<void> {
    await this.stop();
    try {
      this.run("cargo", "clean", "--quiet", "--package", NAME);
    } finally {
      rmSync(this.outer, { recursive: true, force: true });
    }
  }
}

/** What a shell's `times` says of its commands, in its second line: minutes and seconds, in the program and in the kernel. */
function processorSeconds(times: string): number {
  const spent = [...times.split("\n")[1]!.matchAll(/(\d+)m([\d.]+)s/g)];
  return spent.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** Sends a request, and returns the status and the body. */
export async function send(url: string, method = "GET", body?: unknown): Promise<[number, string]> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(url, { method, ...json });
  return [answer.status, await answer.text()];
}
