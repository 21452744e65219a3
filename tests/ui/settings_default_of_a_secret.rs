use fingerpost::{Secret, Settings};

#[derive(Settings)]
struct Shop {
    #[secret]
    #[setting(default = "sk_test_1")]
    stripe_key: Secret,
}

fn main() {}
