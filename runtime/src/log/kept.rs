//! The log of a function that runs inside of a test: its thread keeps the lines instead of writing them.

use std::cell::RefCell;
use std::env;
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

/// Keeps what this thread logs, its panics included, as long as the guard is there. `RUST_LOG` says which levels;
/// without it they are `info,fingerpost=debug`.
pub(crate) fn keep(log: Log) -> DefaultGuard {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let otherwise = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            // A thread that ends has no log any more.
            let keeps = LOG.try_with(|log| log.borrow().is_some()).unwrap_or_default();
            if keeps { super::log_panic(panic) } else { otherwise(panic) }
        }));
    });
    LOG.set(Some(log));
    let usual = || Targets::new().with_default(Level::INFO).with_target("fingerpost", Level::DEBUG);
    let levels = env::var("RUST_LOG").ok().and_then(|levels| levels.parse().ok()).unwrap_or_else(usual);
    tracing::subscriber::set_default(Lines { levels, render: text::event, write })
}

fn write(line: &str) {
    let _ = LOG.try_with(|log| log.borrow().iter().for_each(|log| log.add(line)));
}
