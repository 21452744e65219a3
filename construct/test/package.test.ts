// The package as it would be published: what is in it, and that a stranger's app can use it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "fingerpost-package-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The files that npm packs, by its own account. */
function packed(): string[] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts", "--workspace", "construct"];
  const [{ files }] = JSON.parse(execFileSync("npm", args, { encoding: "utf8" }));
  return files.map(({ path }: { path: string }) => path);
}

const files = packed();

test("the package holds what is built, its documents, and nothing else", () => {
  const rooms = readdirSync("construct/src").map((file) => file.replace(/\.ts$/, ""));
  const built = rooms.flatMap((room) => [`dist/${room}.d.ts`, `dist/${room}.js`]);
  assert.deepEqual(files.sort(), ["LICENSE-APACHE", "LICENSE-MIT", "README.md", ...built, "dist/manifest.schema.json", "package.json"].sort());
});

test("the schema in the package is the one that manifests are written by", () => {
  const [shipped, home] = ["construct/dist/manifest.schema.json", "manifest/manifest.schema.json"].map((file) => readFileSync(file, "utf8"));
  assert.equal(shipped, home, "`npm run build --workspace construct` copies it");
});

/** The TypeScript on its page: a whole app, and examples that go on from it. */
const [app, ...examples] = [...readFileSync("construct/README.md", "utf8").matchAll(/^```ts\n([^]*?)^```/gm)].map(([, text]) => text!);

/** An app that has installed the package, with what its page speaks of. */
function install(): void {
  const modules = join(folder, "node_modules");
  for (const file of files) write(join("node_modules/fingerpost-cdk", file), readFileSync(join("construct", file)));
  for (const name of ["@types", "ajv", "aws-cdk-lib", "constructs"]) symlinkSync(resolve("node_modules", name), join(modules, name));
  write("package.json", '{ "type": "module" }');
  for (const file of ["manifest.json", "manifests/events.json", "manifests/admin.json"]) write(file, readFileSync("infra/manifest.json"));
  for (const code of ["bootstrap", "target/lambda/events", "target/lambda/admin"]) write(join(code, "bootstrap"), "#!/bin/sh\n");
}

function write(file: string, text: string | Buffer): void {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** What the manifest asks for where an example gives it. */
const ASKED = {
  jwt: "manifest.api.authorizers = { users: { jwt: {} } };",
  resources: `manifest.resources = [{ name: "Jobs", service: "sqs", variable: "JOBS" }, { name: "Receipts", service: "s3", variable: "RECEIPTS" }];`,
  settings: `manifest.routes[0]!.settings = [{ variable: "PAYMENTS_URL" }, { variable: "STRIPE_KEY", secret: true }, { variable: "WEBHOOK_KEY", secret: true }];`,
};

/** What an example goes on from, in an app of its own. */
function start(example: string): string {
  const asked = Object.entries(ASKED).filter(([prop]) => example.includes(`  ${prop}: {`)).map(([, statement]) => statement);
  return `import { App, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { readManifest } from "fingerpost-cdk";
export const app = new App({ autoSynth: false });
export const stack = new Stack(app, "Events");
export const manifest = readManifest("manifest.json");
${asked.join("\n")}
export const code = lambda.Code.fromAsset("bootstrap");
`;
}

test("the examples of its page compile in an app that has installed it, and synthesize", (t) => {
  install();
  write("app.ts", app!);
  const run = ["const made = [];"];
  examples.forEach((example, n) => {
    write(`start${n}.ts`, start(example));
    write(`example${n}.ts`, `import { app, code, manifest, stack } from "./start${n}.js";\n${example}`);
    run.push(`await import("./example${n}.js");`, `made.push((await import("./start${n}.js")).app.synth().stacks.length);`);
  });
  write("all.js", [...run, "console.log(made.join());"].join("\n"));
  const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--skipLibCheck", "--types", "node"];
  node([resolve("node_modules/typescript/bin/tsc"), ...options, "app.ts", ...examples.map((_, n) => `example${n}.ts`)]);
  node(["app.js"], { CDK_OUTDIR: "cdk.out", CDK_VALIDATION: "false" });
  const template = JSON.parse(readFileSync(join(folder, "cdk.out/Events.template.json"), "utf8"));
  const types = Object.values<any>(template.Resources).map(({ Type }) => Type);
  assert.equal(types.filter((type) => type === "AWS::Lambda::Function").length, 4);
  const stacks = node(["all.js"], { CDK_VALIDATION: "false" }).trim().split(",");
  assert.equal(stacks.length, examples.length);
  t.diagnostic(`${examples.length + 1} examples, the last ${examples.length} of ${stacks.join(", ")} stacks`);
});

test("a CommonJS app can require it", () => {
  const program = "console.log(Object.keys(require('fingerpost-cdk')).sort().join())";
  const names = node(["--no-warnings", "-e", program]);
  assert.equal(names, "RouteApi,parseManifest,readManifest,readPlacement,writePlacement\n");
});

function node(args: string[], env: NodeJS.ProcessEnv = {}): string {
  try {
    return execFileSync(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}
