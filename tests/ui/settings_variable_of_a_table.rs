use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    #[setting(name = "TABLE_NAME_ORDERS")]
    orders: String,
}

fn main() {}
