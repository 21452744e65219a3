//! Whether the signature of a transaction names what a call is about, said at the argument of that call.
//!
//! `Transacts` says it of the signature. A bound on that would point at the whole transaction, and where the signature
//! has one pair, the compiler would take its item for the one that was meant.

use super::named::NamesItem;
use super::pairs::Transacts;
use crate::dynamodb::item::Item;

/// An item with which a transaction of the pairs `P` may do `Action`. `At` says where it stands, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "this transaction does not allow `{Action}` of `{Self}`",
    label = "`({Self}, {Action})` is not among the pairs in the signature",
    note = "add the pair to the route's argument, `Transaction<(…, ({Self}, {Action}))>`, or the action to the item's pair, `({Self}, (…, {Action}))`; it goes into the function's IAM policy",
    note = "in a function that is generic over the pairs `P`, write `where P: Transacts<{Self}, {Action}, At>`, and `At` among its type parameters"
)]
pub trait AmongPairs<P, Action, At> {}

#[diagnostic::do_not_recommend]
impl<T: Item, P: Transacts<T, Action, At>, Action, At> AmongPairs<P, Action, At> for T {}

/// A key of such an item, `T`.
#[diagnostic::on_unimplemented(
    message = "this transaction does not allow `{Action}` of `{T}`",
    label = "`({T}, {Action})` is not among the pairs in the signature",
    note = "add the pair to the route's argument, `Transaction<(…, ({T}, {Action}))>`, or the action to the item's pair, `({T}, (…, {Action}))`; it goes into the function's IAM policy",
    note = "in a function that is generic over the pairs `P`, write `where P: Transacts<{T}, {Action}, At>`, and `At` among its type parameters"
)]
pub trait KeyAmongPairs<T, P, Action, At> {}

#[diagnostic::do_not_recommend]
impl<T: Item, K: NamesItem<Item = T>, P: Transacts<T, Action, At>, Action, At> KeyAmongPairs<T, P, Action, At>
    for K
{
}
