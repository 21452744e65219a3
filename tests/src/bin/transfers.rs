//! An API of one transaction, which is deployed: once with all that it needs, and once with less.

use std::process::ExitCode;

use fingerpost::{
    Api, Committed, Error, GetItem, Idempotent, Item, Json, OrError, PutItem, Result, Table, Transaction,
    UpdateItem, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody has.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Accounts")]
struct Account {
    #[item(partition_key)]
    name: String,
    cents: i64,
    #[item(version)]
    #[serde(default)]
    version: u64,
}

/// What was paid.
#[derive(Clone, Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Transfers")]
struct Transfer {
    #[item(partition_key)]
    id: String,
    from: String,
    cents: i64,
}

type Store = Transaction<((Transfer, PutItem), (Account, UpdateItem))>;

/// Gives somebody an account.
#[route(PUT, "/accounts/<name>")]
async fn open(name: String, Json(cents): Json<i64>, accounts: Table<Account, PutItem>) -> Result<Json<u64>> {
    Ok(Json(accounts.put(&Account { name, cents, version: 0 }).await?))
}

/// Says what somebody has.
#[route(GET, "/accounts/<name>")]
async fn account(name: String, accounts: Table<Account, GetItem>) -> Result<Json<Account>> {
    Ok(Json(accounts.get(&name).consistent().await?.or_not_found("No such account")?))
}

/// Pays, once.
#[route(POST, "/transfers")]
async fn pay(new: Idempotent<Json<Transfer>>, store: Store) -> Result<Committed<Json<Transfer>>> {
    transfer(new, store).await
}

/// Pays, with a role that is made to lack an action.
#[route(POST, "/lacking")]
async fn lacking(new: Idempotent<Json<Transfer>>, store: Store) -> Result<Committed<Json<Transfer>>> {
    transfer(new, store).await
}

async fn transfer(new: Idempotent<Json<Transfer>>, store: Store) -> Result<Committed<Json<Transfer>>> {
    let transfer = new.body().0.clone();
    let mut write = store.begin_once(&new);
    write
        .update(Account::at(&transfer.from))
        .subtract(Account::CENTS, transfer.cents)
        .condition(Account::CENTS.at_least(transfer.cents))
        .otherwise(Error::conflict("There is too little"));
    write.put(&transfer).if_not_exists();
    write.commit_with(Json(transfer)).await
}

fn main() -> ExitCode {
    Api::new("transfers").run()
}
