// What properties must be. `tsx` runs an app without checking its types, and what is of another type would then be an
// error somewhere inside of CDK, or part of a template that AWS refuses.

import { type Duration, type Size, SizeRoundingBehavior, Token } from "aws-cdk-lib";
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
    if (value === undefined || Token.isUnresolved(value) || is(value)) return [];
    return [`\`${prefix}${key}\` must be ${must}, got ${shown(value)}`];
  });
}

/** A construct or another object of CDK, known by a member: it may be of another copy of `aws-cdk-lib`. */
export function having(member: string, must: string): Form {
  return { must, is: (value) => has(value, member) };
}

/** Several of those. */
export function several(member: string, must: string, most = Infinity): Form {
  const one = having(member, must);
  return { must, is: (value) => Array.isArray(value) && value.length <= most && value.every(one.is) };
}

/** An object, whatever its members are: what looks at them tells what is wrong with those. */
export function object(must: string): Form {
  return { must, is: isObject };
}

/** A member of an enumeration of CDK. */
export function member(enumeration: object, name: string, example: string): Form {
  // An enumeration of numbers also has its names, by number.
  const members = Object.entries(enumeration).flatMap(([key, value]) => (/^\d/.test(key) ? [] : [value]));
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
    is: (value) => has(value, "toSeconds") && ((value as Duration).isUnresolved() || isWithin(of(value as Duration), minimum, maximum)),
    shown: (value) => (has(value, "toSeconds") ? `${of(value)} seconds` : quoted(value)),
  };
}

/** A size of whole mebibytes. */
export function mebibytes(minimum: number, maximum: number): Form {
  const of = (value: Size) => value.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / 1024;
  return {
    must: `a \`Size\` of ${minimum} to ${maximum} whole MiB`,
    is: (value) => has(value, "toMebibytes") && ((value as Size).isUnresolved() || isWithin(of(value as Size), minimum, maximum)),
    shown: (value) => (has(value, "toMebibytes") ? `${of(value)} MiB` : quoted(value)),
  };
}

/** Something with members, and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is an object that has the member, be it its own or its class's. */
export function has(value: unknown, member: string): boolean {
  return isObject(value) && member in value;
}

function isWithin(value: unknown, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}
