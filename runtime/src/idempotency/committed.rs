//! An answer that was committed with the writes that it tells of.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::response::{IntoResponse, Response};
use crate::route::Description;

/// An answer of type `R` that was committed with the writes, from [`WritesOnce::commit_with`](crate::WritesOnce::commit_with):
/// to the first request its own, and to a repeat that of the first.
///
/// It is described as `R`. [`Committed::unkept`] is for a request that writes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the client gets the answer that is returned"]
pub struct Committed<R>(State<R>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum State<R> {
    /// Nothing keeps it.
    Own(R),
    /// It is committed as it stands here.
    Kept { response: Response, is_repeat: bool },
}

impl<R> Committed<R> {
    pub(super) fn kept(response: Response, is_repeat: bool) -> Self {
        Self(State::Kept { response, is_repeat })
    }

    /// An answer that nothing keeps, to a request that writes nothing: a repeat is answered anew.
    pub fn unkept(answer: R) -> Self {
        Self(State::Own(answer))
    }

    /// Whether the writes were made before: by an earlier request with the same key, or by a call of this one whose
    /// answer was lost.
    ///
    /// What a handler leaves out for a repeat may never be done: the first request may have ended before it.
    pub const fn is_repeat(&self) -> bool {
        matches!(self.0, State::Kept { is_repeat: true, .. })
    }

    /// What the client gets as JSON, as a `T`: for a repeat, what the first request was answered.
    ///
    /// A handler that sends a message once the writes are made reads here what to tell of. A repeat then sends the
    /// message again, in case that the first request could not, and of what is stored: an id that the repeat drew is
    /// nowhere.
    ///
    /// # Errors
    ///
    /// 500 for an answer that is not a `T` as JSON, and for one of [`unkept`](Self::unkept).
    /// The writes stand then, and each repeat fails alike: have a test of the route read it once.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{Committed, Created, Idempotent, Ids, Item, Json, PutItem, Result, Transaction, route};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
    /// # #[item(table = "Payments")]
    /// # struct Payment { #[item(partition_key)] id: String, cents: u64 }
    /// /// Pays, once, and tells of the payment that there is.
    /// #[route(POST, "/payments")]
    /// async fn pay(
    ///     cents: Idempotent<Json<u64>>,
    ///     ids: Ids,
    ///     store: Transaction<((Payment, PutItem),)>,
    /// ) -> Result<Committed<Created<Payment>>> {
    ///     let payment = Payment { id: ids.next()?, cents: cents.0 };
    ///     let mut writes = store.begin_once(&cents);
    ///     writes.put(&payment).if_not_exists();
    ///     let paid = writes.commit_with(Created::at(format!("/payments/{}", payment.id), payment)).await?;
    ///     println!("paid: {}", paid.json::<Payment>()?.id);
    ///     Ok(paid)
    /// }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let State::Kept { response, .. } = &self.0 else {
            return Err(Error::internal("an answer that nothing keeps is read from where it was made"));
        };
        serde_json::from_slice(response.bytes()).map_err(|error| {
            let expected = std::any::type_name::<T>();
            Error::internal(format!("the answer that was committed is not a `{expected}` as JSON"))
                .caused_by(error)
        })
    }
}

impl<R: IntoResponse> IntoResponse for Committed<R> {
    fn describe(route: &mut Description) {
        R::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        match self.0 {
            State::Own(answer) => answer.into_response(),
            State::Kept { response, .. } => Ok(response),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_kept_as_json_is_read() {
        let kept = |body: &'static str| Committed::<()>::kept(Response::new(200).body(body), true);
        assert_eq!(kept("7").json::<u8>().expect("a number"), 7);
        let error = kept("seven").json::<u8>().expect_err("not JSON");
        assert!(error.chain().starts_with("the answer that was committed is not a `u8` as JSON"));
        assert_eq!(Committed::unkept("7").json::<u8>().expect_err("not kept").status(), 500);
    }
}
