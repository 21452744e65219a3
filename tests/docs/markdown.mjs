// What a page of Markdown has that can be wrong: its blocks, its links, and the anchors of its headings.

const FENCE = /^(\s*)(`{3,})\s*(.*)$/;

/** The id that GitHub and mdBook give a heading. */
export function anchor(heading) {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
  return text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
}

/**
 * Reads a page: `blocks` with the words behind the fence, their lines and the comment above; `anchors`; `links` and
 * `includes` with the lines they are on; `named`, the references whose definitions must be there; `definitions`.
 */
export function read(text) {
  const page = { blocks: [], anchors: new Set(), links: [], includes: [], named: [], definitions: new Set() };
  let block;
  let above = "";
  text.split("\n").forEach((line, index) => {
    const number = index + 1;
    const fence = line.match(FENCE);
    if (block) {
      if (fence && fence[2].length >= block.fence && fence[3] === "") {
        page.blocks.push(block);
        [block, above] = [undefined, ""];
      } else {
        block.lines.push(line.slice(block.indent));
      }
      return;
    }
    if (fence) {
      block = { fence: fence[2].length, indent: fence[1].length, words: fence[3], line: number, lines: [], above };
      return;
    }
    if (line.trim() !== "") above = line.trim();
    prose(page, line, number);
  });
  if (block) page.blocks.push({ ...block, open: true });
  return page;
}

function prose(page, line, number) {
  const heading = line.match(/^#{1,6}\s+(.*)$/);
  if (heading) {
    const id = anchor(heading[1]);
    let name = id;
    for (let n = 1; page.anchors.has(name); n += 1) name = `${id}-${n}`;
    page.anchors.add(name);
  }
  for (const [, id] of line.matchAll(/<a id="([^"]+)"><\/a>/g)) page.anchors.add(id);
  for (const [, file] of line.matchAll(/\{\{#include\s+([^}:\s]+)/g)) page.includes.push({ target: file, line: number });
  const definition = line.match(/^\[([^\]]+)\]:\s+(\S+)/);
  if (definition) {
    page.definitions.add(definition[1]);
    page.links.push({ target: definition[2], line: number });
    return;
  }
  for (const [, name] of line.matchAll(/\[(`[^`]+`)\](?![([:])/g)) page.named.push({ name, line: number });
  const spoken = line.replace(/(`+).*?\1/g, "code");
  for (const [, name] of spoken.matchAll(/\]\[([^\]]+)\]/g)) page.named.push({ name, line: number });
  for (const [, target] of spoken.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)) page.links.push({ target, line: number });
}
