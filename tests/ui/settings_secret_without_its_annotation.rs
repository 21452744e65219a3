use fingerpost::{Secret, Settings};

#[derive(Settings)]
struct Shop {
    stripe_key: Option<Secret>,
}

fn main() {}
