// The package as it would be published: what is in it, and that a stranger's app can use it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

test("the example of its page compiles and synthesizes in an app that has installed it", () => {
  const modules = join(folder, "node_modules");
  for (const file of files) {
    const target = join(modules, "fingerpost-cdk", file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join("construct", file), target);
  }
  for (const name of ["@types", "ajv", "aws-cdk-lib", "constructs"]) symlinkSync(resolve("node_modules", name), join(modules, name));
  const example = /```ts\n([^]*?)```/.exec(readFileSync("construct/README.md", "utf8"))![1]!;
  writeFileSync(join(folder, "app.ts"), example);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  cpSync("infra/manifest.json", join(folder, "manifest.json"));
  mkdirSync(join(folder, "bootstrap"));
  writeFileSync(join(folder, "bootstrap", "bootstrap"), "#!/bin/sh\n");
  const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--skipLibCheck", "--types", "node", "app.ts"];
  node([resolve("node_modules/typescript/bin/tsc"), ...options]);
  node(["app.js"], { CDK_OUTDIR: "cdk.out", CDK_VALIDATION: "false" });
  const template = JSON.parse(readFileSync(join(folder, "cdk.out/Events.template.json"), "utf8"));
  const types = Object.values<any>(template.Resources).map(({ Type }) => Type);
  assert.equal(types.filter((type) => type === "AWS::Lambda::Function").length, 4);
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
