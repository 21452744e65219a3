use fingerpost::Settings;

#[derive(Settings)]
enum Stage {
    Test,
    Live,
}

fn main() {}
