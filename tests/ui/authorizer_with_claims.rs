use std::collections::BTreeMap;

use fingerpost::{Claims, Result, authorizer};

#[authorizer]
async fn api_key(caller: Claims<BTreeMap<String, String>>) -> Result<BTreeMap<String, String>> {
    Ok(caller.0)
}

fn main() {}
