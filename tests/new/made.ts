// A project as `cargo fingerpost new` makes it, in a temporary folder: commands in it, with the seconds that they take,
// and its API, served.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** No other package has this name: what is built of it can be removed by it. */
const NAME = "made-by-the-suite";

export class Made {
  /** The temporary folder. */
  readonly outer = mkdtempSync(join(tmpdir(), "fingerpost-new-"));
  readonly name = NAME;
  readonly folder = join(this.outer, NAME);
  private readonly served = new Set<ChildProcess>();

  /** `target` is where everything of it is built; `environment` is what its commands see beside ours. */
  constructor(
    private readonly target: string,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {}

  private get env(): NodeJS.ProcessEnv {
    const architecture = arch() === "arm64" ? "arm64" : "x86_64";
    return { ...process.env, FINGERPOST_ARCHITECTURE: architecture, CARGO_TARGET_DIR: this.target, ...this.environment };
  }

  /** Runs a command in the project, prints how long it took, and returns what it said on either stream. */
  run(command: string, ...args: string[]): string {
    return this.runIn(this.folder, command, ...args);
  }

  runIn(cwd: string, command: string, ...args: string[]): string {
    const started = Date.now();
    try {
      // Through a shell, so that both streams are one.
      const shell = ["-c", 'exec "$0" "$@" 2>&1', command, ...args];
      return execFileSync("sh", shell, { cwd, env: this.env, encoding: "utf8", maxBuffer: 1 << 28 });
    } catch (error) {
      throw new Error(`${command} ${args.join(" ")} failed:\n${(error as { stdout: string }).stdout}`);
    } finally {
      console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${command} ${args.join(" ")}`);
    }
  }

  /** Serves the API on a free port, and returns its URL. */
  async serve(command = ["cargo", "run", "--quiet", "--", "serve"]): Promise<string> {
    const [program, ...args] = [...command, "--port", "0", "--in-memory"];
    const child = spawn(program!, args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.served.add(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    for await (const line of createInterface(child.stdout)) {
      if (line.startsWith("listening on ")) return line.slice("listening on ".length).split(" ")[0]!;
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

/** Sends a request, and returns the status and the body. */
export async function send(url: string, method = "GET", body?: unknown): Promise<[number, string]> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(url, { method, ...json });
  return [answer.status, await answer.text()];
}
