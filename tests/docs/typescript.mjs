// The TypeScript of the book, compiled with `fingerpost-cdk` as it was built. A block with imports is a whole app. Any
// other is what stands in a stack's constructor, or properties of the `RouteApi` there; what it speaks of, and a page
// need not show, is declared above it.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This repository, whose compiler and packages are used whatever tree is checked. */
const HOME = fileURLToPath(new URL("../..", import.meta.url));

const BEFORE = `import { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { type Manifest, RouteApi, Secret, readManifest, writePlacement } from "fingerpost-cdk";
declare const manifest: Manifest;
declare const code: lambda.Code;
declare const key: kms.IKey;
declare const secret: secretsmanager.ISecret;
class Events extends Stack {
  constructor() {
    super();
`;
const API = `new RouteApi(this, "Api", { manifest, code,
`;

/** What is compiled for a block: its lines, and how many stand above them. */
function program(lines) {
  if (lines.some((line) => line.startsWith("import "))) return { text: [...lines, "export {};", ""].join("\n"), above: 0 };
  const isProperties = /^\w+:/.test(lines.find((line) => line.trim() !== "") ?? "");
  const before = isProperties ? BEFORE + API : BEFORE;
  const after = isProperties ? "});\n}\n}\n" : "}\n}\n";
  return { text: `${before}${lines.join("\n")}\n${after}`, above: before.split("\n").length - 1 };
}

/** What the compiler says of blocks, by the lines of their pages. */
export function check(blocks) {
  if (blocks.length === 0) return [];
  if (!existsSync(join(HOME, "construct/dist/index.d.ts"))) return ["construct is not built: `npm run build --workspace construct` does it"];
  mkdirSync(join(HOME, "target"), { recursive: true });
  const folder = mkdtempSync(join(HOME, "target/book-"));
  try {
    const programs = blocks.map(({ block }) => program(block.lines));
    programs.forEach(({ text }, n) => writeFileSync(join(folder, `block${n}.ts`), text));
    const options = JSON.parse(readFileSync(join(HOME, "tsconfig.base.json"), "utf8")).compilerOptions;
    const compilerOptions = { ...options, noEmit: true, noUnusedLocals: false };
    // By itself a package is no module of another kind than the files beside it.
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: programs.map((_, n) => `block${n}.ts`) }));
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
    const problems = stdout.split("\n").flatMap((line) => said(line, blocks, programs));
    if (status !== 0 && problems.length === 0) problems.push(`the TypeScript of the book does not compile:\n${stdout}${stderr}`);
    return problems;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line of the compiler's, as one of ours. */
function said(line, blocks, programs) {
  const [, n, at, what] = line.match(/^block(\d+)\.ts\((\d+),\d+\): error (.+)$/) ?? [];
  if (n === undefined) return [];
  const { file, block } = blocks[n];
  // What is wrong below a block was begun in it.
  const within = Math.min(Math.max(at - programs[n].above, 1), block.lines.length);
  return [`${file}:${block.line + within}: this TypeScript does not compile: ${what}`];
}
