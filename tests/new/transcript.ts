// What a project's commands took, each printed as it ends, and summed by who took it: the seconds that went by, and the
// seconds of the processors. The latter are the same on a machine that others use, too.

/** Who a command's seconds go to. `npm` is its registry and AWS's command line, too. */
export type Whose = "cargo" | "npm" | "ours";

/** Characters of a command that are shown: that which builds what is deployed has all of its profile in it. */
const LONGEST = 120;

export class Transcript {
  private readonly sums = { cargo: [0, 0], npm: [0, 0], ours: [0, 0] } satisfies Record<Whose, [number, number]>;

  /** Where the processors' seconds are not known, they are those that went by. */
  took(whose: Whose, seconds: number, what: string, ofProcessors = seconds): void {
    this.sums[whose][0]! += seconds;
    this.sums[whose][1]! += ofProcessors;
    const shown = what.length > LONGEST ? `${what.slice(0, LONGEST)}…` : what;
    console.log(`${seconds.toFixed(1).padStart(7)} s ${ofProcessors.toFixed(1).padStart(7)} s of CPU  ${whose.padEnd(5)}  ${shown}`);
  }

  /** Seconds of the processors so far. */
  ofProcessors(whose: Whose): number {
    return this.sums[whose][1]!;
  }

  print(): void {
    for (const [whose, [seconds, ofProcessors]] of Object.entries(this.sums)) {
      console.log(`${whose}: ${seconds!.toFixed(1)} s, ${ofProcessors!.toFixed(1)} s of CPU`);
    }
  }
}
