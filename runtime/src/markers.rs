//! The types by which handles of attributes, keys and calls differ from others of their kind, and the traits
//! that tell them apart.

pub use crate::dynamodb::{
    Always, Conditional, IfExists, InKey, IndexOf, Kept, MayBeAbsent, Open, Optional, QueriedIn, Ranged,
    ReadConsistently, Required, SizeOf, Whole,
};
