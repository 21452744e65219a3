use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(default = 300)]
    retries: u8,
}

fn main() {}
