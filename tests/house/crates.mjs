// Which file of a crate depends on which other: every name that a file takes is followed, through
// re-exports, to the file that defines it. That a module is declared ties nobody to it.

import { dirname, join } from "node:path";
import { read } from "./source.mjs";

const ROOT = /^(?:build|src\/(?:lib|main|bin\/[^/]+|bin\/[^/]+\/main)|(?:tests|benches|examples)\/(?:[^/]+|[^/]+\/main))\.rs$/;

/** The folder of the package that `file` belongs to, given the paths of all manifests. */
export function packageOf(file, manifests) {
  const folders = manifests.map((manifest) => dirname(manifest)).filter((folder) => folder === "." || file.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0];
}

/** Whether cargo starts a crate at `file` of the package in `folder`. */
export const startsCrate = (file, folder) => ROOT.test(folder === "." ? file : file.slice(folder.length + 1));

/**
 * The modules of the crate that starts at `root`, all files that it has (those of tests too), and a
 * sentence for each module without a file. `text` gives a file's text, or undefined.
 */
export function crateModules(root, text) {
  const modules = [];
  const reached = new Set();
  const missing = [];

  function enter(source, place) {
    const module = { ...source, ...place, children: new Map() };
    module.root = place.root ?? module;
    modules.push(module);
    for (const [name, { inside, path, test }] of source.modules) {
      const below = { root: module.root, parent: module };
      if (inside) {
        const folder = join(module.folder, name);
        module.children.set(name, enter(inside, { ...below, file: module.file, folder }));
        continue;
      }
      const beside = path ? join(dirname(module.file), path) : undefined;
      const file = [beside, join(module.folder, `${name}.rs`), join(module.folder, name, "mod.rs")].find((f) => f && text(f) !== undefined);
      if (file) reached.add(file);
      else missing.push(`${module.file} declares the module \`${name}\`, which has no file`);
      if (!file || test) continue;
      const folder = path || file.endsWith("/mod.rs") ? dirname(file) : file.slice(0, -".rs".length);
      module.children.set(name, enter(read(text(file)), { ...below, file, folder }));
    }
    return module;
  }

  reached.add(root);
  enter(read(text(root)), { file: root, folder: dirname(root) });
  return { modules, reached, missing };
}

// A name can be an item, a module or both at once; `external` says that another crate defines it.
function lookUp(module, name, seen) {
  const key = `${module.file}|${module.folder}|${name}`;
  if (seen.has(key)) return {};
  seen = new Set(seen).add(key);
  const found = { item: module.defines.has(name) ? { file: module.file, name } : undefined, module: module.children.get(name) };
  for (const use of module.uses) {
    if (found.item) break;
    if (!use.glob && use.name !== name) continue;
    const whole = follow(module, use.path, seen);
    const target = use.glob ? (whole.module ? lookUp(whole.module, name, seen) : {}) : whole;
    found.item ??= target.item;
    found.module ??= target.module;
    found.external ||= !use.glob && !target.item && !target.module;
  }
  return found;
}

// What a path means in a module. A name that a module has from a macro counts as the module's own.
function follow(module, path, seen = new Set()) {
  let here = { module };
  for (const [i, segment] of path.entries()) {
    if (here.item && !here.module) return here;
    if (!here.module) return {};
    if (segment === "crate" && i === 0) here = { module: module.root };
    else if (segment === "self" && i === 0) here = { module };
    else if (segment === "super") here = { module: here.module.parent };
    else {
      const found = lookUp(here.module, segment, seen);
      const known = found.item || found.module;
      if (!known && (i === 0 || found.external)) return {};
      const last = here.item;
      here = known ? found : { item: last ?? { file: here.module.file, name: segment } };
    }
  }
  return here;
}

/** Every tie of the crate: `{ from, to, name }`, file to file. */
export function ties(modules) {
  const found = [];
  for (const module of modules) {
    const tie = (item) => {
      if (item && item.file !== module.file) found.push({ from: module.file, to: item.file, name: item.name });
    };
    for (const use of module.uses) {
      const { item, module: whole } = follow(module, use.path);
      if (use.glob && whole) [...module.words].filter((word) => !module.defines.has(word)).forEach((word) => tie(lookUp(whole, word, new Set()).item));
      // What a module only hands on, it does not need itself.
      else if (!use.handsOn || module.words.has(use.name)) tie(item);
    }
    module.paths.forEach((path) => tie(follow(module, path).item));
  }
  return found;
}
