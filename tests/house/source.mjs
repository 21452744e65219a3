// Reads one Rust file as far as the question "who names whom?" needs: what each of its modules
// defines, imports and names. What stands under `#[cfg(test)]` or `#[test]` is passed over.
// It reads tokens, not meaning: what a macro writes is not seen, and neither are calls of methods.

const COMMENT = String.raw`\/\/[^\n]*|\/\*`;
const STRING = String.raw`(?:br|cr|r)(?<hashes>#*)"[^]*?"\k<hashes>|[bc]?"(?:\\[^]|[^"\\])*"`;
const CHARACTER = String.raw`b?'(?:\\(?:u\{[^}]*\}|x[0-9a-fA-F]{2}|[^])|[^\\'])'`;
const WORD = String.raw`'?(?:r#)?[\p{L}\p{N}_]+`;
const TOKEN = new RegExp([COMMENT, STRING, CHARACTER, WORD, "::", String.raw`\S`].join("|"), "gu");

const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);
const DEFINING = new Set(["fn", "struct", "enum", "union", "trait", "type", "const", "static"]);
const isName = (token) => /^[\p{L}_]/u.test(token ?? "") && !/["']/.test(token);

/** The tokens of a Rust text, without its comments. */
export function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const [token] = match;
    if (token.startsWith("/*")) TOKEN.lastIndex = endOfComment(text, match.index);
    else if (!token.startsWith("//")) found.push(token);
  }
  return found;
}

// Comments of this kind may stand in one another.
function endOfComment(text, start) {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match; (match = mark.exec(text)); ) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

/** The index behind the bracket that closes the one at `open`. */
function behindBracket(all, open) {
  let depth = 0;
  for (let i = open; i < all.length; i++) {
    if (OPENING.has(all[i])) depth++;
    if (CLOSING.has(all[i]) && --depth === 0) return i + 1;
  }
  return all.length;
}

/** The index behind the item at `start`: behind its `;` or its block. */
function behindItem(all, start) {
  for (let i = start; i < all.length; i++) {
    if (all[i] === ";") return i + 1;
    if (all[i] === "{") return behindBracket(all, i);
    if (OPENING.has(all[i])) i = behindBracket(all, i) - 1;
    else if (CLOSING.has(all[i])) return i;
  }
  return all.length;
}

/** The leaves of `use` that starts at `at`: `{ path, name, glob }` each, and the index behind it. */
function useLeaves(all, at, prefix = []) {
  if (all[at] === "::") at++;
  if (all[at] === "*") return { leaves: [{ path: prefix, glob: true }], at: at + 1 };
  if (all[at] === "{") {
    const leaves = [];
    for (at++; all[at] !== "}" && at < all.length; ) {
      const branch = useLeaves(all, at, prefix);
      leaves.push(...branch.leaves);
      at = all[branch.at] === "," ? branch.at + 1 : branch.at;
    }
    return { leaves, at: at + 1 };
  }
  const path = all[at] === "self" && prefix.length > 0 ? prefix : [...prefix, all[at]];
  if (all[at + 1] === "::") return useLeaves(all, at + 2, path);
  const renamed = all[at + 1] === "as";
  const name = renamed ? all[at + 2] : path.at(-1);
  return { leaves: [{ path, name, glob: false }], at: at + (renamed ? 3 : 1) };
}

const newModule = () => ({
  /** Names that are defined here. */
  defines: new Set(),
  /** `use` leaves, each with `handsOn`: whether it is `pub` in any way. */
  uses: [],
  /** Paths in the code, each an array of segments. */
  paths: [],
  /** Single words in the code. */
  words: new Set(),
  /** Modules inside: name to `{ file }` with an optional path, `{ test: true }`, or `{ inside }`. */
  modules: new Map(),
});

/** Reads a file's text into its module. */
export function read(text) {
  const all = tokens(text);
  const root = newModule();
  const open = [{ module: root, depth: 0 }];
  let depth = 0;
  let attributes = "";
  for (let i = 0; i < all.length; ) {
    const token = all[i];
    const { module } = open.at(-1);
    const next = all[i + 1];
    if (token === "#" && (next === "[" || (next === "!" && all[i + 2] === "["))) {
      const end = behindBracket(all, next === "[" ? i + 1 : i + 2);
      if (next === "[") attributes += all.slice(i, end).join("");
      i = end;
      continue;
    }
    if (/#\[(?:test\]|cfg\((?:test|all\(test))/.test(attributes)) {
      const mod = all.indexOf("mod", i);
      const end = behindItem(all, i);
      if (mod !== -1 && mod + 3 === end && all[end - 1] === ";") module.modules.set(all[mod + 1], { test: true });
      attributes = "";
      i = Math.max(end, i + 1);
      continue;
    }
    const explicitPath = attributes.match(/#\[path="([^"]*)"\]/)?.[1];
    if (token !== "pub") attributes = "";

    if (token === "mod" && isName(next) && all[i + 2] === ";") {
      module.modules.set(next, { path: explicitPath });
      i += 3;
    } else if (token === "mod" && isName(next) && all[i + 2] === "{") {
      const inside = newModule();
      module.modules.set(next, { inside });
      open.push({ module: inside, depth: ++depth });
      i += 3;
    } else if (token === "use" && next !== "<") {
      const { leaves, at } = useLeaves(all, i + 1);
      const handsOn = all[i - 1] === "pub" || (all[i - 1] === ")" && all.slice(i - 5, i).includes("pub"));
      module.uses.push(...leaves.map((leaf) => ({ ...leaf, handsOn })));
      i = at;
    } else {
      if (OPENING.has(token)) depth++;
      if (CLOSING.has(token) && --depth < open.at(-1).depth) open.pop();
      const outside = depth === open.at(-1).depth;
      if (outside && DEFINING.has(token) && isName(next)) module.defines.add(next);
      if (outside && token === "macro_rules" && next === "!") module.defines.add(all[i + 2]);
      i = names(all, i, module);
    }
  }
  return root;
}

/** Notes the path or the word at `at`, and returns the index behind it. */
function names(all, at, module) {
  const before = all[at - 1];
  const fromCrate = before === "$" && all[at] === "crate";
  if (!isName(all[at]) || [".", "::", "fn"].includes(before) || (before === "$" && !fromCrate)) return at + 1;
  const path = [all[at]];
  while (all[at + 1] === "::" && isName(all[at + 2])) {
    path.push(all[at + 2]);
    at += 2;
  }
  if (path.length > 1) module.paths.push(path);
  else if (all[at + 1] !== ":") module.words.add(path[0]);
  return at + 1;
}
