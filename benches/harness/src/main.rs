//! Measures: the same work by every candidate, in one run, interleaved, so that a noisy
//! machine is noisy to all of them. `npm run bench` builds the candidates and calls it.
//!
//! `harness` measures everything and writes `benches/results.json` and `benches/chart.svg`;
//! `harness --instructions` only counts instructions and compares them with the results;
//! `harness --routes` prints what the reference API's routes cost on a DynamoDB, beside the tutorial's;
//! `harness --parts` prints what each thing that a route may name costs;
//! `harness --memory` writes what shapes of requests and of stored items take at most.

mod candidates;
mod dynamodb;
mod figures;
mod instructions;
mod lambda;
mod memory;
mod parts;
mod report;
mod results;
mod rounds;
mod shapes;
mod work;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => figures::measure().and_then(|figures| report::write(&figures)),
        ["--instructions"] => instructions::compare(),
        ["--memory"] => memory::measure(),
        ["--routes"] => figures::on_tables().map(|figures| report::print(&figures)),
        ["--parts"] => parts::measure().map(|figures| report::print(&figures)),
        _ => Err("usage: harness [--instructions | --memory | --parts | --routes]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}
