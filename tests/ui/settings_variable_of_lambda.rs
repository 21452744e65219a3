use fingerpost::Settings;

#[derive(Settings)]
struct Shop {
    aws_region: String,
}

fn main() {}
