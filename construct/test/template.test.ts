// The whole template that the reference API becomes: the reviewed one, and cdk-nag's opinion of it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks } from "cdk-nag";
import { api } from "./fixture.ts";

/** The rules of AwsSolutions that an app breaks. */
function findings(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const output = console.error;
  console.error = () => {};
  try {
    app.synth();
    return [];
  } catch {
    // It throws when it finds something, and leaves a report.
  } finally {
    console.error = output;
  }
  const report = JSON.parse(readFileSync(join(app.outdir, "validation-report.json"), "utf8"));
  const nag = report.pluginReports.flatMap((plugin: any) => plugin.violations);
  return nag.map((violation: any) => `${violation.ruleName}: ${violation.violatingConstructs.length}`);
}

test("the template is the one that was reviewed", () => {
  const golden = "construct/test/template.golden.json";
  const template = JSON.stringify(Template.fromStack(api().stack).toJSON(), undefined, 2).replace(/"[0-9a-f]{64}\.zip"/g, '"CODE.zip"') + "\n";
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, template);
  const message = `${golden} differs: read what changed, then UPDATE_GOLDEN=1 npm run test:infra`;
  assert.equal(template, readFileSync(golden, "utf8"), message);
});

test("cdk-nag finds nothing but open routes", () => {
  const app = new App();
  api({}, app);
  assert.deepEqual(findings(app), ["AwsSolutions-APIG4: 4"]);
});

test("once it is said that the routes are open, cdk-nag finds nothing", () => {
  const app = new App();
  const { stack } = api({}, app);
  const reason = "The reference API is open to everyone, as the tutorial's is";
  Validations.of(stack).acknowledge({ id: "AwsSolutions-APIG4", reason });
  assert.deepEqual(findings(app), []);
});
