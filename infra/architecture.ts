// Which processor the functions are built for and run on: one answer for the build and the stack.

/** As `FINGERPOST_ARCHITECTURE` says it. */
export type Architecture = "arm64" | "x86_64";

/**
 * The architecture to build and deploy: arm64 unless `FINGERPOST_ARCHITECTURE` says x86_64.
 *
 * @throws one sentence for anything else
 */
export function architecture(): Architecture {
  const value = process.env.FINGERPOST_ARCHITECTURE || "arm64";
  if (value === "arm64" || value === "x86_64") return value;
  throw new Error(`FINGERPOST_ARCHITECTURE is arm64 or x86_64, got ${value}`);
}
