use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Seats")]
struct Seat {
    #[item(partition_key)]
    event: String,
    #[item(sort_key)]
    number: f64,
}

fn main() {}
