// The whole orders API on an AWS that enforces each function's role, and in the local cloud: every route that an order
// passes does its work with what its signature grants. `callers.test.ts` holds who is let in, `services.test.ts` queues and
// buckets, and the tests of the crate `orders` what the API answers.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { statements } from "./roles.ts";
import { Shop, type Place } from "./shop.ts";

const ID = "5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10";
let shop: Shop;

/** Keeps two routes, one of them without a grant that its transaction needs. `orders-app.ts` takes out those of secrets. */
function lack(manifest: any): void {
  manifest.routes = manifest.routes.filter(({ name }: any) => ["charge", "place_order"].includes(name));
  const stock = manifest.routes.find(({ name }: any) => name === "place_order").grants.find(({ table }: any) => table === "Stock");
  assert.deepEqual(stock.actions, ["dynamodb:UpdateItem"]);
  stock.actions = ["dynamodb:GetItem"];
}

before(async () => {
  shop = await Shop.open(lack);
});

after(() => shop?.close());

/** What a caller sends who has these scopes. */
const caller = (sub: string, ...scopes: string[]) => ({ authorization: shop.bearer(sub, ...scopes.map((scope) => `orders:${scope}`)) });
const order = { lines: [{ sku: "cup", quantity: 3 }] };

/** Calls a route, holds its status, and returns its JSON, or its text where it is none. */
async function call(place: Place, status: number, route: string, headers: Record<string, string> = {}, body?: unknown): Promise<any> {
  const [method, path] = route.split(" ") as [string, string];
  const sent = body === undefined ? { headers } : { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  const answer = await fetch(place.url + path, { method, ...sent });
  const text = await answer.text();
  assert.equal(answer.status, status, `${place.name}: ${route}: ${text}\n${place.log().slice(-3000)}`);
  return text !== "" && answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
}

for (const at of ["deployed", "local"] as const) {
  test(`${at}: an order is placed once, listed, packed and shipped, and its receipt read by a link`, async () => {
    const ann = caller("ann", "read", "write", "ship", "pack");
    const ask = (...asked: [number, string, Record<string, string>?, unknown?]) => call(shop[at], ...asked);
    const ids = async (list: string) => (await ask(200, `GET ${list}`, ann)).map(({ id }: any) => id);
    await ask(401, "GET /orders");
    await ask(403, "GET /orders", caller("ann", "write"));
    await ask(204, "PUT /stock/cup", ann, 5);
    const placed = await ask(201, "POST /orders", { ...ann, "idempotency-key": "k-1" }, order);
    assert.deepEqual(await ask(201, "POST /orders", { ...ann, "idempotency-key": "k-1" }, order), placed);
    // Three of five are gone, once.
    await ask(409, "POST /orders", { ...ann, "idempotency-key": "k-2" }, order);
    const path = `/orders/${placed.id}`;
    assert.deepEqual([await ids("/orders"), await ids("/packing")], [[placed.id], [placed.id]]);
    await ask(404, `GET ${path}`, caller("ben", "read"));
    await ask(200, `PATCH ${path}`, { ...ann, "if-match": '"1"' }, { note: "Soon" });
    await ask(202, `POST ${path}/packing`, ann);
    await ask(204, `PUT ${path}/receipt`, ann);
    const linked = await fetch((await ask(200, `GET ${path}/receipt/link`, ann)).url);
    assert.deepEqual([linked.status, await linked.text()], [200, await ask(200, `GET ${path}/receipt`, ann)]);
    await ask(205, `PUT ${path}/shipment`, ann);
    await ask(204, `DELETE ${path}`, ann);
    assert.deepEqual([await ids("/orders"), await ids("/packing")], [[], []]);
    const key = await ask(200, "POST /carriers/fast", ann);
    assert.deepEqual(await ask(200, "GET /pickups", { "x-carrier-key": key }), { carrier: "fast", orders: [] });
  });

  test(`${at}: a function has its settings and its secrets, and logs none`, async () => {
    const { key_ends, seconds, has_webhook, url } = await call(shop[at], 200, `GET /orders/${ID}/charge`, caller("ann", "read"));
    assert.deepEqual([key_ends, seconds, has_webhook, url], ["leth", 5, true, `https://pay.example.com/v1/charges/${ID}`]);
    assert.equal(await call(shop[at], 200, "GET /catalogue/cup"), 700);
    assert.doesNotMatch(shop[at].log(), /shibboleth/);
  });
}

test("a transaction that a role does not allow is refused, and the log names the action", async () => {
  await call(shop.lacking, 500, "POST /orders", { ...caller("ann", "write"), "idempotency-key": "k-1" }, order);
  assert.match(shop.lacking.log(), /AccessDenied.*is not authorized to perform: dynamodb:UpdateItem/);
});

test("without the grants of its secrets a function does not start, and its log says why", async () => {
  // The emulator's status; API Gateway's is 500.
  await call(shop.lacking, 502, `GET /orders/${ID}/charge`, caller("ann", "read"));
  for (const secret of ["STRIPE_KEY", "WEBHOOK_KEY"]) assert.ok(shop.lacking.log().includes(`\`${secret}\` cannot be fetched: AccessDenied`), secret);
  assert.doesNotMatch(shop.lacking.log(), /shibboleth/);
});

// `tests/orders/tests/grants.rs` holds the manifest to what the signatures grant.
test("each role has the grants of its signature and no others", () => {
  const read = (file: string) => JSON.parse(readFileSync(join(shop.folder, file), "utf8"));
  const { api, routes } = read("whole.json");
  const deciding = Object.entries<any>(api.authorizers).flatMap(([name, authorizer]) => (authorizer.function ? [{ name, ...authorizer.function }] : []));
  const granted = [...deciding, ...routes].map(({ name, grants = [], resources = [], settings = [] }: any) => [
    name,
    [
      ...grants.flatMap(({ table, index, actions }: any) => actions.map((action: string) => `${action} on ${table}Table${index ? `/index/${index}` : ""}`)),
      ...resources.flatMap(({ resource, within = "", actions }: any) => actions.map((action: string) => `${action} on ${resource}${within}`)),
      ...settings.flatMap(({ secret, variable }: any) => (secret ? [`secretsmanager:GetSecretValue on ${shop.secrets[variable]}`] : [])),
    ].sort(),
  ]);
  assert.deepEqual(statements(read(join("assembly", "Orders.template.json"))), Object.fromEntries(granted));
});

test("no secret stands in what is deployed", () => {
  const files = readdirSync(shop.folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  assert.ok(files.includes(join("assembly", "Orders.template.json")), files.join());
  for (const file of files) assert.doesNotMatch(readFileSync(join(shop.folder, file), "utf8"), /shibboleth/, file);
});
