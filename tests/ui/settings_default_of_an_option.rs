use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(default = "tea")]
    name: Option<String>,
}

fn main() {}
