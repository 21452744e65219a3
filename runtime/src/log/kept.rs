//! The log of a function that runs inside of a test: its thread keeps the lines instead of writing them.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

use fingerpost_local::testing::Log;
use tracing::Level;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::Targets;

use super::subscriber::Lines;
use super::text;

thread_local! {
    static LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Keeps what this thread logs, its panics included, as long as the guard is there.
pub(crate) fn keep(log: Log) -> DefaultGuard {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let otherwise = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if LOG.with_borrow(Option::is_some) { super::log_panic(panic) } else { otherwise(panic) }
        }));
    });
    LOG.set(Some(log));
    let levels = Targets::new().with_default(Level::INFO).with_target("fingerpost", Level::DEBUG);
    tracing::subscriber::set_default(Lines { levels, render: text::event, write })
}

fn write(line: &str) {
    LOG.with_borrow(|log| log.iter().for_each(|log| log.add(line)));
}
