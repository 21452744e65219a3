//! The processors that Lambda has, and what each is called by cargo and by LLVM.

use clap::ValueEnum;

use crate::terminal::CommandError;

/// Says the architecture where `--arch` does not; the CDK app reads it, too.
pub(super) const VARIABLE: &str = "FINGERPOST_ARCHITECTURE";

/// As `--arch` and the variable say it.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Architecture {
    /// Graviton: the default, as it costs less
    #[value(name = "arm64")]
    Arm64,
    /// Intel's and AMD's
    #[value(name = "x86_64")]
    X86_64,
}

impl Architecture {
    /// What the option says, or else the variable; arm64 where neither does.
    pub(super) fn choose(option: Option<Self>) -> Result<Self, CommandError> {
        if let Some(architecture) = option {
            return Ok(architecture);
        }
        let value = std::env::var_os(VARIABLE).unwrap_or_default();
        match value.to_str() {
            Some("" | "arm64") => Ok(Self::Arm64),
            Some("x86_64") => Ok(Self::X86_64),
            _ => Err(CommandError {
                sentence: format!("{VARIABLE} must be arm64 or x86_64, not `{}`", value.display()),
                code: 2,
            }),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }

    pub(super) fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86_64 => "x86_64-unknown-linux-gnu",
        }
    }

    /// The least that Lambda runs on: Graviton2's cores, and x86 processors with AVX2.
    pub(super) fn processor(self) -> &'static str {
        match self {
            Self::Arm64 => "neoverse-n1",
            Self::X86_64 => "x86-64-v3",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Arm64 => Self::X86_64,
            Self::X86_64 => Self::Arm64,
        }
    }
}
