use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
    #[item(sort_key)]
    #[serde(with = "number")]
    number: u64,
}

mod number {
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(_: D) -> Result<u64, D::Error> {
        Ok(1)
    }
}

fn main() {}
