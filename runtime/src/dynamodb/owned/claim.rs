//! A claim of a caller as a type, which names the owner of items.

/// A claim of the caller that is the partition key of a table, of the type `V`; see [`Owned`](crate::Owned).
///
/// The value is read as [`Claims`](crate::Claims) read it: from the claims of a token, or from the field of that name
/// of what an authorizer's function says of a caller.
///
/// # Examples
///
/// ```
/// use fingerpost::{Claim, Item, Json, Owned, Query, Result, Table, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// /// The tenant that the caller belongs to.
/// struct Tenant;
///
/// impl Claim<u32> for Tenant {
///     const NAME: &'static str = "tenant";
/// }
///
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Invoices")]
/// struct Invoice {
///     #[item(partition_key)]
///     tenant: u32,
///     #[item(sort_key)]
///     number: String,
/// }
///
/// /// Lists the tenant's invoices.
/// #[route(GET, "/invoices")]
/// async fn invoices(invoices: Owned<Table<Invoice, Query>, Tenant>) -> Result<Json<Vec<Invoice>>> {
///     invoices.query().all().await.map(Json)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a claim of the type `{V}`",
    label = "the partition key of the table is a `{V}`",
    note = "`Sub` is the claim `sub`, a `String`; a claim of another type or name is a type of its own: `impl fingerpost::Claim<{V}> for Tenant {{ const NAME: &'static str = \"tenant\"; }}`"
)]
pub trait Claim<V>: 'static {
    /// The claim's name: `sub`.
    const NAME: &'static str;
}

/// The claim `sub`, a text: whom a token is about.
#[derive(Debug, Clone, Copy)]
pub enum Sub {}

impl Claim<String> for Sub {
    const NAME: &'static str = "sub";
}
