// What functions are deployed with, in the template: each setting where it is read, and of a secret the reference and
// the permission.

import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as kms from "aws-cdk-lib/aws-kms";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import * as ssm from "aws-cdk-lib/aws-ssm";
import { parseManifest, readManifest, type Manifest } from "../src/manifest.ts";
import { Secret } from "../src/secret.ts";
import { api, functions } from "./fixture.ts";

// The stack that the secrets are of has nothing in it, which a template may not be.
process.env.CDK_VALIDATION = "false";

type Given = Record<string, string | Secret>;

/** The reference API's manifest, of which this route reads these settings. */
function reading(...settings: object[]): Manifest {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  manifest.routes.find(({ name }: { name: string }) => name === "get_event").settings = settings;
  return parseManifest(manifest);
}

const URL = { variable: "BASE_URL" };
const KEY = { variable: "STRIPE_KEY", secret: true };

/** The template where these are given, by what is in another stack of the app. */
function template(manifest: Manifest, give: (elsewhere: Stack) => Given): Template {
  const app = new App();
  const elsewhere = new Stack(app, "Elsewhere", { env: { account: "123456789012", region: "eu-west-1" } });
  return Template.fromStack(api({ manifest, settings: give(elsewhere) }, app).stack);
}

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-a1B2c3";
const shop = (scope: Stack) => secretsmanager.Secret.fromSecretCompleteArn(scope, "Shop", ARN);

/** The variables of a function beside those of its tables. */
function variables(made: Template, handler: string): Record<string, unknown> {
  const all: Record<string, unknown> = functions(made).get(handler).Environment?.Variables ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("TABLE_NAME")));
}

/** What a function may do beside its tables and its log. */
function statements(made: Template, handler: string): any[] {
  const [id] = functions(made).get(handler).Role["Fn::GetAtt"];
  const { Policies } = made.findResources("AWS::IAM::Role")[id]!.Properties;
  const all: any[] = Policies[0].PolicyDocument.Statement;
  return all.filter(({ Action }) => !/^(dynamodb|logs):/.test([Action].flat()[0]));
}

test("a setting is a variable of the functions that read it, and of no others", () => {
  const made = template(reading(URL), () => ({ BASE_URL: "https://pay.example" }));
  assert.deepEqual(variables(made, "get_event"), { BASE_URL: "https://pay.example" });
  for (const other of ["list_events", "create_event", "delete_event"]) assert.deepEqual(variables(made, other), {});
  assert.deepEqual(statements(made, "get_event"), []);
});

test("of a secret the function has the reference, and may fetch that one", () => {
  const made = template(reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(shop(elsewhere)) }));
  assert.deepEqual(variables(made, "get_event"), { FINGERPOST_SECRET_STRIPE_KEY: ARN });
  assert.deepEqual(statements(made, "get_event"), [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: ARN }]);
  assert.deepEqual([variables(made, "list_events"), statements(made, "list_events")], [{}, []]);
  made.resourceCountIs("AWS::IAM::Policy", 0);
});

test("two fields of one secret are two references and one statement", () => {
  const manifest = reading(KEY, { variable: "STRIPE_ID", secret: true });
  const made = template(manifest, (elsewhere) => {
    const secret = shop(elsewhere);
    return { STRIPE_KEY: Secret.fromSecretsManager(secret, "key"), STRIPE_ID: Secret.fromSecretsManager(secret, "id") };
  });
  assert.deepEqual(variables(made, "get_event"), { FINGERPOST_SECRET_STRIPE_KEY: `${ARN}#key`, FINGERPOST_SECRET_STRIPE_ID: `${ARN}#id` });
  assert.equal(statements(made, "get_event").length, 1);
});

test("a secret that is known by its name has the suffix of six characters as the only wildcard", () => {
  const made = template(reading(KEY), (elsewhere) => ({
    STRIPE_KEY: Secret.fromSecretsManager(secretsmanager.Secret.fromSecretNameV2(elsewhere, "Shop", "shop")),
  }));
  const [{ Resource }] = statements(made, "get_event");
  assert.match(JSON.stringify(Resource), /:secretsmanager:eu-west-1:123456789012:secret:shop-\?{6}"/);
  assert.doesNotMatch(JSON.stringify(Resource), /\*/);
});

test("a parameter is fetched by its ARN", () => {
  const made = template(reading(KEY), (elsewhere) => ({
    STRIPE_KEY: Secret.fromSsmParameter(ssm.StringParameter.fromSecureStringParameterAttributes(elsewhere, "Key", { parameterName: "/shop/key" })),
  }));
  const reference = variables(made, "get_event").FINGERPOST_SECRET_STRIPE_KEY;
  assert.match(JSON.stringify(reference), /:ssm:eu-west-1:123456789012:parameter\/shop\/key"/);
  assert.deepEqual(statements(made, "get_event"), [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: reference }]);
});

test("where a secret has a key of its own, the function may decrypt with it through the service alone", () => {
  const key = "arn:aws:kms:eu-west-1:123456789012:key/1";
  const made = template(reading(KEY, { variable: "OTHER_KEY", secret: true }), (elsewhere) => {
    const encryptionKey = kms.Key.fromKeyArn(elsewhere, "Key", key);
    const secret = secretsmanager.Secret.fromSecretAttributes(elsewhere, "Shop", { secretCompleteArn: ARN, encryptionKey });
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(elsewhere, "Other", { parameterName: "other", encryptionKey });
    return { STRIPE_KEY: Secret.fromSecretsManager(secret), OTHER_KEY: Secret.fromSsmParameter(parameter) };
  });
  const decrypt = statements(made, "get_event").filter(({ Action }) => Action === "kms:Decrypt");
  const via = (service: string) => ({ Effect: "Allow", Action: "kms:Decrypt", Resource: key, Condition: { StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } } });
  assert.deepEqual(decrypt, [via("secretsmanager"), via("ssm")]);
});

test("a setting that a function does without may be left out", () => {
  const manifest = reading({ ...URL, optional: true }, { ...KEY, optional: true });
  assert.deepEqual(variables(template(manifest, () => ({})), "get_event"), {});
});

test("an authorizer's function has its settings, too", () => {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  const identity = [{ in: "header", name: "x-api-key" }];
  manifest.api.authorizers = { api_key: { function: { identity, memoryMb: 128, timeoutSeconds: 5, settings: [KEY] } } };
  const made = template(parseManifest(manifest), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(shop(elsewhere)) }));
  assert.deepEqual(variables(made, "api_key"), { FINGERPOST_SECRET_STRIPE_KEY: ARN });
  assert.equal(statements(made, "api_key").length, 1);
});

test("a secret that the stack makes stands nowhere with its value", () => {
  const app = new App();
  const elsewhere = new Stack(app, "Elsewhere");
  const secret = new secretsmanager.Secret(elsewhere, "Shop", { generateSecretString: { secretStringTemplate: "{}", generateStringKey: "key" } });
  const { stack } = api({ manifest: reading(KEY), settings: { STRIPE_KEY: Secret.fromSecretsManager(secret, "key") } }, app);
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  assert.doesNotMatch(text, /resolve:secretsmanager/);
  assert.match(text, /"#key"/);
});

const wrong: [string, Manifest, (elsewhere: Stack) => Given, RegExp][] = [
  ["a missing setting", reading(URL), () => ({}), /^`settings\.BASE_URL` is missing, which is read by the route `get_event`: `settings: \{ BASE_URL: "…" \}` gives it$/],
  ["a missing secret", reading(KEY), () => ({}), /^`settings\.STRIPE_KEY` is missing, which is read by the route `get_event`: `settings: \{ STRIPE_KEY: Secret\.fromSecretsManager\(…\) \}` gives it$/],
  ["an unknown setting", reading(URL), () => ({ BASE_URL: "x", BASE_URI: "x" }), /^`settings` names `BASE_URI`, which the manifest does not have; it has `BASE_URL`$/],
  ["a setting where there are none", reading(), () => ({ BASE_URL: "x" }), /^`settings` names `BASE_URL`, which the manifest does not have; it has none$/],
  ["a secret as a text", reading(KEY), () => ({ STRIPE_KEY: "sk_live_1" }), /^`settings\.STRIPE_KEY` is a secret, and as a text it would stand in the template/],
  ["a setting as a secret", reading(URL), (elsewhere) => ({ BASE_URL: Secret.fromSecretsManager(shop(elsewhere)) }), /^`settings\.BASE_URL` is a plain setting, which is given as a text: it is read without being fetched by the route `get_event`$/],
  ["a setting that is empty", reading(URL), () => ({ BASE_URL: "" }), /^`settings\.BASE_URL` is empty/],
  ["a setting that is not a text", reading(URL), () => ({ BASE_URL: 3 as unknown as string }), /^`settings\.BASE_URL` must be a text, got a number$/],
  ["a field without a name", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(shop(elsewhere), "") }), /^a field of a secret has a name/],
  ["a setting that is null", reading(URL), () => ({ BASE_URL: null as unknown as string }), /^`settings\.BASE_URL` must be a text, got null$/],
  ["a secret whose name has a wildcard", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(secretsmanager.Secret.fromSecretNameV2(elsewhere, "Every", "*")) }), /^a secret's name must be of one secret, without `\*` and `\?`, got "\*"$/],
  ["a field of a secret whose ARN has a wildcard", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(secretsmanager.Secret.fromSecretPartialArn(elsewhere, "Some", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:sho?"), "stripe") }), /^a secret's name must be of one secret, .* got "sho\?"$/],
  ["a parameter whose name has a wildcard", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSsmParameter(ssm.StringParameter.fromSecureStringParameterAttributes(elsewhere, "Below", { parameterName: "/a/*" })) }), /^a secret's name must be of one secret, .* got "\/a\/\*"$/],
  ["a secret of every region", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSecretsManager(secretsmanager.Secret.fromSecretPartialArn(elsewhere, "Some", "arn:aws:secretsmanager:*:123456789012:secret:shop")) }), /^a secret's ARN must be of one secret, without `\*` and `\?`, got "arn:aws:secretsmanager:\*:123456789012:secret:shop"$/],
  ["a construct in the place of a reference", reading(KEY), (elsewhere) => ({ STRIPE_KEY: shop(elsewhere) as never }), /^`settings\.STRIPE_KEY` is a secret, and must be `Secret\.fromSecretsManager\(…\)` or `Secret\.fromSsmParameter\(…\)`, got an object$/],
  ["a reference to a text", reading(KEY), () => ({ STRIPE_KEY: Secret.fromSecretsManager("sk_live_1" as never) }), /^`Secret\.fromSecretsManager` takes a construct, such as `secretsmanager\.Secret\.fromSecretNameV2\(…\)` returns, got a text$/],
  ["a reference to the name of a parameter", reading(KEY), () => ({ STRIPE_KEY: Secret.fromSsmParameter("sk_live_1" as never) }), /^`Secret\.fromSsmParameter` takes a construct, .* got a text$/],
  ["a parameter with its value in the template", reading(KEY), (elsewhere) => ({ STRIPE_KEY: Secret.fromSsmParameter(new ssm.StringParameter(elsewhere, "Key", { stringValue: "sk" })) }), /^the parameter `Elsewhere\/Key` is made with its value in the template/],
];

for (const [what, manifest, give, sentence] of wrong) {
  test(`${what} is refused, and never shown`, () => {
    assert.throws(
      () => template(manifest, give),
      ({ message }: Error) => {
        assert.match(message, sentence);
        assert.doesNotMatch(message, /sk_live/);
        return true;
      },
    );
  });
}

/** The reference API's manifest, all of whose routes read this setting, and an authorizer. */
function readByAll(setting: object): Manifest {
  const manifest: any = structuredClone(readManifest("infra/manifest.json"));
  for (const route of manifest.routes) route.settings = [setting];
  manifest.api.authorizers = { api_key: { function: { identity: [], memoryMb: 128, timeoutSeconds: 5, settings: [setting] } } };
  return parseManifest(manifest);
}

test("a setting that is missing is told once, with a few of those who read it", () => {
  assert.throws(() => template(readByAll(URL), () => ({})), {
    message: '`settings.BASE_URL` is missing, which is read by the authorizer `api_key` and the routes `create_event`, `delete_event`, `get_event` and 1 more: `settings: { BASE_URL: "…" }` gives it',
  });
});

test("of a setting that is missing those are not named that do without it", () => {
  const manifest = readByAll({ ...URL, optional: true });
  manifest.routes[1]!.settings = [URL];
  assert.throws(() => template(manifest, () => ({})), { message: '`settings.BASE_URL` is missing, which is read by the route `delete_event`: `settings: { BASE_URL: "…" }` gives it' });
});
