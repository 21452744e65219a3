// A small API whose functions query indexes, some of them without the grant. It is deployed and served
// locally from the same manifest and the same executable, which is a script, so that nothing is built.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseManifest, type Manifest } from "fingerpost-cdk";

/** What the functions may query: the index that they do query, or its table alone. */
const GRANTED: [string, string | undefined][] = [
  ["global", "ByGuest"],
  ["global_by_table", undefined],
  ["local", "ByTier"],
  ["local_by_table", undefined],
];

/** Seats of concerts, by guest and season, and by tier among those of a concert. */
export function seats(): Manifest {
  const string = (name: string) => ({ name, type: "S" });
  const settings = { memoryMb: 256, timeoutSeconds: 20 };
  const queries = GRANTED.map(([name, index]) => ({
    name,
    method: "GET",
    path: `/${name}`,
    ...settings,
    grants: [{ table: "Seats", ...(index && { index }), actions: ["dynamodb:Query"] }],
  }));
  const puts = { table: "Seats", actions: ["dynamodb:PutItem"] };
  return parseManifest({
    version: 1,
    api: { name: "seats", throttle: { ratePerSecond: 1000, burst: 500 } },
    tables: [
      {
        name: "Seats",
        variable: "TABLE_NAME_SEATS",
        partitionKey: string("concert"),
        sortKey: { name: "seat", type: "N" },
        indexes: [
          { name: "ByGuest", partitionKeys: [string("guest"), string("season")], sortKeys: [string("tier")], projection: "keysOnly" },
          { name: "ByTier", local: true, partitionKeys: [string("concert")], sortKeys: [string("tier")], projection: { include: ["guest"] } },
        ],
        expires: "until",
      },
    ],
    routes: [...queries, { name: "put_seat", method: "POST", path: "/seats", ...settings, grants: [puts] }],
  });
}

/** Three seats of a concert, two of them of one guest. */
export const ITEMS = [
  ["1", "b", "ann"],
  ["2", "c", "bob"],
  ["3", "a", "ann"],
].map(([seat, tier, guest]) => ({ concert: { S: "gala" }, season: { S: "winter" }, seat: { N: seat }, tier: { S: tier }, guest: { S: guest } }));

/** Writes the executable, and returns the folder that holds it. */
export function bootstrap(folder: string): string {
  const code = join(folder, "seats");
  const file = join(code, "bootstrap");
  mkdirSync(code);
  writeFileSync(file, `#!${resolve("target/aws/bin/python")}\n${readFileSync("tests/deploy/seats.py", "utf8")}`);
  chmodSync(file, 0o755);
  return code;
}

const EXECUTABLE = resolve(process.env.CARGO_TARGET_DIR ?? "target", "debug/events-api");

/** The local cloud with functions of another executable. */
export class Local {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(manifest: string, code: string, variables: Record<string, string> = {}): Promise<Local> {
    const options = ["--in-memory", "--port", "0", "--manifest", manifest, "--binary", join(code, "bootstrap")];
    execFileSync("node", ["tests/executables.mjs", "events-api"], { stdio: "inherit" });
    const env = { ...process.env, ...variables };
    const child = spawn(EXECUTABLE, ["serve", ...options], { stdio: ["ignore", "pipe", "inherit"], env });
    for await (const line of createInterface({ input: child.stdout! })) {
      const [, url] = line.match(/^listening on (\S+)/) ?? [];
      if (url) return new Local(child, url);
    }
    throw new Error("the local cloud did not come up");
  }

  stop(): void {
    this.child.kill();
  }
}
