// For which processor the functions are built, as `cargo run -- build` reads it too.

import * as lambda from "aws-cdk-lib/aws-lambda";

/**
 * The architecture that the environment names.
 *
 * @throws one sentence when `FINGERPOST_ARCHITECTURE` names none
 */
export function architecture(): lambda.Architecture {
  const value = process.env.FINGERPOST_ARCHITECTURE || "arm64";
  if (value === "arm64") return lambda.Architecture.ARM_64;
  if (value === "x86_64") return lambda.Architecture.X86_64;
  throw new Error(`FINGERPOST_ARCHITECTURE must be arm64 or x86_64, not ${JSON.stringify(value)}`);
}
