// What properties must be. `tsx` runs an app without checking its types, and what is of another type would then be an
// error somewhere inside of CDK, or part of a template that AWS refuses.

import { type Duration, type Size, Token } from "aws-cdk-lib";
import { quoted } from "./sentence.js";

/** What a property must be. */
export interface Form {
  /** In words that follow "must be". */
  readonly must: string;
  readonly is: (value: unknown) => boolean;
  /** How a sentence shows a value that it is not; otherwise as `quoted` does. */
  readonly shown?: (value: any) => string;
}

/** The forms of the properties of `T`. */
export type Forms<T> = { readonly [Key in keyof T]-?: Form };

/** One sentence for each property that is given and is not what it must be. A token may be anything. */
export function formMistakes(prefix: string, values: object, forms: Readonly<Record<string, Form>>): string[] {
  return Object.entries(forms).flatMap(([key, { must, is, shown = quoted }]) => {
    const value = (values as Record<string, unknown>)[key];
    if (value === undefined || value === null || Token.isUnresolved(value) || is(value)) return [];
    return [`\`${prefix}${key}\` must be ${must}, got ${shown(value)}`];
  });
}

/** A construct or another object of CDK, known by a member: it may be of another copy of `aws-cdk-lib`. */
export function having(member: string, must: string): Form {
  return { must, is: (value) => isObject(value) && member in value };
}

/** Several of those. */
export function several(member: string, must: string, most = Infinity): Form {
  const one = having(member, must);
  return { must, is: (value) => Array.isArray(value) && value.length <= most && value.every(one.is) };
}

/** An object that is no construct. */
export function object(must: string): Form {
  return { must, is: isObject };
}

/** A member of an enumeration of CDK. */
export function member(enumeration: object, name: string, example: string): Form {
  const members = Object.values(enumeration);
  return { must: `one of \`${name}\`, such as \`${name}.${example}\``, is: (value) => members.includes(value) };
}

/** A text that matches. */
export function text(pattern: RegExp, must: string): Form {
  return { must, is: (value) => typeof value === "string" && pattern.test(value) };
}

/** A whole number. */
export function wholeNumber(minimum: number, maximum = Infinity): Form {
  const range = maximum === Infinity ? `, ${minimum} or more` : ` from ${minimum} to ${maximum}`;
  return { must: `a whole number${range}`, is: (value) => isWithin(value, minimum, maximum) };
}

/** A time of whole seconds. */
export function seconds(minimum: number, maximum: number): Form {
  const of = (value: Duration) => value.toSeconds({ integral: false });
  return {
    must: `a \`Duration\` of ${minimum} to ${maximum} whole seconds`,
    is: (value) => having("toSeconds", "").is(value) && ((value as Duration).isUnresolved() || isWithin(of(value as Duration), minimum, maximum)),
    shown: (value) => (having("toSeconds", "").is(value) ? `${of(value)} seconds` : quoted(value)),
  };
}

/** A size of whole mebibytes. */
export function mebibytes(minimum: number, maximum: number): Form {
  const of = (value: Size) => value.toKibibytes() / 1024;
  return {
    must: `a \`Size\` of ${minimum} to ${maximum} whole MiB`,
    is: (value) => having("toMebibytes", "").is(value) && ((value as Size).isUnresolved() || isWithin(of(value as Size), minimum, maximum)),
    shown: (value) => (having("toMebibytes", "").is(value) ? `${of(value)} MiB` : quoted(value)),
  };
}

/** Something with members, and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}
