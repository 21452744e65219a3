// The blocks of a page: Rust has to be where the doctests find it, TypeScript is compiled, a command runs or says why it
// does not, and every block says what it is, because rustdoc takes one that does not for Rust.

const RUST = /^rust\b/;
const TYPESCRIPT = /^(ts|typescript)\b/;
const COMMANDS = /^(console|sh)$/;
const EXCUSE = /^<!-- not run: (.+) -->$/;
const WAITS = /^<!-- not compiled: (.+) -->$/;
const RUN = /^<!-- run: (\w+) -->$/;

/** The APIs whose commands run, and the package that `cargo run` means without one. */
export const APIS = { events: "events-api", orders: "orders" };

/** Sorts the blocks of pages, and says what is wrong with them. `compiled` are the pages that the doctests include. */
export function check(pages, compiled) {
  const problems = [];
  const found = { rust: 0, waiting: 0, typescript: [], run: [], excused: 0 };
  for (const { file, page } of pages) {
    for (const block of page.blocks) {
      const wrong = (what) => problems.push(`${file}:${block.line}: ${what}`);
      const words = block.words.trim();
      if (block.open) wrong("this block does not end");
      if (words === "") wrong("this block does not say what it is, and rustdoc would take it for Rust: write `text` behind its fence");
      if (RUST.test(words)) {
        const ignored = /\bignore\b/.test(words);
        found[ignored ? "waiting" : "rust"] += 1;
        if (ignored && !WAITS.test(block.above)) wrong("this block of Rust is ignored, without `<!-- not compiled: why -->` above it");
        if (!ignored && !compiled.has(file)) wrong("this block of Rust is not compiled: name the chapter in tests/src/book.rs");
      }
      if (TYPESCRIPT.test(words)) found.typescript.push({ file, block });
      if (!COMMANDS.test(words)) continue;
      const excuse = block.above.match(EXCUSE);
      const run = block.above.match(RUN);
      if (excuse) found.excused += 1;
      else if (words === "sh") wrong("these commands have no `<!-- not run: why -->` above them; what runs is a block `console`");
      else if (run && !(run[1] in APIS)) wrong(`there is no API \`${run[1]}\`; it is one of ${Object.keys(APIS).join(", ")}`);
      else found.run.push({ file, block, api: run ? run[1] : "events" });
    }
  }
  return { problems, found };
}

/** The pages that a file of doctests includes, relative to the repository. */
export function includedIn(source) {
  return new Set([...source.matchAll(/include_str!\("(?:\.\.\/)+([^"]+)"\)/g)].map(([, file]) => file));
}

/** The commands of a block `console`, each with what it is to print. */
export function commands(block) {
  const found = [];
  let open = false;
  for (const line of block.lines) {
    if (open) {
      found.at(-1).command += `\n${line}`;
    } else if (line.startsWith("$ ")) {
      found.push({ command: line.slice(2), expected: [] });
    } else if (found.length > 0) {
      found.at(-1).expected.push(line);
      continue;
    }
    open = line.endsWith("\\");
  }
  return found;
}
