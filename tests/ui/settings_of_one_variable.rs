use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    base_url: String,
    #[setting(name = "BASE_URL")]
    other_url: String,
}

fn main() {}
