//! The pauses between the attempts of a transaction that others are in the way of.

use std::time::Duration;

use crate::lambda::deadline;

/// The pauses after which a transaction is given up. They take 2.5 seconds at most.
const MOST: u32 = 8;

/// The pauses that were made.
#[derive(Default)]
pub(super) struct Pauses(u32);

impl Pauses {
    /// Waits, and returns whether there is to be another attempt.
    ///
    /// Each pause is about twice as long as the one before. Its length is random, so that those who met do not
    /// meet again. It takes no more than half of the time that the request has left.
    pub(super) async fn wait(&mut self) -> bool {
        self.0 += 1;
        if self.0 > MOST {
            return false;
        }
        let longest = 5 << self.0;
        let pause = Duration::from_millis(fastrand::u64(1..=longest));
        if deadline::attempt().is_some_and(|most| pause > most) {
            return false;
        }
        tokio::time::sleep(pause).await;
        true
    }
}
