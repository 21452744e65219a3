// The whole orders API on an AWS that enforces each function's role, and in the local cloud: who may call, a transaction
// that is made once, an index, links to a bucket, a queue, settings and secrets; and what a missing grant refuses.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { statements } from "./roles.ts";
import { Shop, type Place } from "./shop.ts";

const ID = "5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10";
let shop: Shop;

/** Takes a grant of a table and one of a bucket out, and keeps only three routes. `orders-app.ts` takes out those of secrets. */
function lack(manifest: any): void {
  manifest.routes = manifest.routes.filter(({ name }: any) => ["charge", "place_order", "receipt"].includes(name));
  const route = (wanted: string) => manifest.routes.find(({ name }: any) => name === wanted);
  const stock = route("place_order").grants.find(({ table }: any) => table === "Stock");
  assert.deepEqual([stock.actions, route("receipt").resources[0].actions], [["dynamodb:UpdateItem"], ["s3:GetObject"]]);
  stock.actions = ["dynamodb:GetItem"];
  route("receipt").resources[0].actions = ["s3:PutObject"];
}

before(async () => {
  shop = await Shop.open(lack);
});

after(() => shop?.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: any;
}

async function call({ url }: Place, route: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  const [method, path] = route.split(" ") as [string, string];
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url + path, { method, headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers }, ...sent });
  const text = await answer.text();
  const json = text !== "" && answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined;
  return { status: answer.status, text, json };
}

/** What a caller sends who has these scopes. */
const caller = (sub: string, ...scopes: string[]) => ({ authorization: shop.bearer(sub, ...scopes.map((scope) => `orders:${scope}`)) });

/** Holds something in both places. */
async function everywhere(places: readonly Place[], hold: (place: Place) => Promise<void>): Promise<void> {
  assert.deepEqual(places.map(({ name }) => name), ["deployed", "local"]);
  for (const place of places) {
    try {
      await hold(place);
    } catch (error) {
      if (error instanceof Error) error.message = `${place.name}: ${error.message}\n${place.log().slice(-3000)}`;
      throw error;
    }
  }
}

test("a caller is let in by a token and its scopes, or by a key", () =>
  everywhere(shop.whole, async (place) => {
    const status = async (...args: [string, Record<string, string>?, unknown?]) => (await call(place, ...args)).status;
    assert.equal(await status("GET /orders"), 401);
    assert.equal(await status("GET /orders", { authorization: "Bearer x.y.z" }), 401);
    assert.equal(await status("GET /orders", caller("ann", "write")), 403);
    assert.equal(await status("GET /orders", caller("ann", "read")), 200);
    assert.equal(await status("GET /catalogue/cup"), 200);
    const { json: key } = await call(place, "POST /carriers/fast", caller("ann", "ship"));
    assert.equal(await status("GET /pickups"), 401);
    assert.equal(await status("GET /pickups", { "x-carrier-key": "nobody's" }), 403);
    assert.equal(await status("GET /pickups", caller("ann", "ship")), 401);
    const known = await call(place, "GET /pickups", { "x-carrier-key": key });
    assert.deepEqual([known.status, known.json], [200, { carrier: "fast", orders: [] }]);
  }));

test("an order is placed once, listed, packed and shipped, and its receipt read by a link", () =>
  everywhere(shop.whole, async (place) => {
    const ann = caller("ann", "read", "write", "ship", "pack");
    const stocked = await call(place, "PUT /stock/cup", ann, 5);
    assert.equal(stocked.status, 204, stocked.text);
    const order = { lines: [{ sku: "cup", quantity: 3 }] };
    const place_order = (key: string) => call(place, "POST /orders", { ...ann, "idempotency-key": key }, order);
    const [placed, repeated] = [await place_order("k-1"), await place_order("k-1")];
    assert.deepEqual([placed.status, placed.json.total], [201, 2100], placed.text);
    assert.deepEqual(repeated, placed);
    // Three of five are gone, once.
    const refused = await place_order("k-2");
    assert.deepEqual([refused.status, refused.json], [409, { error: "Out of stock", skus: ["cup"] }]);
    const other = await call(place, "POST /orders", { ...ann, "idempotency-key": "k-1" }, { ...order, note: "Another" });
    assert.equal(other.status, 422, other.text);

    const { id } = placed.json;
    const ids = async (path: string, of = ann) => (await call(place, `GET ${path}`, of)).json.map((order: any) => order.id);
    assert.deepEqual([await ids("/orders"), await ids("/packing"), await ids("/orders", caller("ben", "read"))], [[id], [id], []]);
    assert.equal((await call(place, `GET /orders/${id}`, caller("ben", "read"))).status, 404);
    const changed = await call(place, `PATCH /orders/${id}`, { ...ann, "if-match": '"1"' }, { note: "Soon" });
    assert.deepEqual([changed.status, changed.json.note], [200, "Soon"], changed.text);

    const packed = await call(place, `POST /orders/${id}/packing`, ann);
    assert.equal(packed.status, 202, packed.text);
    const read = () => call(place, `GET /orders/${id}/receipt`, ann);
    assert.equal((await read()).status, 404);
    assert.equal((await call(place, `PUT /orders/${id}/receipt`, ann)).status, 204);
    const { url } = (await call(place, `GET /orders/${id}/receipt/link`, ann)).json;
    const linked = await fetch(url);
    assert.deepEqual([linked.status, await linked.text()], [200, (await read()).text]);
    assert.equal((await fetch(url.replace("/ann/", "/ben/"))).status, 403);

    assert.equal((await call(place, `PUT /orders/${id}/shipment`, ann)).status, 205);
    assert.deepEqual(await ids("/packing"), []);
    assert.equal((await call(place, `DELETE /orders/${id}`, ann)).status, 204);
    assert.deepEqual(await ids("/orders"), []);
  }));

test("what was sent to the queue is in it, once", () => {
  const { QueueUrl } = shop.outputs.Orders!;
  const { Messages } = shop.aws.boto("sqs", "receive_message", { QueueUrl, MaxNumberOfMessages: 10 });
  assert.deepEqual(Messages.map(({ Body }: any) => JSON.parse(Body).customer), ["ann"]);
});

test("a function has its settings, and fetches its secrets by its role", () =>
  everywhere(shop.whole, async (place) => {
    const { status, json, text } = await call(place, `GET /orders/${ID}/charge`, caller("ann", "read"));
    assert.equal(status, 200, text);
    assert.deepEqual([json.key_ends, json.seconds, json.has_webhook], ["leth", 5, true]);
    assert.equal(json.url, `https://pay.example.com/v1/charges/${ID}`);
    assert.equal((await call(place, "GET /catalogue/cup")).json, 700);
    assert.doesNotMatch(place.log(), /shibboleth/);
  }));

test("what a role lacks is refused, and the log names it", () =>
  everywhere(shop.lacking, async (place) => {
    const order = { lines: [{ sku: "cup", quantity: 3 }] };
    const internal = { error: "Internal server error" };
    const placed = await call(place, "POST /orders", { ...caller("ann", "write"), "idempotency-key": "k-1" }, order);
    assert.deepEqual([placed.status, placed.json], [500, internal]);
    const read = await call(place, `GET /orders/${ID}/receipt`, caller("ann", "read"));
    assert.deepEqual([read.status, read.json], [500, internal]);
    for (const action of ["dynamodb:UpdateItem", "s3:GetObject"]) {
      const lines = place.log().split("\n").filter((line) => line.includes(`is not authorized to perform: ${action}`));
      assert.ok(lines.some((line) => line.includes("AccessDenied")), action);
    }
  }));

test("without the grants of its secrets a function does not start, and its log says why", async () => {
  const [deployed] = shop.lacking as [Place];
  const { status } = await call(deployed, `GET /orders/${ID}/charge`, caller("ann", "read"));
  assert.ok(status >= 500, String(status));
  assert.match(deployed.log(), /`STRIPE_KEY` cannot be fetched: AccessDenied/);
  assert.match(deployed.log(), /`WEBHOOK_KEY` cannot be fetched: AccessDenied/);
  assert.doesNotMatch(deployed.log(), /shibboleth/);
});

test("each role has the statements of its signature, and no secret stands in what is deployed", () => {
  const files = readdirSync(shop.folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  assert.ok(["whole.json", join("assembly", "Orders.template.json"), join("assembly", "manifest.json")].every((file) => files.includes(file)), files.join());
  for (const file of files) assert.doesNotMatch(readFileSync(join(shop.folder, file), "utf8"), /shibboleth/, file);
  const template = JSON.parse(readFileSync(join(shop.assembly, "Orders.template.json"), "utf8"));
  const granted = Object.entries(statements(template)).filter(([, statements]) => statements.length > 0);
  const arn = "arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret";
  const shops = shop.aws.boto("secretsmanager", "describe_secret", { SecretId: "shop" }).ARN;
  assert.deepEqual(Object.fromEntries(granted), {
    cancel_order: ["dynamodb:DeleteItem on OrdersTable"],
    carrier: ["dynamodb:GetItem on CarriersTable"],
    change_order: ["dynamodb:UpdateItem on OrdersTable"],
    charge: [`secretsmanager:GetSecretValue on ${arn}:hook-??????`, `secretsmanager:GetSecretValue on ${shops}`],
    count: ["dynamodb:PutItem on StockTable"],
    invoice: ["dynamodb:GetItem on OrdersTable"],
    my_orders: ["dynamodb:Query on OrdersTable"],
    order: ["dynamodb:GetItem on OrdersTable"],
    pack: ["dynamodb:GetItem on OrdersTable", "sqs:SendMessage on Jobs"],
    pickups: ["dynamodb:Query on OrdersTable/index/ByStatus"],
    place_order: ["dynamodb:GetItem on IdempotencyTable", "dynamodb:PutItem on IdempotencyTable", "dynamodb:PutItem on OrdersTable", "dynamodb:UpdateItem on StockTable"],
    receipt: ["s3:GetObject on Receipts/*"],
    receipt_link: ["s3:GetObject on Receipts/*"],
    ship: ["dynamodb:UpdateItem on OrdersTable"],
    take_on: ["dynamodb:PutItem on CarriersTable"],
    to_pack: ["dynamodb:Query on OrdersTable/index/ByStatus"],
    write_receipt: ["dynamodb:GetItem on OrdersTable", "s3:PutObject on Receipts/*"],
  });
});
