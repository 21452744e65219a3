use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(default = "")]
    name: String,
}

fn main() {}
