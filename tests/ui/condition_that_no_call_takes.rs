#![deny(unused_must_use)]

use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Seats")]
struct Seat {
    #[item(partition_key)]
    event: String,
    #[item(sort_key)]
    number: u32,
    guest: Option<String>,
}

fn cheap() {
    Seat::NUMBER.at_most(20);
}

fn main() {}
