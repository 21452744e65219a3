//! When something has changed in folders, as the system says it. What comes in a burst is told once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, timeout, timeout_at};

use crate::terminal::say;

/// How long nothing has to happen until a burst is over: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// How long a burst may last, such as a change of branches; what comes later is another one.
const LONGEST: Duration = Duration::from_secs(2);

/// Watched folders.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    /// The folders that cannot be watched, of which it was said.
    refused: BTreeSet<PathBuf>,
    bursts: Receiver<()>,
}

impl Changes {
    /// Watches no folder yet.
    ///
    /// # Errors
    ///
    /// One sentence: the system cannot watch.
    pub(super) fn start() -> Result<Self, String> {
        let (told, events) = mpsc::channel(1);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // A build reads the sources, too. Where events were lost, there may be a change among them.
            if !matches!(event, Ok(notify::Event { kind: EventKind::Access(_), .. })) {
                // One that waits already stands for all.
                let _ = told.try_send(());
            }
        });
        let watcher = watcher.map_err(|error| format!("cannot watch the sources: {error}"))?;
        let (tell, bursts) = mpsc::channel(1);
        tokio::spawn(gather(events, tell));
        Ok(Self { watcher, refused: BTreeSet::new(), bursts })
    }

    /// Watches the files in these folders, and not in those below.
    ///
    /// Each is watched anew, for one that was removed and made again is no longer watched, though its name and even
    /// its inode are the same.
    pub(super) fn follow(&mut self, folders: impl IntoIterator<Item = PathBuf>) {
        for folder in folders {
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.refused.remove(&folder);
                }
                // The next change looks for it again.
                Err(error) => {
                    if self.refused.insert(folder.clone()) {
                        say(format_args!("cannot watch {}: {error}", folder.display()));
                    }
                }
            }
        }
    }

    /// Resolves after a burst.
    pub(super) async fn next(&mut self) {
        if self.bursts.recv().await.is_none() {
            // Without a watcher nothing happens any more.
            std::future::pending::<()>().await;
        }
    }
}

async fn gather(mut events: Receiver<()>, tell: Sender<()>) {
    while events.recv().await.is_some() {
        let end = Instant::now() + LONGEST;
        let quiet = async { while let Ok(Some(())) = timeout(QUIET, events.recv()).await {} };
        let _ = timeout_at(end, quiet).await;
        let _ = tell.try_send(());
    }
}
