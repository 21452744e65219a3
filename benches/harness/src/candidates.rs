//! Who is measured, and how each is started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::work::Work;

/// Where Node's candidates are installed, and what runs them there.
const NODE: &str = "benches/node";
const NODE_CLIENT: &str = "node_modules/aws-lambda-ric/bin/index.mjs";

/// A process that answers events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Candidate {
    /// The floor: nothing could do it with less.
    Floor,
    /// Fingerpost on a map in memory.
    Fingerpost,
    /// The same among a hundred routes.
    Hundred,
    /// The same for callers that a JSON Web Token names.
    Claims,
    /// `lambda_runtime` alone, which neither reads events nor makes answers.
    Runtime,
    /// `lambda_http` by hand.
    Hand,
    /// Fingerpost with many arguments.
    Arguments,
    /// The same on `lambda_http` by hand.
    HandArguments,
    /// `lambda_http` with axum, multi-threaded.
    Axum,
    /// The tutorial's Python, on a map in memory.
    Python,
    /// Fingerpost with the SDK on no network.
    FingerpostSdk,
    /// `lambda_http` by hand with the SDK on no network.
    HandSdk,
    /// The reference API's own functions.
    Bootstrap,
    /// The tutorial's handlers with boto3.
    PythonBoto,
    /// The tutorial's `get_event` for Node, on a map in memory.
    Node,
    /// The same with the AWS SDK for JavaScript.
    NodeSdk,
    /// `lambda_http` with the SDK's default features and `load_defaults`.
    Defaults,
    /// An executable of `benches/parts`.
    Part(&'static str),
}

impl Candidate {
    /// The name in tables and results.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Fingerpost => "fingerpost",
            Self::Hundred => "fingerpost, 100 routes",
            Self::Claims => "fingerpost, with claims",
            Self::Runtime => "lambda_runtime alone",
            Self::Hand => "lambda_http",
            Self::Arguments => "fingerpost, many arguments",
            Self::HandArguments => "lambda_http, many arguments",
            Self::Axum => "lambda_http + axum",
            Self::Python => "python",
            Self::FingerpostSdk => "fingerpost + sdk",
            Self::HandSdk => "lambda_http + sdk",
            Self::Bootstrap => "reference API",
            Self::PythonBoto => "tutorial",
            Self::Node => "node",
            Self::NodeSdk => "node with the SDK",
            Self::Defaults => "sdk defaults",
            Self::Part(name) => name,
        }
    }

    /// The executable, for those that are one.
    pub(crate) fn executable(self) -> Option<PathBuf> {
        let path = match self {
            Self::Floor => "by-hand/floor",
            Self::Fingerpost => "measured/memory",
            Self::Hundred => "measured/memory100",
            Self::Claims => "measured/claims",
            Self::Runtime => "by-hand/runtime",
            Self::Hand => "by-hand/hand",
            Self::Arguments => "measured/arguments",
            Self::HandArguments => "by-hand/hand_arguments",
            Self::Axum => "by-hand/axum",
            Self::FingerpostSdk => "measured/sdk",
            Self::HandSdk => "by-hand/hand_sdk",
            Self::Bootstrap => "lambda/events/bootstrap",
            Self::Defaults => "by-hand/defaults",
            Self::Part(name) => return Some(Path::new("target/measured").join(name)),
            Self::Python | Self::PythonBoto | Self::Node | Self::NodeSdk => return None,
        };
        Some(Path::new("target").join(path))
    }

    /// What it is counted with: the tutorial's get-event, unless it can do something else.
    pub(crate) fn counted_with(self) -> Work {
        match self {
            Self::Arguments | Self::HandArguments => Work::Place,
            _ => Work::Get,
        }
    }

    /// The command that starts it.
    pub(crate) fn command(self, work: Work) -> Result<Command, String> {
        let mut command = match self.executable() {
            Some(executable) => {
                if !executable.exists() {
                    return Err(format!("{} is missing: `npm run bench` builds it", executable.display()));
                }
                Command::new(executable)
            }
            None if self.is_node() => self.node(work),
            None => self.python(work),
        };
        // Each event walks over the environment, and that of whoever measures is long or short.
        let own: Vec<_> =
            command.get_envs().map(|(name, value)| (name.to_owned(), value.map(Into::into))).collect();
        command
            .env_clear()
            .envs(own.into_iter().filter_map(|(name, value): (_, Option<OsString>)| Some((name, value?))));
        command.envs(["PATH", "HOME"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.env("TABLE_NAME", "Events").stderr(Stdio::null());
        // Lambda shows two CPUs to a small function, though it gives less than one's time.
        command.env("TOKIO_WORKER_THREADS", "2");
        for (name, value) in
            [("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "bench"), ("AWS_SECRET_ACCESS_KEY", "bench")]
        {
            command.env(name, value);
        }
        Ok(command)
    }

    fn python(self, work: Work) -> Command {
        let module = if self == Self::Python { "memory" } else { "events" };
        let mut command = Command::new("target/bench/bin/python");
        command.args(["-m", "awslambdaric", &format!("{module}.{}", work.handler())]);
        command.env("PYTHONPATH", "benches/python").env("LAMBDA_TASK_ROOT", "benches/python");
        command.env("AWS_DEFAULT_REGION", "us-east-1");
        command
    }

    fn node(self, work: Work) -> Command {
        let module = if self == Self::Node { "memory" } else { "events" };
        let mut command = Command::new("node");
        command.args([NODE_CLIENT, &format!("{module}.{}", work.handler())]);
        command.current_dir(NODE).env("LAMBDA_TASK_ROOT", ".");
        command
    }

    fn is_node(self) -> bool {
        matches!(self, Self::Node | Self::NodeSdk)
    }

    /// Itself, but Node's only where they are installed; `run.ts` says why when they are not.
    pub(crate) fn installed(self) -> Option<Self> {
        (!self.is_node() || Path::new(NODE).join(NODE_CLIENT).exists()).then_some(self)
    }
}
