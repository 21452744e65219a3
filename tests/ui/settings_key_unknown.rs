use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(env = "SHOP_NAME")]
    name: String,
}

fn main() {}
