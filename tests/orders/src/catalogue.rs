//! What is sold, and for how much: made once for each process.

use std::collections::BTreeMap;

use fingerpost::{Detail, Error, Json, QueryParams, Result, Settings, State, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::order::{Line, OrderError};

/// What one of each thing costs.
pub(crate) struct Prices {
    by_sku: BTreeMap<&'static str, u64>,
}

/// What a deployment says of prices.
#[derive(Settings)]
pub(crate) struct Shop {
    #[setting(default = 900)]
    cup_price: u64,
}

/// Loads the prices; in earnest it would ask somebody for them.
pub(crate) async fn prices(shop: Shop) -> Result<Prices> {
    Ok(Prices { by_sku: BTreeMap::from([("tea/green", 450), ("tea/black", 380), ("cup", shop.cup_price)]) })
}

impl Prices {
    /// What an order costs.
    pub(crate) fn of(&self, lines: &[Line]) -> Result<u64, OrderError> {
        let unknown = |line: &&Line| !self.by_sku.contains_key(line.sku.as_str());
        let skus: Vec<String> = lines.iter().filter(unknown).map(|line| line.sku.clone()).collect();
        if !skus.is_empty() {
            return Err(OrderError::NotSold { skus });
        }
        Ok(lines.iter().map(|line| u64::from(line.quantity) * self.by_sku[line.sku.as_str()]).sum())
    }
}

/// What one thing costs: `/catalogue/tea/green`.
#[route(GET, "/catalogue/<sku..>", auth = open)]
async fn price(sku: Vec<String>, prices: State<Prices>) -> Result<Json<u64>> {
    let sku = sku.join("/");
    let price = prices.by_sku.get(sku.as_str()).copied();
    price.map(Json).ok_or_else(|| Error::invalid(Detail::path("sku", "is not sold")))
}

/// What is searched for.
#[derive(Deserialize, JsonSchema, Validate)]
struct Search {
    /// How the name begins.
    #[garde(skip)]
    #[serde(default)]
    prefix: Vec<String>,
    /// What it may cost at most.
    #[garde(range(min = 1))]
    at_most: Option<u64>,
}

/// Finds things.
#[route(GET, "/catalogue", auth = open)]
async fn search(
    Valid(QueryParams(search)): Valid<QueryParams<Search>>,
    prices: State<Prices>,
) -> Json<Vec<String>> {
    let fits = |sku: &str, price: u64| {
        let prefix = search.prefix.is_empty() || search.prefix.iter().any(|prefix| sku.starts_with(prefix));
        prefix && search.at_most.is_none_or(|most| price <= most)
    };
    let found = prices.by_sku.iter().filter(|(sku, price)| fits(sku, **price));
    Json(found.map(|(sku, _)| (*sku).to_owned()).collect())
}
