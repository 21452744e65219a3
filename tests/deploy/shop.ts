// The orders API in two places at once: deployed to an AWS that enforces each function's role, and served here. It is
// deployed once more with some grants taken out.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Emulator } from "./emulator.ts";
import { Issuer } from "./issuer.ts";

const EXECUTABLE = resolve(process.env.CARGO_TARGET_DIR ?? "target", "debug/orders");
/** What stands nowhere but in Secrets Manager. */
const SECRETS = { shop: JSON.stringify({ stripe: "sk_live_shibboleth" }), hook: "hook_shibboleth" };

type At = "deployed" | "lacking" | "local";

/** The API at one place. */
export interface Place {
  readonly name: At;
  readonly url: string;
  /** What its functions have logged. */
  readonly log: () => string;
}

/** Everything that is started for the test. */
export class Shop {
  private readonly places = new Map<At, Place>();
  private emulator: Emulator | undefined;
  private served: ChildProcess | undefined;
  /** Of what each setting that is a secret is a reference to: an ARN. */
  readonly secrets: Record<string, string> = {};

  private constructor(
    readonly folder: string,
    private readonly issuer: Issuer,
  ) {}

  get deployed(): Place {
    return this.places.get("deployed")!;
  }

  get lacking(): Place {
    return this.places.get("lacking")!;
  }

  get local(): Place {
    return this.places.get("local")!;
  }

  /** Starts all of it; `lack` takes grants out of a manifest. */
  static async open(lack: (manifest: any) => void): Promise<Shop> {
    execFileSync("node", ["tests/executables.mjs", "orders"], { stdio: "inherit" });
    const folder = mkdtempSync(join(tmpdir(), "fingerpost-orders-"));
    const issuer = await Issuer.start(folder);
    const shop = new Shop(folder, issuer);
    try {
      shop.emulator = await Emulator.start({ SSL_CERT_FILE: issuer.certificate });
      const [whole, lacking] = [shop.manifest("whole"), shop.manifest("lacking", lack)];
      shop.deploy(whole, lacking, shop.emulator);
      await shop.serve(whole);
      return shop;
    } catch (error) {
      // What has started would keep the test from its end.
      shop.close();
      throw error;
    }
  }

  /** Writes the API's manifest, with the issuer of the test. */
  private manifest(name: string, change: (manifest: any) => void = () => {}): string {
    const manifest = JSON.parse(execFileSync(EXECUTABLE, ["manifest"], { encoding: "utf8" }));
    manifest.api.authorizers.jwt.jwt.issuer = this.issuer.url;
    change(manifest);
    const file = join(this.folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(manifest));
    return file;
  }

  private deploy(whole: string, lacking: string, aws: Emulator): void {
    const assembly = join(this.folder, "assembly");
    const [code, outputs] = [join(this.folder, "code"), join(this.folder, "outputs.json")];
    mkdirSync(code);
    execFileSync("strip", ["-o", join(code, "bootstrap"), EXECUTABLE]);
    const { ARN } = aws.boto("secretsmanager", "create_secret", { Name: "shop", SecretString: SECRETS.shop });
    aws.boto("secretsmanager", "create_secret", { Name: "hook", SecretString: SECRETS.hook });
    Object.assign(this.secrets, { STRIPE_KEY: ARN, WEBHOOK_KEY: "arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:hook-??????" });
    const context = Object.entries({ whole, lacking, code, secret: ARN }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    aws.cdk("synth", "--quiet", "-o", assembly, "--app", "node --import tsx tests/deploy/orders-app.ts", ...context);
    aws.bootstrap(assembly);
    aws.cdk("deploy", "--all", "--app", assembly, "--require-approval", "never", "--outputs-file", outputs);
    const told = JSON.parse(readFileSync(outputs, "utf8"));
    for (const [stack, name] of [["Orders", "deployed"], ["Lacking", "lacking"]] as const) {
      const url = `${aws.url}/_aws/execute-api/${told[stack].ApiId}/$default`;
      this.places.set(name, { name, url, log: () => aws.logged(stack) + aws.log() });
    }
  }

  private async serve(manifest: string): Promise<void> {
    const options = ["serve", "--binary", EXECUTABLE, "--manifest", manifest, "--in-memory", "--port", "0"];
    const settings = { CUP_PRICE: "700", PAYMENTS_URL: "https://pay.example.com/v1/", STRIPE_KEY: "sk_live_shibboleth", WEBHOOK_KEY: "hook_shibboleth" };
    const env = { ...process.env, ...settings, SSL_CERT_FILE: this.issuer.certificate };
    const child = (this.served = spawn(EXECUTABLE, options, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"], env }));
    let said = "";
    child.stderr!.on("data", (text) => (said += text));
    for await (const line of createInterface({ input: child.stdout! })) {
      const [, url] = line.match(/^listening on (\S+)/) ?? [];
      if (url) return void this.places.set("local", { name: "local", url, log: () => said });
    }
    throw new Error(`the local cloud did not come up:\n${said}`);
  }

  /** The header of a caller with these scopes. */
  bearer(sub: string, ...scopes: string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.issuer.url, aud: "orders", sub, iat: now, exp: now + 3600, scope: scopes.join(" ") };
    return `Bearer ${this.issuer.key.token(this.issuer.key.header, claims)}`;
  }

  close(): void {
    this.served?.kill();
    this.emulator?.stop();
    this.issuer.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
