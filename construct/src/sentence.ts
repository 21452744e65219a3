// What is wrong with a value, in one sentence: which key, what it must be, and what was found.

import type { ErrorObject } from "ajv";

/** Characters of a wrong value that a sentence quotes. */
const QUOTED = 80;

/**
 * The sentence for the errors of one value.
 *
 * @param whole what the value is called where no key of it is meant
 */
export function sentence(errors: readonly ErrorObject[], whole: string): string {
  const error = nearest(errors);
  const at = keyPath(error.instancePath);
  const key = (name: string) => `\`${at}${step(name, at === "")}\``;
  const subject = at === "" ? whole : `\`${at}\``;
  switch (error.keyword) {
    case "required":
      return `${key(error.params.missingProperty)} is missing`;
    case "additionalProperties": {
      const known = Object.keys(error.parentSchema?.properties ?? {}).map((name) => `\`${name}\``);
      return `${key(error.params.additionalProperty)} is unknown: ${subject} takes ${known.join(", ") || "no keys"}`;
    }
    default:
      return `${subject} ${must(error, errors)}, got ${quoted(error.data)}`;
  }
}

function must(error: ErrorObject, errors: readonly ErrorObject[]): string {
  const { params } = error;
  switch (error.keyword) {
    case "const": {
      const here = errors.filter(({ instancePath }) => instancePath === error.instancePath);
      const values = here.filter(({ keyword }) => keyword === "const").map(({ params }) => JSON.stringify(params.allowedValue));
      const others = here.filter((error) => error.keyword === "type" && !saysNothing(error));
      return `must be ${alternatives([...values, ...others.flatMap(types)])}`;
    }
    case "enum":
      return `must be ${alternatives(params.allowedValues.map((value: unknown) => JSON.stringify(value)))}`;
    case "type":
      return `must be ${alternatives(types(error))}`;
    case "minimum":
      return `must be at least ${params.limit}`;
    case "maximum":
      return `must be at most ${params.limit}`;
    case "minLength":
      return `must have at least ${params.limit} characters`;
    case "maxLength":
      return `must have at most ${params.limit} characters`;
    case "minItems":
      return `must have at least ${count(params.limit)}`;
    case "maxItems":
      return `must have at most ${count(params.limit)}`;
    case "uniqueItems":
      return "must not have the same entry twice";
    case "pattern":
      return `must match \`${params.pattern}\`${note(error.parentSchema?.description)}`;
    default:
      return error.message ?? "is wrong";
  }
}

/**
 * The error that is meant. Where a value may have one of several forms there are errors for each of
 * them: the form was meant that the value comes closest to, and never the `null` that says nothing.
 */
function nearest(errors: readonly ErrorObject[]): ErrorObject {
  const forms = errors.filter((error) => error.keyword !== "anyOf" && error.keyword !== "oneOf" && !saysNothing(error));
  const far = ({ keyword, data }: ErrorObject) => keyword === "type" || (keyword === "const" && typeof data === "object");
  const near = (error: ErrorObject) => 2 * error.instancePath.split("/").length + Number(!far(error));
  const [first] = forms.sort((one, other) => near(other) - near(one));
  return first ?? errors[errors.length - 1]!;
}

/** The type of a form that is one value, or `null`. */
function saysNothing({ keyword, params, parentSchema = {} }: ErrorObject): boolean {
  return keyword === "type" && (params.type === "null" || "const" in parentSchema);
}

/** `/routes/0/memoryMb` as one writes it: `routes[0].memoryMb`. */
function keyPath(pointer: string): string {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names.reduce((path, name) => path + step(name, path === ""), "");
}

function step(name: string, first: boolean): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  if (!/^\w+$/.test(name)) return `[${quoted(name)}]`;
  return first ? name : `.${name}`;
}

/** The types that an error names: `an object`. */
function types({ params }: ErrorObject): string[] {
  const all: string[] = [params.type].flat().filter((type) => type !== "null");
  return all.map((type) => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`));
}

function alternatives(all: readonly string[]): string {
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${all[all.length - 1]}` : all.join("");
}

/** A schema's description behind its pattern, which few read with ease. */
function note(description: unknown): string {
  if (typeof description !== "string") return "";
  const text = description.replace(/\.$/, "").replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
  return ` (${text})`;
}

function count(entries: number): string {
  return entries === 1 ? "1 entry" : `${entries} entries`;
}

/** A wrong value as a sentence shows it. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${count(value.length)}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function") return "a function";
  if (typeof value !== "string") return String(value);
  return printable(JSON.stringify(value.length <= QUOTED ? value : `${value.slice(0, QUOTED)}…`));
}

/** A name as a sentence shows it: it may be an English word. */
export function named(name: string): string {
  return `\`${printable(name)}\``;
}

/** Text of a file as a terminal may show it: without what would move its cursor or turn its words around. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
