//! What AWS takes, and no more: the limits that the functions, the manifest and the local cloud all
//! hold to.

use std::ops::RangeInclusive;

/// Bytes of event, and of answer, that Lambda takes: 6 MB and some for the envelope. API Gateway takes
/// bodies of 10 MB, which no event has room for.
pub const PAYLOAD: usize = 6_291_556;

/// Bytes of a request's body that a route can take: what fits into an event.
pub const BODY: RangeInclusive<u32> = 1..=6_291_456;

/// Bytes of a body that a route takes where it does not say.
pub const BODY_DEFAULT: u32 = 1024 * 1024;

/// Routes that one HTTP API takes.
pub const ROUTES: usize = 300;

/// Global secondary indexes that one table takes.
pub const GLOBAL_INDEXES: usize = 20;

/// Local secondary indexes that one table takes.
pub const LOCAL_INDEXES: usize = 5;

/// Attributes that the partition key of a global secondary index can have, and its sort key.
pub const INDEX_KEYS: usize = 4;

/// Attributes that the projection of one index can name.
pub const PROJECTED_BY_ONE: usize = 20;

/// Attributes that the projections of all indexes of a table can name, each as often as it is named.
pub const PROJECTED: usize = 100;

/// Characters that the name of an attribute can have that is in a key or a projection, or is the time to
/// live.
pub const KEY_NAME: RangeInclusive<usize> = 1..=255;

/// MB of memory that a function can have.
pub const MEMORY_MB: RangeInclusive<u32> = 128..=10_240;

/// MB of memory of a function whose annotation does not say.
pub const MEMORY_MB_DEFAULT: u32 = 256;

/// Seconds that a function can take. API Gateway gives a request up after 30.
pub const TIMEOUT_SECONDS: RangeInclusive<u32> = 1..=29;

/// Seconds that a function whose annotation does not say may take.
pub const TIMEOUT_SECONDS_DEFAULT: u32 = 10;
