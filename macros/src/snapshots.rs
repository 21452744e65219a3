//! What the annotations expand to, to be read. `UPDATE_EXPECT=1 cargo test` writes them anew.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{api_error, authorizer, expand, expand_authorizer, expand_error, item, route, settings};

fn check(tokens: TokenStream, expected: &ExpectFile) {
    let file = syn::parse2(tokens).expect("Rust");
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn a_route_is_its_arguments_a_handler_and_a_registration() {
    let function = syn::parse_quote! {
        /// Lists events.
        async fn list_events(owner: String, limit: Option<Limit>, events: Table<Event, Scan>) -> Result<Page<Event>> {
            todo!()
        }
    };
    let arguments = quote!(GET, "/owners/<owner>/events?<limit>", memory = 512);
    let Ok(route) = route::Route::parse(arguments, &function) else { panic!("a mistake") };
    check(expand::route(&route), &expect_file!["../snapshots/route.rs"]);
}

#[test]
fn an_authorizer_is_its_arguments_a_decision_and_a_registration() {
    let function = syn::parse_quote! {
        async fn api_key(key: String, keys: Table<Key, GetItem>) -> Result<Machine> {
            todo!()
        }
    };
    let arguments = quote!(headers(key = "x-api-key"), cache = 60);
    let Ok(authorizer) = authorizer::Authorizer::parse(arguments, &function) else { panic!("a mistake") };
    check(expand_authorizer::authorizer(&authorizer), &expect_file!["../snapshots/authorizer.rs"]);
}

#[test]
fn an_item_is_its_table_its_keys_and_a_handle_for_each_field() {
    let input = syn::parse_quote! {
        #[item(table = "Seats")]
        #[serde(rename_all = "camelCase")]
        struct Seat {
            #[item(partition_key)]
            event_name: String,
            #[item(sort_key)]
            #[serde(rename = "no")]
            number: u32,
            pub r#type: Option<Kind>,
            #[serde(with = "rfc3339")]
            booked: Time,
            #[item(expires)]
            until: Option<u64>,
            #[serde(skip)]
            cached: bool,
        }
    };
    let (item, errors) = item::Item::parse(&input);
    assert_eq!(errors.count(), 0);
    check(item::expand(&item), &expect_file!["../snapshots/item.rs"]);
}

#[test]
fn an_index_is_a_type_that_its_key_begins_with() {
    let input = syn::parse_quote! {
        #[item(table = "Orders", index(ByStatus, partition = status, sort = (region, total), project = Label))]
        pub struct Order {
            #[item(partition_key)]
            id: OrderId,
            status: Status,
            #[item(unique)]
            number: Option<u32>,
            #[serde(skip_serializing_if = "Option::is_none")]
            region: Option<String>,
            #[item(version)]
            total: u64,
        }
    };
    let (item, errors) = item::Item::parse(&input);
    assert_eq!(errors.count(), 0);
    check(item::expand(&item), &expect_file!["../snapshots/index.rs"]);
}

#[test]
fn settings_are_their_variables_and_an_argument() {
    let input = syn::parse_quote! {
        struct Payments {
            #[setting(name = "PAYMENTS_URL")]
            base_url: Url,
            #[secret]
            stripe_key: Secret,
            #[setting(default = "5s")]
            timeout: Duration,
            waived: Option<Vec<String>>,
        }
    };
    let (settings, errors) = settings::Settings::parse(&input);
    assert_eq!(errors.count(), 0);
    check(settings::expand(&settings), &expect_file!["../snapshots/settings.rs"]);
}

#[test]
fn an_enum_of_errors_is_what_each_variant_answers_and_what_it_takes() {
    let input = syn::parse_quote! {
        enum OrderError {
            #[error(409, "Out of stock")]
            OutOfStock { skus: Vec<String> },
            #[error(429, "Wait for {seconds} seconds", header("retry-after", "{seconds}"))]
            TooSoon {
                #[error(skip)]
                seconds: u32,
            },
            #[error(transparent)]
            Payment(PaymentError),
            #[error(transparent)]
            Other(fingerpost::Error),
        }
    };
    let (error, errors) = api_error::ApiError::parse(&input);
    assert_eq!(errors.count(), 0);
    check(expand_error::api_error(&error), &expect_file!["../snapshots/api_error.rs"]);
}
