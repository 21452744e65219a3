// What the checker says of forms that the manifest may come to have: its schema is written elsewhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checker } from "../src/check.ts";

const WORD_OR_LIST = {
  oneOf: [
    { type: "string", const: "all" },
    { type: "string", const: "none" },
    { type: "object", properties: { include: { type: "array" } }, required: ["include"], additionalProperties: false },
  ],
};

const cases: [string, object, unknown, string][] = [
  ["an enum", { enum: ["in", "out"] }, "up", 'must be "in" or "out", got "up"'],
  ["a mistake inside what may be missing", { anyOf: [{ type: "object", properties: { ttl: { $ref: "#/$defs/Seconds" } } }, { type: "null" }] }, { ttl: "5" }, '.ttl` must be an integer, got "5"'],
  ["one type of two", { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }, [1], "[0]` must be a string, got 1"],
  ["a range by reference", { $ref: "#/$defs/Seconds", description: "A use." }, 0, "must be at least 1, got 0"],
  ["a type or nothing", { type: ["integer", "null"] }, true, "must be an integer, got true"],
  ["nothing but a type by reference", { anyOf: [{ $ref: "#/$defs/Seconds" }, { type: "null" }] }, {}, "must be an integer, got an object"],
  ["nothing first, then a type", { anyOf: [{ type: "null" }, { $ref: "#/$defs/Seconds" }] }, {}, "must be an integer, got an object"],
  ["a form that is nearer than a type", { anyOf: [{ type: "string" }, { type: "object", required: ["a"] }] }, {}, ".a` is missing"],
  ["a word where an object may stand", WORD_OR_LIST, "some", 'must be "all", "none" or an object, got "some"'],
  ["an object that lacks what makes it one", WORD_OR_LIST, {}, ".include` is missing"],
  ["an object that holds something else", WORD_OR_LIST, { include: "x" }, '.include` must be an array, got "x"'],
  ["nothing where a word or an object may stand", WORD_OR_LIST, null, 'must be "all", "none" or an object, got null'],
  ["a key that a pointer escapes", { additionalProperties: { type: "integer" } }, { "a/~b": "x" }, '["a/~b"]` must be an integer, got "x"'],
  ["text that is too long", { type: "string", maxLength: 2 }, "abc", 'must have at most 2 characters, got "abc"'],
  ["a keyword that has no words here", { not: {} }, 1, "must NOT be valid, got 1"],
];

for (const [what, schema, value, expected] of cases) {
  test(`${what} is told apart`, () => {
    const $defs = { Seconds: { type: "integer", format: "uint32", minimum: 1 } };
    const check: (value: unknown) => void = checker({ type: "object", properties: { it: schema }, $defs }, "the whole");
    const sentence = /^[.[]/.test(expected) ? `\`it${expected}` : `\`it\` ${expected}`;
    assert.throws(() => check({ it: value }), { message: sentence });
  });
}

test("a key that is no word is quoted, and its end cannot be forged", () => {
  const check: (value: unknown) => void = checker({ type: "object", properties: { a: {} }, additionalProperties: false }, "the whole");
  assert.throws(() => check({ "x` is fine\u202e": 1 }), { message: '`["x` is fine\\u{202e}"]` is unknown: the whole takes `a`' });
  assert.throws(() => check({ "a/~b": 1 }), { message: '`["a/~b"]` is unknown: the whole takes `a`' });
});
