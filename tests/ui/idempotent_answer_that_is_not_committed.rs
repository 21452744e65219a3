use fingerpost::{Committed, Created, Idempotent, Item, Json, PutItem, Result, Transaction, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Payments")]
struct Payment {
    #[item(partition_key)]
    id: String,
}

#[route(POST, "/payments")]
async fn pay(
    id: Idempotent<Json<String>>,
    store: Transaction<((Payment, PutItem),)>,
) -> Result<Committed<Created<Payment>>> {
    let payment = Payment { id: id.0.clone() };
    let mut writes = store.begin_once(&id);
    writes.put(&payment).if_not_exists();
    drop(writes);
    Ok(Created::at("/payments/7", payment))
}

fn main() {}
