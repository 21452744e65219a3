//! Which glibc an executable needs: one that is newer than Lambda's does not start there.

/// What Amazon Linux 2023 has.
pub(super) const LAMBDA: Version = Version { major: 2, minor: 34 };

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    major: u32,
    minor: u32,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "glibc {}.{}", self.major, self.minor)
    }
}

/// The newest version of glibc's symbols that an executable names, where Lambda does not have it.
pub(super) fn too_new(executable: &[u8]) -> Option<Version> {
    // An ELF file holds the versions it needs among its strings, each ended by a zero byte.
    let names = executable.split(|byte| *byte == 0).filter_map(|text| text.strip_prefix(b"GLIBC_"));
    names.filter_map(parse).max().filter(|version| *version > LAMBDA)
}

/// `2.34`, or `2.2.5`, whose last number does not matter here.
fn parse(text: &[u8]) -> Option<Version> {
    let mut numbers = std::str::from_utf8(text).ok()?.split('.').map(str::parse);
    Some(Version { major: numbers.next()?.ok()?, minor: numbers.next()?.ok()? })
}
