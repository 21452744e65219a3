// An AWS on this machine: ministack, with IAM enforced, on a port and in a folder of its own.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, openSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { arch, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BIN = resolve("target/aws/bin");

/** The emulated AWS, and how to reach it. */
export class Emulator {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(variables: Record<string, string> = {}): Promise<Emulator> {
    const folder = mkdtempSync(join(tmpdir(), "fingerpost-aws-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const log = openSync(join(folder, "log"), "w");
    // Its functions inherit its environment: give it nothing of ours.
    const child = spawn(join(BIN, "ministack"), [], {
      env: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        HOME: folder,
        TMPDIR: folder,
        STATE_DIR: join(folder, "state"),
        GATEWAY_PORT: String(port),
        BIND_HOST: "127.0.0.1",
        MINISTACK_HOST: "localhost",
        AUTH: "true",
        IOT_MTLS_ENABLED: "0",
        SFTP_ENABLED: "0",
        AWS_ENDPOINT_URL: url,
        ...variables,
      },
      stdio: ["ignore", log, log],
      detached: true,
    });
    // One that is not installed says so here, and never starts.
    child.once("error", ({ message }) => writeSync(log, `${message}: \`node tests/install.mjs\` installs it\n`));
    const emulator = new Emulator(child, folder, url);
    try {
      await emulator.ready();
    } catch (error) {
      emulator.stop();
      throw error;
    }
    return emulator;
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline && this.child.exitCode === null) {
      const up = await fetch(`${this.url}/_ministack/health`).then((answer) => answer.ok, () => false);
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the emulated AWS did not come up:\n${this.log()}`);
  }

  /** What it wrote so far, its functions' output included. */
  log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** The environment in which AWS's tools reach it, and nothing else. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      CDK_DEFAULT_ACCOUNT: "000000000000",
      CDK_DEFAULT_REGION: "us-east-1",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      CDK_DISABLE_VERSION_CHECK: "1",
      // The template tests have validated it; here it would cost seconds each time.
      CDK_VALIDATION: "false",
      FINGERPOST_ARCHITECTURE: arch() === "arm64" ? "arm64" : "x86_64",
      CI: "true",
    };
  }

  /** Runs the CDK command line against it. */
  cdk(...args: string[]): void {
    this.run("npx", ["cdk", ...args, "--no-build", "--no-notices"]);
  }

  /** Makes what CDK deploys by: for an assembly, or by a command that runs CDK in a project. */
  bootstrap(by: string | ((...args: string[]) => void)): void {
    const cdk = typeof by === "string" ? (...args: string[]) => this.cdk(...args, "--app", by) : by;
    cdk("bootstrap", "aws://000000000000/us-east-1");
    // The bucket's policy asks for TLS, which the emulator does not speak.
    this.boto("s3", "delete_bucket_policy", { Bucket: "cdk-hnb659fds-assets-000000000000-us-east-1" });
  }

  /** Calls an AWS API with boto3, which cfn-lint brings. */
  boto(service: string, call: string, args: object = {}): any {
    const program =
      "import boto3, json, sys; service, call, args = sys.argv[1:]; " +
      "print(json.dumps(getattr(boto3.client(service), call)(**json.loads(args)), default=str))";
    return JSON.parse(this.run(join(BIN, "python"), ["-c", program, service, call, JSON.stringify(args)]));
  }

  /** What the functions of stacks whose names have this in them logged, a line each. */
  logged(stack: string): string {
    const program =
      "import boto3, sys; logs = boto3.client('logs'); " +
      "names = [group['logGroupName'] for group in logs.describe_log_groups()['logGroups']]; " +
      "print('\\n'.join(event['message'] for name in names if sys.argv[1] in name " +
      "for event in logs.filter_log_events(logGroupName=name)['events']))";
    return this.run(join(BIN, "python"), ["-c", program, stack]);
  }

  private run(command: string, args: string[]): string {
    try {
      return execFileSync(command, args, { env: this.environment, encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 26 });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.slice(0, 4).join(" ")} failed:\n${stdout ?? ""}${stderr ?? error}`);
    }
  }

  /** Ends it and every function process it started. */
  stop(): void {
    try {
      process.kill(-this.child.pid!, "SIGKILL");
    } catch {
      // It has ended already.
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
