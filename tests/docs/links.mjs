// Where links lead: to files that are there, to headings that are there, and, on docs.rs, to names that the source
// has. Nothing is fetched.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { read } from "./markdown.mjs";

const DOCS = /^https:\/\/docs\.rs\/fingerpost\/latest\/fingerpost\/(?:\w+\/)*(?:(\w+)\.(\w+)|index)\.html(?:#(?:ty)?method\.(\w+))?(?:#.*)?$/;

/** The public names of the crates whose documentation is linked to. */
function names(root) {
  const texts = ["runtime/src", "macros/src", "manifest/src", "local/src"].flatMap((folder) => sources(join(root, folder)));
  return texts.map((file) => readFileSync(file, "utf8")).join("\n");
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".rs"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function declares(text, kind, name) {
  const forms = {
    attr: `pub fn ${name}\\(`,
    derive: `proc_macro_derive\\(${name}\\b`,
    fn: `pub (?:async )?fn ${name}\\b`,
    type: `pub type ${name}\\b`,
    struct: `pub struct ${name}\\b|^\\s+/// .*\\n\\s+${name}[,;]|action!?\\W.*\\b${name}\\b`,
    enum: `pub enum ${name}\\b`,
    trait: `pub trait ${name}\\b`,
  };
  return kind in forms && new RegExp(forms[kind], "m").test(text);
}

/** What is wrong with the links of these pages, whose paths are relative to `root`; and how many there are. */
export function check(root, pages) {
  const problems = [];
  const counts = { inside: 0, documentation: 0, outside: 0 };
  const parsed = new Map();
  const pageOf = (file) => {
    if (!parsed.has(file)) parsed.set(file, read(readFileSync(file, "utf8")));
    return parsed.get(file);
  };
  let source;
  for (const file of pages) {
    const path = join(root, file);
    const page = pageOf(path);
    const wrong = (line, what) => problems.push(`${file}:${line}: ${what}`);
    for (const { name, line } of page.named) {
      if (!page.definitions.has(name)) wrong(line, `[${name}] has no definition, such as \`[${name}]: https://…\``);
    }
    for (const { target, line } of page.includes) {
      if (!existsSync(resolve(dirname(path), target))) wrong(line, `${target} is not there to be included`);
    }
    for (const { target, line } of page.links) {
      if (/^https:\/\/docs\.rs\/fingerpost\//.test(target)) {
        counts.documentation += 1;
        source ??= names(root);
        const match = target.match(DOCS);
        if (!match) wrong(line, `${target} is not an address of the crate's documentation`);
        else if (match[1] && !declares(source, match[1], match[2])) wrong(line, `${target} leads to a ${match[1]} \`${match[2]}\` that the source does not have`);
        else if (match[3] && !declares(source, "fn", match[3])) wrong(line, `${target} leads to a method \`${match[3]}\` that the source does not have`);
      } else if (/^[a-z]+:/.test(target)) {
        counts.outside += 1;
      } else {
        counts.inside += 1;
        const [to, id] = target.split("#");
        const leads = to === "" ? path : resolve(dirname(path), to);
        if (!existsSync(leads)) wrong(line, `${target} leads to ${relative(root, leads)}, which is not there`);
        else if (id && statSync(leads).isFile() && leads.endsWith(".md") && !pageOf(leads).anchors.has(id)) {
          wrong(line, `${target} leads to a heading that ${relative(root, leads)} does not have`);
        }
      }
    }
  }
  return { problems, counts };
}

/** Chapters that the summary does not list; mdBook would leave them out. */
export function unlisted(root, folder) {
  const summary = read(readFileSync(join(root, folder, "SUMMARY.md"), "utf8"));
  const listed = new Set(summary.links.map(({ target }) => target.replace(/^\.\//, "")));
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md") && file !== "SUMMARY.md" && !listed.has(file))
    .map((file) => `${folder}/${file} is not in SUMMARY.md`);
}
