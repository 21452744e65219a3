use fingerpost::{Secret, Settings};

#[derive(Settings)]
struct Shop {
    #[secret(name = "KEY")]
    stripe_key: Secret,
}

fn main() {}
