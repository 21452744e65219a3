// A checker for each JSON Schema: it tells whether a value has the schema's form, and what is wrong.

import { Ajv2020, type SchemaObject } from "ajv/dist/2020.js";
import { sentence } from "./sentence.js";

/** Takes a value that has the form of `T`, and throws one sentence about any other. */
export type Check<T> = (value: unknown) => asserts value is T;

/**
 * Makes the checker of a schema.
 *
 * @param whole what the value is called where no key of it is meant: `the manifest`
 */
export function checker<T>(schema: SchemaObject, whole: string): Check<T> {
  const validate = ajv.compile<T>(schema);
  return (value) => {
    if (!validate(value)) throw new Error(sentence(validate.errors!, whole));
  };
}

// Not strict, so that a schema may carry notes of its own: its formats say which numbers Rust has. What
// an object inherits is not in the file.
const ajv = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true, verbose: true });
