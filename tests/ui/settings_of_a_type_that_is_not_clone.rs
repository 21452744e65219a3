use fingerpost::Settings;
use serde::Deserialize;

#[derive(Deserialize)]
enum Stage {
    Test,
    Live,
}

#[derive(Settings)]
struct Shop {
    stage: Stage,
}

fn main() {}
