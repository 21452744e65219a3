// An issuer of tokens on this machine: its key, its two documents over TLS, and tokens with anything in them.

import { execFileSync } from "node:child_process";
import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { join } from "node:path";

type Claims = Record<string, unknown>;

const encoded = (part: string | Buffer) => Buffer.from(part).toString("base64url");

/** An RSA key, and the name that a token gives it. */
export class Key {
  readonly pair = generateKeyPairSync("rsa", { modulusLength: 2048 });

  constructor(readonly kid: string) {}

  /** A token with this header, signed as RS256. */
  token(header: Claims, claims: Claims): string {
    const signed = unsigned(header, claims);
    return `${signed}.${encoded(sign("sha256", Buffer.from(signed), this.pair.privateKey))}`;
  }

  get header(): Claims {
    return { alg: "RS256", typ: "JWT", kid: this.kid };
  }
}

/** The two parts of a token that are signed. */
export function unsigned(header: Claims, claims: Claims): string {
  return [header, claims].map((part) => encoded(JSON.stringify(part))).join(".");
}

/** A token that takes the public key for a secret that two share. */
export function hashed(key: Key, claims: Claims): string {
  const signed = unsigned({ ...key.header, alg: "HS256" }, claims);
  const secret = pem(key.pair.publicKey);
  return `${signed}.${encoded(createHmac("sha256", secret).update(signed).digest())}`;
}

function pem(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

/** The issuer, whose certificate whoever asks it has to trust. */
export class Issuer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
    readonly certificate: string,
    readonly key: Key,
  ) {}

  static async start(folder: string): Promise<Issuer> {
    const [key, certificate] = [join(folder, "issuer.key"), join(folder, "issuer.pem")];
    const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...name], { stdio: "pipe" });
    const own = new Key("the-issuers");
    const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, ({ url }, answer) => {
      const jwks = { keys: [{ ...own.pair.publicKey.export({ format: "jwk" }), kid: own.kid, use: "sig", alg: "RS256" }] };
      const pages: Record<string, unknown> = { "/.well-known/openid-configuration": { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }, "/keys": jwks };
      const page = pages[url ?? ""];
      answer.writeHead(page ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(page ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const issuer = new Issuer(server, `https://localhost:${address.port}`, certificate, own);
    return issuer;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
