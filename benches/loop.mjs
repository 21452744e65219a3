// What a developer waits for: from saving a handler to a `serve` that listens, among 4 routes and
// among 100, and what a route adds to a check. `npm run bench -- --loop` prints it.
//
// The routes are the reference API's, 4 to a module, in a crate of its own under `target`, built
// with the workspace's lock file and, as users have it, cargo's dev profile.

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const TIMES = 7;
const target = resolve("target/loop");

const manifest = `[package]
name = "NAME"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
fingerpost = { path = "${resolve("runtime")}" }
schemars = "1"
serde = { version = "1", features = ["derive"] }
uuid = { version = "1", features = ["v4"] }
`;

const module = (number, sentence) => `
use fingerpost::{
    Created, Cursor, DeleteItem, GetItem, Item, Json, Limit, NoContent, OrError, Page, PutItem, Result,
    Scan, Table, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Events${number}")]
struct Event { #[item(partition_key)] id: String, name: String }

#[derive(Deserialize, JsonSchema)]
struct New { name: String }

#[route(GET, "/events${number}?<limit>&<cursor>", name = "list-${number}")]
async fn list(limit: Option<Limit>, cursor: Option<Cursor>, events: Table<Event, Scan>) -> Result<Page<Event>> {
    events.scan().limit(limit).cursor(cursor).page().await
}

#[route(POST, "/events${number}", name = "create-${number}")]
async fn create(Json(new): Json<New>, events: Table<Event, PutItem>) -> Result<Created<Event>> {
    let event = Event { id: uuid::Uuid::new_v4().to_string(), name: new.name };
    events.put(&event).await?;
    Ok(Created::at(format!("/events${number}/{}", event.id), event))
}

#[route(GET, "/events${number}/<id>", name = "get-${number}")]
async fn get(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    Ok(Json(events.get(&id).await?.or_not_found("${sentence}")?))
}

#[route(DELETE, "/events${number}/<id>", name = "delete-${number}")]
async fn delete(id: String, events: Table<Event, DeleteItem>) -> Result<NoContent> {
    events.delete(&id).await?.or_not_found("Event not found")?;
    Ok(NoContent)
}
`;

/** A crate of so many routes. */
function crate(routes) {
  const name = `loop${routes}`;
  const folder = `target/bench/${name}`;
  const modules = Array.from({ length: routes / 4 }, (_, number) => number);
  mkdirSync(`${folder}/src`, { recursive: true });
  copyFileSync("Cargo.lock", `${folder}/Cargo.lock`);
  writeFileSync(`${folder}/Cargo.toml`, manifest.replace("NAME", name));
  const main = `fn main() -> std::process::ExitCode { fingerpost::Api::new("loop").run() }\n`;
  writeFileSync(`${folder}/src/main.rs`, modules.map((number) => `mod m${number};\n`).join("") + main);
  for (const number of modules) writeFileSync(`${folder}/src/m${number}.rs`, module(number, "Event not found"));
  return folder;
}

const touch = (folder, time) => writeFileSync(`${folder}/src/m0.rs`, module(0, `Event not found, ${Date.now()} ${time}`));
const cargo = (folder, command) => [command, "--quiet", "--manifest-path", `${folder}/Cargo.toml`, "--target-dir", target];

/** Seconds until the API that \`cargo run\` starts listens. */
async function serve(folder) {
  const started = performance.now();
  const child = spawn("cargo", [...cargo(folder, "run"), "--", "serve", "--port", "0", "--in-memory"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise((done) => child.once("exit", done));
  let listening = false;
  for await (const chunk of child.stdout) {
    listening = chunk.toString().includes("listening on");
    if (listening) break;
  }
  const seconds = (performance.now() - started) / 1e3;
  child.kill("SIGTERM");
  await ended;
  if (!listening) throw new Error(`the API did not start: ${said}`);
  return seconds;
}

function check(folder) {
  const started = performance.now();
  execFileSync("cargo", cargo(folder, "check"), { stdio: ["ignore", "ignore", "inherit"] });
  return (performance.now() - started) / 1e3;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const checks = [];
for (const routes of [4, 100]) {
  const folder = crate(routes);
  check(folder);
  await serve(folder);
  const [served, checked] = [[], []];
  for (let time = 0; time < TIMES; time++) {
    touch(folder, time);
    checked.push(check(folder));
    served.push(await serve(folder));
  }
  checks.push(median(checked));
  console.log(
    `${routes} routes: ${median(served).toFixed(2)} s from a touched handler to a running serve, ` +
      `${median(checked).toFixed(2)} s to a check`,
  );
}
console.log(`a route adds ${(((checks[1] - checks[0]) / 96) * 1e3).toFixed(1)} ms to a check`);
