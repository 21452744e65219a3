// Copied into a made project: prints the seconds of the processor that its app takes, once what it has of AWS's library
// is loaded. That library loads a class when it is first named, so each is named before.

import { readdirSync, readFileSync } from "node:fs";

const own = "node_modules/fingerpost-cdk/dist";
const sources = readdirSync(own).filter((file) => file.endsWith(".js")).map((file) => readFileSync(`${own}/${file}`, "utf8"));
const names = sources.flatMap((source) => [...source.matchAll(/from "(aws-cdk-lib[^"]*)"/g)].map(([, name]) => name!));
for (const name of new Set(names)) Object.values(await import(name));
const started = process.cpuUsage();
const app = "./infra/app.ts";
await import(app);
const { user, system } = process.cpuUsage(started);
console.log((user + system) / 1e6);
