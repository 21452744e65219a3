//! What can be the version of an item, and which items a batch may write.

/// What can be the version of an item: a `u32` or a `u64`. An item without a version has a `()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the version of an item",
    label = "not a `u64` or `u32`",
    note = "a version counts the writes of an item: it is a `u64` or a `u32`"
)]
pub trait Version: Copy + Send + Sync + 'static {
    /// Whether there is one. What an item without a version does not need is then not compiled.
    #[doc(hidden)]
    const IS_KEPT: bool = true;

    /// The version of this number, if it is one.
    #[doc(hidden)]
    fn of(number: u64) -> Option<Self>;

    /// Its number.
    #[doc(hidden)]
    fn number(self) -> u64;

    /// The next version, unless it is the largest.
    #[doc(hidden)]
    fn next(self) -> Option<Self> {
        self.number().checked_add(1).and_then(Self::of)
    }
}

#[diagnostic::do_not_recommend]
impl Version for () {
    const IS_KEPT: bool = false;

    fn of(_: u64) -> Option<Self> {
        Some(())
    }

    fn number(self) -> u64 {
        0
    }
}

impl Version for u64 {
    fn of(number: u64) -> Option<Self> {
        Some(number)
    }

    fn number(self) -> u64 {
        self
    }
}

impl Version for u32 {
    fn of(number: u64) -> Option<Self> {
        number.try_into().ok()
    }

    fn number(self) -> u64 {
        self.into()
    }
}

/// What a batch may write and remove: items without versions and unique values.
#[diagnostic::on_unimplemented(
    message = "a batch cannot write `{T}`",
    label = "its items have a version or unique values",
    note = "a batch knows no conditions: `put` and `delete` write such an item"
)]
pub trait InBatches<T> {}

impl<T> InBatches<T> for () {}
impl<T> InBatches<T> for ((), ()) {}
