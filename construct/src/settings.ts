// What functions are deployed with: the texts of settings, and references to secrets. A function gets those that it
// reads; a secret's value stands nowhere here.

import type * as iam from "aws-cdk-lib/aws-iam";
import type { Manifest } from "./manifest.js";
import { type DeclaredFunction, functionsOf, naming } from "./manifest-functions.js";
import { given, unknownNames } from "./names.js";
import { Secret } from "./secret.js";
import { quoted } from "./sentence.js";
import type { Setting } from "./setting-checks.js";

/** What is given for settings, by variable. */
type Given = Readonly<Record<string, string | Secret>> | undefined;

/** One sentence for each setting that is missing, that no function reads, or that is not what its functions read. */
export function settingMistakes(manifest: Manifest, here: Given): string[] {
  const read = new Map<string, { secret: boolean; readers: DeclaredFunction[]; needing: DeclaredFunction[] }>();
  for (const declared of functionsOf(manifest)) {
    for (const { variable, secret = false, optional = false } of declared.settings) {
      const entry = read.get(variable) ?? { secret, readers: [], needing: [] };
      entry.readers.push(declared);
      if (!optional) entry.needing.push(declared);
      read.set(variable, entry);
    }
  }
  const unknown = unknownNames("settings", here, [...read.keys()].map((name) => ({ name })));
  const wrong = [...read].flatMap(([variable, { secret, readers, needing }]) => {
    const value = given(here, variable);
    const prop = `\`settings.${variable}\``;
    if (value !== undefined) return wrongSetting(prop, secret, value, readers);
    if (needing.length === 0) return [];
    const how = secret ? "Secret.fromSecretsManager(…)" : '"…"';
    return [`${prop} is missing, which is read by ${naming(needing)}: \`settings: { ${variable}: ${how} }\` gives it`];
  });
  return [...unknown, ...wrong];
}

/** What is wrong with a value that is given. No sentence shows it. */
function wrongSetting(prop: string, secret: boolean, value: unknown, readers: readonly DeclaredFunction[]): string[] {
  const references = "`Secret.fromSecretsManager(…)` or `Secret.fromSsmParameter(…)`";
  if (secret && typeof value === "string") return [`${prop} is a secret, and as a text it would stand in the template: give ${references}`];
  if (secret && !(value instanceof Secret)) return [`${prop} is a secret, and must be ${references}, got ${kind(value)}`];
  if (!secret && value instanceof Secret) return [`${prop} is a plain setting, which is given as a text: it is read without being fetched by ${naming(readers)}`];
  if (!secret && typeof value !== "string") return [`${prop} must be a text, got ${kind(value)}`];
  return value === "" ? [`${prop} is empty, and an empty variable counts as one that is not set`] : [];
}

function kind(value: unknown): string {
  return typeof value === "object" ? quoted(value) : `a ${typeof value}`;
}

/** The settings of a deployment, which the manifest asks for. */
export class Settings {
  constructor(private readonly given: Given) {}

  /** The variables of a function that reads these. */
  environment(settings: readonly Setting[]): Record<string, string> {
    const entries = settings.flatMap(({ variable }): [string, string][] => {
      const value = given(this.given, variable);
      if (value === undefined) return [];
      return [value instanceof Secret ? [`FINGERPOST_SECRET_${variable}`, value.reference] : [variable, value]];
    });
    return Object.fromEntries(entries);
  }

  /** What a function may do that reads these: each secret once, whichever fields of it are read. */
  statements(settings: readonly Setting[]): iam.PolicyStatement[] {
    const all = settings.flatMap(({ variable }) => {
      const value = given(this.given, variable);
      return value instanceof Secret ? value.statements : [];
    });
    return [...new Map(all.map((statement) => [JSON.stringify(statement), statement])).values()];
  }
}
