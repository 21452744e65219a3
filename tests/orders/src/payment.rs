//! Taking money: where, with which key, and how long it may take, as each deployment says it.

use std::time::Duration;

use fingerpost::{Json, Result, Secret, Settings, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

/// Who takes the money.
#[derive(Settings)]
pub(crate) struct Payments {
    #[setting(name = "PAYMENTS_URL")]
    base_url: Url,
    #[secret]
    stripe_key: Secret,
    /// What the payments' own calls are signed with, where there are such calls.
    #[secret]
    webhook_key: Option<Secret>,
    #[setting(default = "5s")]
    payment_timeout: Duration,
    #[setting(default = "eur")]
    currency: Currency,
    /// The customers who need not pay.
    #[setting(name = "PAYMENTS_WAIVED")]
    waived: Option<Vec<String>>,
}

/// The currencies that customers pay in.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Currency {
    Eur,
    Usd,
}

/// A request for money, as it would be sent.
#[derive(Serialize, JsonSchema)]
struct Charge {
    url: String,
    /// The end of the key that signs it.
    key_ends: String,
    seconds: u64,
    currency: Currency,
    waived: usize,
    has_webhook: bool,
}

/// Says how an order would be paid for.
#[route(GET, "/orders/<id>/charge", scopes("orders:read"))]
async fn charge(id: Uuid, payments: Payments) -> Result<Json<Charge>> {
    let key = payments.stripe_key.expose();
    let url = payments.base_url.join(&format!("charges/{id}"))?;
    tracing::info!(key = ?payments.stripe_key, %url, "a charge is prepared");
    Ok(Json(Charge {
        url: url.into(),
        key_ends: key.chars().skip(key.chars().count().saturating_sub(4)).collect(),
        seconds: payments.payment_timeout.as_secs(),
        currency: payments.currency,
        waived: payments.waived.map_or(0, |waived| waived.len()),
        has_webhook: payments.webhook_key.is_some(),
    }))
}
