//! The table as a page of the documentation.

use std::fmt::Write as _;
use std::path::Path;

use super::{Row, SECTIONS};

const HEAD: &str = "\
# What the local gateway does as AWS does

`serve` puts API Gateway's HTTP API on your desk. This page lists what it does in the same way, and
where each fact is known from. Every row is a test: the request is sent to a running `serve`, and
what is in the last column must come back. `?` stands for a letter, a digit, `-` or `_`,
`{token}` for a token that is right, and `{token: …}` for one that differs from it in what is said.

The sources, where they are not named in full: *AWS's documentation* is the developer guide of
API Gateway; *captures from AWS* are events and responses that others recorded and published.
Where sources disagree or are silent, the row names a switch: [Switches](#switches) says which
side was taken, and why.

This page is generated: `UPDATE_PARITY=1 cargo test -p fingerpost-tests --test boundary parity::`.
";

const SOURCE: &str = include_str!("../../../../local/src/facts.rs");

/// A switch, or a limit, of `facts.rs`.
pub(crate) struct Fact {
    pub(crate) name: &'static str,
    default: &'static str,
    reason: String,
}

pub(crate) fn check() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/parity.md");
    let page = page();
    if std::env::var_os("UPDATE_PARITY").is_some() {
        std::fs::write(&file, &page).expect("written");
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(known == page, "docs/parity.md is stale: `UPDATE_PARITY=1` writes it anew");
}

pub(crate) fn switches() -> Vec<Fact> {
    described(|line| {
        let name = line.strip_prefix("    pub(crate) ")?.split_once(':')?.0;
        let default = SOURCE.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(": "));
        Some((name, default.expect("a default").trim_end_matches(',')))
    })
}

fn limits() -> Vec<Fact> {
    described(|line| {
        let constant = line.strip_prefix("pub(crate) const ")?.strip_suffix(';')?;
        let (name, value) = constant.split_once(" = ")?;
        Some((name.split_once(':')?.0, value))
    })
}

/// The items whose line `parse` knows, each with the comment above it.
fn described(parse: impl Fn(&'static str) -> Option<(&'static str, &'static str)>) -> Vec<Fact> {
    let mut reason = String::new();
    let mut facts = Vec::new();
    for line in SOURCE.lines() {
        if let Some(comment) = line.trim().strip_prefix("///") {
            reason += comment;
        } else if let Some((name, default)) = parse(line) {
            facts.push(Fact { name, default, reason: std::mem::take(&mut reason).trim().to_owned() });
        } else {
            reason.clear();
        }
    }
    facts
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for section in SECTIONS {
        let shown = if section.answers { "a function answers" } else { "request" };
        write!(page, "\n## {}\n\n| fact | source | {shown} | gives |\n|---|---|---|---|\n", section.title)
            .expect("written");
        page.extend(section.rows.iter().map(line));
    }
    page += "\n## Switches\n\nThey are fields in `local/src/facts.rs`.\n\n";
    page += "| switch | default | why |\n|---|---|---|\n";
    page.extend(switches().iter().map(fact));
    page += "\n## Limits and names\n\n| name | value | what it is |\n|---|---|---|\n";
    page.extend(limits().iter().map(fact));
    page
}

fn line(row: &Row) -> String {
    let switch = match row.switch {
        "" => String::new(),
        switch => format!("; [`{switch}`](#switches)"),
    };
    let expected = row.expected.iter().map(|(what, value)| match *value {
        "" => format!("{what}: none"),
        value => format!("{what}: {}", code(value)),
    });
    let request = row.request.lines().filter(|line| !line.is_empty()).map(code);
    let (request, expected): (Vec<_>, Vec<_>) = (request.collect(), expected.collect());
    let [fact, source] = [row.fact, row.source].map(|text| text.replace('|', "\\|"));
    format!("| {fact} | {source}{switch} | {} | {} |\n", request.join("<br>"), expected.join("<br>"))
}

fn fact(fact: &Fact) -> String {
    format!("| `{}` | {} | {} |\n", fact.name, code(fact.default), fact.reason)
}

/// As code in a cell of a table; backticks in it need two around it.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|").replace('\u{fffd}', "\\ufffd");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
