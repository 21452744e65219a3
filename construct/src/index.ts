// What the package offers. Everything else may change without a word.

export type { JwtIssuer } from "./authorizers.js";
export type { ApiFunctionOptions, CommonFunctionOptions, FunctionsProps } from "./function-options.js";
export { type Manifest, parseManifest, readManifest, type Route, type Table } from "./manifest.js";
export { type Placement, readPlacement, writePlacement } from "./placement.js";
export type { AnyResource, OtherResource } from "./resources.js";
export { RouteApi } from "./route-api.js";
export type { RouteApiProps } from "./route-api-props.js";
export { Secret } from "./secret.js";
