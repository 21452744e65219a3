//! The figures for people: a table, a file, a chart.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::results::{Figure, Figures, RESULTS};

const CHART: &str = "benches/chart.svg";

/// Prints the table, and writes the results and the chart.
pub(crate) fn write(figures: &Figures) -> Result<(), String> {
    print(&figures.measured);
    for (name, count) in &figures.instructions {
        println!("{name:<52} {count:>9} instructions per event");
    }
    let json = serde_json::to_string_pretty(figures).map_err(|error| error.to_string())?;
    std::fs::write(RESULTS, json + "\n").map_err(|error| format!("{RESULTS}: {error}"))?;
    std::fs::write(CHART, chart(&figures.cpu)).map_err(|error| format!("{CHART}: {error}"))
}

/// Prints figures beside their goals.
pub(crate) fn print(figures: &[Figure]) {
    println!("{:<52} {:>9}  {:>6}", "figure", "measured", "goal");
    for figure in figures {
        let goal = figure.goal.map_or(String::new(), |goal| format!("{goal}"));
        let met = figure.goal.map_or("", |goal| if figure.value <= goal { "met" } else { "MISSED" });
        let unit = if figure.unit == "ratio" { "" } else { figure.unit.as_str() };
        println!("{:<52} {:>9.3}{unit:<3} {goal:>6} {met}", figure.what, figure.value);
    }
}

/// Bytes of the deployment package, as `cdk` would zip it.
pub(crate) fn zipped(path: &Path) -> Result<u64, String> {
    let program = "import sys, zipfile, io; b = io.BytesIO(); \
                   z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED, compresslevel=9); \
                   z.write(sys.argv[1], 'bootstrap'); z.close(); print(len(b.getvalue()))";
    let output = Command::new("python3").args(["-c", program]).arg(path).output();
    let output = output.map_err(|error| format!("python3: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    text.parse().map_err(|_| format!("python3 could not zip {}", path.display()))
}

/// Bars of CPU per event, the shortest best.
fn chart(cpu: &[(String, f64)]) -> String {
    const ROW: usize = 34;
    const WIDTH: f64 = 420.0;
    let longest = cpu.iter().map(|(_, value)| *value).fold(1.0, f64::max);
    let height = 44 + ROW * cpu.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\">\n\
         <rect width=\"680\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"26\" font-weight=\"600\">CPU per warm request, µs (GET /events/{{id}} on a map in memory)</text>\n"
    );
    for (row, (name, value)) in cpu.iter().enumerate() {
        let y = 42 + row * ROW;
        let width = (value / longest * WIDTH).max(2.0);
        let fill = if name == "fingerpost" { "#c2410c" } else { "#94a3b8" };
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            svg,
            "<text x=\"160\" y=\"{}\" text-anchor=\"end\">{name}</text>\
             <rect x=\"170\" y=\"{y}\" width=\"{width:.0}\" height=\"22\" rx=\"3\" fill=\"{fill}\"/>\
             <text x=\"{:.0}\" y=\"{}\">{value:.0}</text>",
            y + 16,
            178.0 + width,
            y + 16
        );
    }
    svg + "</svg>\n"
}
