// How many lines `#[route]` writes, counted in the snapshot of its expansion. A line is a line as
// prettyplease prints it. Inside a macro call it prints bare tokens, as many to a line as fit, so
// there each field of the struct counts as a line, with one for each bracket around them.

import { tokens } from "./source.mjs";

/** `{ lines, hidden, args }`: all lines, how many of them are such fields, and for how many arguments. */
export function generated(snapshot) {
  const args = new Set(snapshot.match(/\bargument_\d+\b/gi)?.map((name) => name.toLowerCase())).size;
  let hidden = 0;
  const shown = snapshot.replace(/^( *)\S*\w+! \{\n([^]*?)\n\1\}/gm, (call, _, body) => {
    if (!/ : | :: /.test(body)) return call;
    const fields = topLevel(tokens(body));
    hidden += fields;
    return `open\nstruct\n${"field\n".repeat(fields)}struct\nclose`;
  });
  return { lines: shown.split("\n").filter((line) => line.trim() !== "").length, hidden, args };
}

// The fields between the first brace and its end.
function topLevel(all) {
  let depth = 0;
  let fields = 0;
  let filled = false;
  for (const token of all) {
    if (depth === 1 && token !== "," && token !== "}") filled = true;
    if ("([{".includes(token)) depth++;
    if (")]}".includes(token)) depth--;
    if (filled && ((depth === 1 && token === ",") || (depth === 0 && token === "}"))) {
      fields++;
      filled = false;
    }
  }
  return fields;
}
