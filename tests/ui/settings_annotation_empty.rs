use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting]
    name: String,
}

fn main() {}
