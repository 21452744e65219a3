//! Whether an item has unique values, as a type.

/// An attribute whose value no other item of the table has; and that an item has such attributes.
#[derive(Debug)]
pub enum Distinct {}

/// Whether an item has unique values: `()` if it has none, or [`Distinct`].
#[doc(hidden)]
pub trait Uniqueness: 'static {
    /// Whether it has. What other items do not need is then not compiled.
    const IS_KEPT: bool;
}

impl Uniqueness for () {
    const IS_KEPT: bool = false;
}

impl Uniqueness for Distinct {
    const IS_KEPT: bool = true;
}

/// What a transaction may put and delete: items without unique values.
#[diagnostic::on_unimplemented(
    message = "a transaction cannot put or delete `{T}`",
    label = "its items have unique values",
    note = "their claims are kept by `put` and `delete` of a `Table`, each in a transaction of its own"
)]
pub trait InTransactions<T> {}

impl<T> InTransactions<T> for () {}
