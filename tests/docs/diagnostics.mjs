// The book's list of what the compiler says: made of `tests/ui`, where each mistake has a file with the message.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const PAGE = "docs/book/src/diagnostics.md";

/** By the beginnings of the names of the files; the last takes what is left. */
const GROUPS = [
  ["Errors", "`#[derive(ApiError)]`", /^error_/],
  ["Items and indexes", "`#[derive(Item)]`", /^(item|index|local_index)_/],
  ["Versions and unique values", "`#[item(version)]`, `#[item(unique)]`", /^(version|unique)_/],
  ["Calls of tables", "`Table<T, Actions>`", /^(table|attribute|condition|filter|cursor|written|helper|list_that)_/],
  ["Transactions and idempotency", "`Transaction<P>`, `TransactGet<P>`, `Idempotent<B>`", /^(transact_get|transaction|idempotent)_/],
  ["Owned tables", "`Owned<Table<T, Actions>>`", /^owned_/],
  ["Who may call", "`auth`, `scopes`, `Claims`, `#[authorizer]`", /^(auth|authorizer|(optional_)?claims|iam|scopes?)_/],
  ["Settings", "`#[derive(Settings)]`, `Secret`", /^(settings?|secret)_/],
  ["Queues and buckets", "`Queue<M, Actions>`, `Bucket<B, Actions>`", /^(queue|bucket|message|object)_/],
  ["Routes", "`#[route]` and the arguments and answers of a function", /./],
];

/** What rustc adds in words of its own, and is no help to a reader of a list. */
const ITS_OWN = /^(the trait|the following|required|consider|for that trait|but trait|available|this error|this note|the question mark|conflicting|the full|unsatisfied|if |expected |within|lint)/;

/** The messages of one `.stderr`, each with the notes that are ours. */
export function messages(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const error = line.match(/^error(?:\[E\d+\])?: (.*)$/);
    if (error) {
      if (!/^aborting|could not compile/.test(error[1])) found.push({ message: error[1], notes: [] });
      continue;
    }
    const note = line.match(/^\s+= (?:note|help): (.*)$/);
    if (note && found.length > 0 && !ITS_OWN.test(note[1])) found.at(-1).notes.push(note[1]);
  }
  return found;
}

const cell = (text) => text.replaceAll("|", "\\|").replaceAll(/<(?=[^`]*$)/g, "&lt;");
const words = (file) => file.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

/** The page, of what `tests/ui` under `root` has. */
export function page(root) {
  const folder = join(root, "tests/ui");
  const mistakes = readdirSync(folder).filter((file) => file.endsWith(".stderr")).sort().map((file) => file.slice(0, -".stderr".length));
  const groups = GROUPS.map(([title, what]) => ({ title, what, rows: [] }));
  let count = 0;
  for (const mistake of mistakes) {
    const said = messages(readFileSync(join(folder, `${mistake}.stderr`), "utf8"));
    count += said.length;
    const shown = said.map(({ message, notes }) => [message, ...notes].map(cell).join("<br>")).join("<br><br>");
    const group = groups[GROUPS.findIndex(([, , names]) => names.test(mistake))];
    group.rows.push(`| [${words(mistake)}](../../../tests/ui/${mistake}.rs) | ${shown} |`);
  }
  const head = `# Diagnostics

What the compiler says of a mistake, in our words. Each mistake has a file in \`tests/ui\`, which the first column leads to,
and a test holds the compiler to the message. Most are one error at the token to edit. There are ${count} messages for
${mistakes.length} mistakes.

What no compiler can see, such as two routes of one path in two crates, is refused when the manifest is made: by
\`cargo run\`, \`cargo run -- manifest\` and \`TestApi::start\`, in one sentence that names the places in the source.

This page is generated: \`node tests/docs.mjs --write\`.
`;
  const parts = groups.filter(({ rows }) => rows.length > 0).map(({ title, what, rows }) => `\n## ${title}\n\n${what}\n\n| mistake | what is said |\n|---|---|\n${rows.join("\n")}\n`);
  return head + parts.join("");
}

/** Whether the page that is checked in is what `tests/ui` says. */
export function stale(root) {
  let checkedIn = "";
  try {
    checkedIn = readFileSync(join(root, PAGE), "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return checkedIn === page(root) ? [] : [`${PAGE} is stale: \`node tests/docs.mjs --write\` makes it of tests/ui`];
}
