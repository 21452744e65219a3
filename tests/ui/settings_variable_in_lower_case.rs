use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(name = "base-url")]
    base_url: String,
}

fn main() {}
