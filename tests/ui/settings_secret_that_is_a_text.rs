use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[secret]
    stripe_key: String,
}

fn main() {}
