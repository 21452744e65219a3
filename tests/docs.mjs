// The book and the README: that links lead somewhere, that the list of diagnostics is what `tests/ui` says, that Rust
// and TypeScript are compiled, that commands run or say why they do not, and that the picture of `serve` is what it
// prints. Ends with 1 when something is wrong.
//
// `node tests/docs.mjs` checks the sources. `--run` runs the commands, too, by the executables in `target/debug`, and
// looks at the picture. `--book` builds the book with mdBook and checks its pages. `--write` writes the list that is
// generated, and with `--run` the picture.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as blocks from "./docs/blocks.mjs";
import * as diagnostics from "./docs/diagnostics.mjs";
import * as links from "./docs/links.mjs";
import { read } from "./docs/markdown.mjs";
import * as typescript from "./docs/typescript.mjs";

const CHAPTERS = "docs/book/src";
/** What is checked beside the book; of these the README alone has its commands and its Rust looked at. */
const BESIDE = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/parity.md", "construct/README.md", "benches/README.md"];

const root = process.cwd();
const options = process.argv.slice(2);
const unknown = options.find((option) => !["--run", "--book", "--write"].includes(option));
if (unknown) {
  console.error(`unknown option ${unknown}; expected --run, --book or --write`);
  process.exit(2);
}

if (options.includes("--write")) writeFileSync(join(root, diagnostics.PAGE), diagnostics.page(root));

const chapters = readdirSync(join(root, CHAPTERS)).filter((file) => file.endsWith(".md")).map((file) => `${CHAPTERS}/${file}`);
const beside = BESIDE.filter((file) => existsSync(join(root, file)));
const pages = [...chapters, ...beside.slice(0, 1)].map((file) => ({ file, page: read(readFileSync(join(root, file), "utf8")) }));
const doctests = ["tests/src/book.rs", "tests/src/lib.rs"].filter((file) => existsSync(join(root, file)));
const compiled = blocks.includedIn(doctests.map((file) => readFileSync(join(root, file), "utf8")).join("\n"));

const led = links.check(root, [...chapters, ...beside]);
const sorted = blocks.check(pages, compiled);
const { found } = sorted;
const problems = [...led.problems, ...links.unlisted(root, CHAPTERS), ...sorted.problems, ...typescript.check(found.typescript), ...diagnostics.stale(root)];

console.log(`${chapters.length} pages of the book, ${beside.length} beside it`);
console.log(`links: ${led.counts.inside} inside, ${led.counts.documentation} to the crate's documentation, ${led.counts.outside} elsewhere, which are not fetched`);
console.log(`blocks: ${found.rust} of Rust, compiled by the doctests, and ${found.waiting} not yet; ${found.typescript.length} of TypeScript, compiled; ${found.run.length} of commands that run; ${found.excused} excused`);

if (options.includes("--run")) {
  const { run } = await import("./docs/run.mjs");
  const picture = await import("./docs/picture.mjs");
  const folder = process.env.DOCS_EXECUTABLES ?? "target/debug";
  const wrong = await run(root, folder, found.run);
  console.log(`commands: ${found.run.length} blocks run by the executables in ${folder}, ${wrong.length} mistakes`);
  problems.push(...wrong);
  const served = join(folder, "events-api");
  if (options.includes("--write")) await picture.write(root, served);
  problems.push(...(await picture.stale(root, served)));
}
if (options.includes("--book")) {
  const { build } = await import("./docs/mdbook.mjs");
  const book = build(root);
  console.log(`book: ${book.pages} pages in ${book.folder}`);
  problems.push(...book.problems);
}

for (const problem of problems) console.error(`error: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
