//! The annotations, documented where they are exported, because their examples compile here.

/// Makes an `async fn` a route of the API.
///
/// ```text
/// #[route(METHOD, "/path/<parameter>?<query>", key = value, …)]
/// ```
///
/// The function becomes one Lambda function behind one route of API Gateway. The first paragraph of its
/// documentation is the route's summary.
///
/// - **Method**: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`, or `ANY` for
///   every method that no other route of the path answers.
/// - **Path**: `<id>` is one whole segment, `<rest..>` at the end is every segment left,
///   `?<limit=20>&<cursor>` are query parameters, the first with a default. Each is an argument of that name.
/// - **Types of values**: `T` is read by `FromStr`, and otherwise by serde: an enum, a struct around one value,
///   a date. What cannot be read is a 400 that names the parameter. One of type `Option<T>` may be absent, and an
///   empty one counts as absent, but for a `String`. Where one must be there, an empty one that its type cannot be
///   read from is missing. One of type `Vec<T>` may be repeated, and is never split. `<rest..>` is a text or the `Vec`
///   of its segments; API Gateway hands the path over decoded, so `%2F` separates two, and an empty rest is one empty
///   segment. A default is a text that is read as if it had been sent, also in the place of an empty value, unless
///   the type is `String`.
/// - **Keys**, each of which may be left out:
///
/// | key | value | without it |
/// |---|---|---|
/// | `memory` | MB of the deployed function, 128 to 10240 | 256 |
/// | `timeout` | seconds after which Lambda ends it, 1 to 29 | 10 |
/// | `throttle` | `(requests per second, requests at once)` | the limits of [`Api::throttle`] |
/// | `body_limit` | bytes of the body that [`Json`], [`Document`], [`Form`], `Multipart` or [`Text`] takes, 1 to 6291456 | 1048576 |
/// | `auth` | who may call: `open` for everyone, `iam` for whoever signs the request, or the name of an authorizer | the API's authorizer, see [`Api::jwt`](crate::Api::jwt); everyone where the API has none |
/// | `scopes("orders:write", …)` | the scopes of which a token has one at least, 1 to 10 of them | any token |
/// | `name` | the name of the deployed function, as text | the function's own name |
/// | `headers(tenant = "x-tenant-id", accept_language)` | the arguments that headers carry; `accept_language` is `accept-language` | |
/// | `cookies(session)` | the arguments that cookies carry | |
///
/// Headers and cookies have the types that query parameters have, `Option` for those that a request may be
/// without. A `Vec` is a header's list, split on commas; a cookie is one value.
///
/// Every other argument is taken by its type, see [`FromRequest`]. The function itself
/// stays as it is written, so a test can call it.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, route};
///
/// /// Greets, as often as asked.
/// #[route(GET, "/greetings/<name>?<times=1>", memory = 128, timeout = 3)]
/// async fn greet(name: String, times: u8) -> Json<Vec<String>> {
///     Json(vec![format!("Hello, {name}!"); times.into()])
/// }
/// ```
pub use fingerpost_macros::route;

/// Makes an `async fn` an authorizer: it decides by parts of a request who may call the routes that name it.
///
/// ```text
/// #[authorizer(headers(…), query(…), cookies(…), cache = seconds, memory = MB, timeout = seconds)]
/// ```
///
/// The function becomes one Lambda function, with a role of its own: a [`Table<T, Actions>`](Table) among its
/// arguments is what it may do. It returns `Result<Caller>`. An error with a status of 400 to 499 refuses the
/// caller, whom API Gateway answers with a 403; any other is a failure, a 500. What `Caller` says stands in
/// [`Claims<Caller>`](Claims) among the arguments of the routes behind it. It derives `Serialize` and
/// `Deserialize` and has named fields.
///
/// A route names it, `auth = api_key`. The only authorizer of an API is that of every route that does not say
/// `auth = open`, see [`Api::jwt`](crate::Api::jwt).
///
/// - **Identity**: the headers, query parameters and cookies that must be there. API Gateway answers a request
///   without one of them with a 401, and does not call the function.
/// - **`cache`**: for so many seconds, 0 to 3600, a decision holds for the same identity and the same route; 0
///   without it. With a `cache` the function reads nothing but its identity, because a decision that hangs on
///   something else would hold for others, too.
/// - **`memory`** is 128 to 10240 MB, 256 without it, and **`timeout`** 1 to 10 seconds, 10 without it.
///
/// The body of a request is not known to it.
///
/// # Examples
///
/// ```
/// use fingerpost::{Claims, Error, GetItem, Item, OrError, Result, Table, authorizer, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// /// A key that was given to somebody.
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Keys")]
/// struct Key {
///     #[item(partition_key)]
///     key: String,
///     tenant: String,
/// }
///
/// #[derive(Serialize, Deserialize)]
/// struct Machine {
///     tenant: String,
/// }
///
/// /// Knows machines by their keys.
/// #[authorizer(headers(key = "x-api-key"), cache = 60)]
/// async fn api_key(key: String, keys: Table<Key, GetItem>) -> Result<Machine> {
///     let known = keys.get(&key).await?.or_error(|| Error::forbidden("Nobody has this key"))?;
///     Ok(Machine { tenant: known.tenant })
/// }
///
/// /// Takes a measurement.
/// #[route(POST, "/measurements", auth = api_key)]
/// async fn measure(machine: Claims<Machine>) -> String {
///     machine.0.tenant
/// }
/// ```
pub use fingerpost_macros::authorizer;

/// Makes a struct an item of a DynamoDB table: implements [`trait@Item`].
///
/// Above the struct stands `#[item(table = "…")]`, above one field `#[item(partition_key)]`, and above
/// another `#[item(sort_key)]` if the table has one. The table's name is 3 to 255 ASCII letters, digits,
/// `_`, `.` or `-`. The struct also derives `Serialize` and `Deserialize`. Each field becomes a constant of the
/// struct, its handle. [`trait@Item`] has an example.
///
/// Indexes stand behind the table, see [`Index`]:
///
/// ```text
/// index(ByStatus, partition = status, sort = placed_at)
/// index(ByRegion, partition = (tenant, region), sort = (status, placed_at), project = Summary)
/// local_index(ByTotal, sort = total)
/// ```
///
/// `#[item(expires)]` stands above a field that says when the item expires, in whole seconds since 1970, as a
/// number or an `Option` of one. DynamoDB deletes the item within days after that. Reads, lists and counts act
/// at once as if it were gone; conditions and updates still find it. An item that expires has no
/// [unique values](trait@Item#unique-values), which would stay claimed.
///
/// `#[item(version)]` stands above one field of type `u64` or `u32`, which counts the writes of the item, so that
/// nobody writes over a change that they have not seen: see [`Versioned`](crate::Versioned).
///
/// `#[item(unique)]` stands above each field whose value no two items of the table have: see
/// [unique values](trait@Item#unique-values).
pub use fingerpost_macros::Item;

/// Makes a struct the [`Settings`](trait@crate::Settings) of a function: what it is deployed with, an argument of the
/// routes and authorizers that need it.
///
/// Each field is read from a variable, once, when the function starts. The manifest lists the variables of each
/// route, a deployment gives them by the construct's property `settings`, and each function gets those that it
/// reads and no others.
///
/// - **The variable** of `base_url` is `BASE_URL`. `#[setting(name = "SHOP_URL")]` names another: upper case ASCII
///   letters, digits and `_`. What Lambda and Fingerpost set is not for settings, such as `AWS_REGION`.
/// - **Types**: `String`, numbers, `bool`, `Duration` as `500ms`, `30s`, `5m` or `2h`, whatever implements `FromStr`
///   such as `Url`, and otherwise whatever serde reads from one text, such as an enum without fields. `Vec<T>` is a
///   list with commas. All of them are `Clone`, because each request gets its own.
/// - **Absence**: an `Option<T>` is `None` where the variable is not set, and `#[setting(default = "30s")]` is read in
///   its place. A variable that is empty counts as one that is not set. Any other must be given.
/// - **Secrets**: `#[secret]` above a field of type [`Secret`] or `Option<Secret>`. A deployment has a reference to it,
///   in Secrets Manager or Parameter Store, and only the functions that read it may fetch it. They do so when they
///   start, all at once. Locally and in tests its text is in its variable.
///
/// A function whose settings are not what they should be does not start. Its log says everything that is wrong
/// with them in one line, by variable, and never a secret's text.
///
/// In the local cloud the values come from `.env` and from the shell's variables of these names. A test gives them
/// by [`TestSetup::variable`](crate::testing::TestSetup::variable).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use fingerpost::{Secret, Settings, route};
///
/// /// Who takes the money.
/// #[derive(Settings)]
/// struct Payments {
///     merchant: String,
///     #[setting(default = "5s")]
///     patience: Duration,
///     /// A name for the statement, if there is one.
///     descriptor: Option<String>,
///     #[secret]
///     stripe_key: Secret,
/// }
///
/// /// Says for whom money is taken.
/// #[route(GET, "/merchant")]
/// async fn merchant(payments: Payments) -> String {
///     assert!(!payments.stripe_key.expose().is_empty());
///     payments.merchant
/// }
/// ```
pub use fingerpost_macros::Settings;

/// Makes an enum the error of a route: each variant is a status and a body, which the route's type then says.
///
/// ```text
/// #[error(STATUS, "Sentence with {fields}", header("name", "value with {fields}"), …)]
/// #[error(transparent)]
/// ```
///
/// - **A variant with a status**, 400 to 599, and a sentence: the body is `{"error":"<sentence>"}`, and the
///   variant's named fields stand beside it. They implement `Serialize`. The sentence names fields as
///   `format!` does, and those implement `Display`. Headers may follow it. The sentence and the fields of a 5xx are for the log alone, as of
///   any [`Error`].
/// - **A field** under `#[error(skip)]` is not in the body. One under `#[error(details)]` is a `Vec<Detail>`, or
///   anything that iterates over [`Detail`], and becomes the body's `details`. No other is called `error` or
///   `details`.
/// - **A transparent variant** holds one error and answers as that does: another enum that derives `ApiError`,
///   or a `fingerpost::Error`, written so or as `Error`.
///
/// `?` turns the error of a transparent variant into the enum. With one of `fingerpost::Error` it turns any
/// other into it: `fingerpost::Error`, whatever implements `std::error::Error`, and an enum that derives
/// `ApiError` and has no such variant itself; an enum that has one, too, needs a variant of its own. Every
/// such enum becomes a `fingerpost::Error` by `?`. None of them implements `std::error::Error`.
///
/// # Examples
///
/// ```
/// use fingerpost::{ApiError, Detail, Json, route};
/// # fn charge(_: u32) -> Result<u32, PaymentError> { Ok(1) }
///
/// #[derive(Debug, ApiError)]
/// enum OrderError {
///     /// 409 `{"error":"Out of stock","skus":["tea"]}`
///     #[error(409, "Out of stock")]
///     OutOfStock { skus: Vec<String> },
///     /// 429 `{"error":"Wait for 30 seconds"}`, with `retry-after: 30`
///     #[error(429, "Wait for {seconds} seconds", header("retry-after", "{seconds}"))]
///     TooSoon {
///         #[error(skip)]
///         seconds: u32,
///     },
///     /// 422 `{"error":"The order is not complete","details":[…]}`
///     #[error(422, "The order is not complete")]
///     Incomplete {
///         #[error(details)]
///         lacks: Vec<Detail>,
///     },
///     #[error(transparent)]
///     Payment(PaymentError),
///     #[error(transparent)]
///     Other(fingerpost::Error),
/// }
///
/// #[derive(Debug, ApiError)]
/// enum PaymentError {
///     #[error(402, "The card was refused")]
///     Refused,
/// }
///
/// /// Places an order.
/// #[route(POST, "/orders/<quantity>")]
/// async fn place_order(quantity: String) -> Result<Json<u32>, OrderError> {
///     let quantity: u32 = quantity.parse()?; // a 500: not the client's doing
///     if quantity > 3 {
///         return Err(OrderError::OutOfStock { skus: vec!["tea".to_owned()] });
///     }
///     Ok(Json(charge(quantity)?)) // a 402
/// }
/// # assert_eq!(fingerpost::Error::from(OrderError::Payment(PaymentError::Refused)).status(), 402);
/// ```
pub use fingerpost_macros::ApiError;
