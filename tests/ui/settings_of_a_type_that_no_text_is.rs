use fingerpost::Settings;

#[derive(Clone)]
struct Opening {
    from: u8,
}

#[derive(Settings)]
struct Shop {
    opening: Opening,
}

fn main() {
    let _ = Opening { from: 8 }.from;
}
