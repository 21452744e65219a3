// Builds the book with mdBook, installed under `target/mdbook` once, and looks where the links of the built pages lead.
//
// In the sources a link into the repository is a path, which works wherever the repository is shown. In a page that is
// built it leads to the checkout, or below what `DOCS_REPOSITORY` names, such as `https://…/blob/main`.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

const VERSION = "0.5.4";

function ran(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (error || status !== 0) throw new Error(`\`${command} ${args.join(" ")}\` ${error ? error.message : `ended with ${status}`}`);
}

function installed(root) {
  const mdbook = join(root, "target/mdbook/bin/mdbook");
  const is = existsSync(mdbook) && spawnSync(mdbook, ["--version"], { encoding: "utf8" }).stdout.trim();
  if (is !== `mdbook v${VERSION}`) {
    // A build for debugging is there in half the time, and fast enough.
    ran("cargo", ["install", "--locked", `mdbook@${VERSION}`, "--no-default-features", "--debug", "--force", "--root", "target/mdbook"], {
      cwd: root,
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" },
    });
  }
  return mdbook;
}

/** Builds the book, and returns the folder it is in and what is wrong with the links of its pages. */
export function build(root) {
  const mdbook = installed(root);
  ran(mdbook, ["build", "docs/book"], { cwd: root });
  const folder = join(root, "target/book");
  const pages = readdirSync(folder).filter((file) => file.endsWith(".html") && !["404.html", "toc.html", "print.html"].includes(file));
  for (const file of [...pages, "print.html"]) if (existsSync(join(folder, file))) point(root, folder, file);
  const ids = new Map(pages.map((file) => [file, new Set([...readFileSync(join(folder, file), "utf8").matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))]));
  return { folder, pages: pages.length, problems: pages.flatMap((file) => broken(folder, file, ids)) };
}

/** Has links that leave the book lead into the repository, where mdBook took `.md` for pages of its own; copies pictures. */
function point(root, folder, file) {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8").replaceAll(/href="(\.\.\/[^"#]*)(#[^"]*)?"/g, (_, target, id = "") => {
    const source = resolve(root, "docs/book/src", target);
    const there = existsSync(source) ? source : source.replace(/\.html$/, ".md");
    const base = process.env.DOCS_REPOSITORY;
    const leads = base ? `${base.replace(/\/$/, "")}/${relative(root, there)}` : relative(dirname(path), there);
    return `href="${leads}${id}"`;
  });
  writeFileSync(path, text.replaceAll(/src="(\.\.\/[^"]*)"/g, (_, target) => {
    copyFileSync(resolve(root, "docs/book/src", target), join(folder, basename(target)));
    return `src="${basename(target)}"`;
  }));
}

function broken(folder, file, ids) {
  const problems = [];
  for (const [, attribute, target] of readFileSync(join(folder, file), "utf8").matchAll(/\b(href|src)="([^"]*)"/g)) {
    if (/^[a-z]+:/.test(target) || target === "") continue;
    const [to, id] = decodeURIComponent(target).split("#");
    const leads = to === "" ? file : to;
    if (!existsSync(resolve(folder, leads))) problems.push(`${file}: ${attribute} ${target} leads nowhere`);
    else if (id && ids.has(leads) && !ids.get(leads).has(id)) problems.push(`${file}: ${target} leads to a heading that is not there`);
  }
  return problems;
}
