//! `serve --watch`: two processes. This one holds the port, watches the sources and has cargo build them; the other
//! serves, and is replaced by one of the new executable when a build has worked.
//!
//! `sources` knows which files are meant, `changes` when the system says that some have changed, `compile` has them
//! built, and `api` is the process that serves. Whether there is anything to build is never taken from an event: the
//! files are compared with what they were when the last build began.

mod absence;
mod api;
mod changes;
mod compile;
mod sources;

use std::net::TcpListener;
use std::process::ExitStatus;
use std::time::Duration;

use self::absence::Absence;
use self::api::{Api, News, PATIENCE};
use self::changes::Changes;
use self::compile::{Building, Compiler};
use self::sources::{Sources, Stamps};
use super::arguments::ServeArgs;
use super::project::Project;
use super::{runtime, serve};
use crate::dynamodb::Storage;
use crate::terminal::{CommandError, say};

pub(super) fn run(options: &ServeArgs) -> Result<(), CommandError> {
    let project = Project::find("serve --watch")?;
    let runtime = runtime::start()?;
    let result = runtime.block_on(watch(&project, options));
    runtime.shutdown_timeout(Duration::from_millis(500));
    result
}

async fn watch(project: &Project, options: &ServeArgs) -> Result<(), CommandError> {
    let mut stop = serve::stop_signal()?;
    let compiler = Compiler::of(project, &options.cargo)?;
    let mut watch = Watch {
        sources: Sources::new(project, compiler.executable()),
        changes: Changes::start()?,
        built: Stamps::default(),
        in_memory: matches!(options.storage.storage(), Storage::Memory),
        listener: serve::bind(options.port)?,
        serving: Serving::Nobody(None),
        building: None,
        behind: false,
        started: false,
        compiler,
    };
    watch.built = watch.stamps();
    watch.start_api().await?;
    let ended = loop {
        let news = tokio::select! {
            biased;
            () = &mut stop => break Ok(()),
            news = watch.news() => news,
        };
        match watch.hear(news).await {
            Ok(false) => {}
            Ok(true) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    watch.end().await;
    ended
}

struct Watch {
    compiler: Compiler,
    sources: Sources,
    changes: Changes,
    /// The sources as they were when the last build began.
    built: Stamps,
    in_memory: bool,
    listener: TcpListener,
    serving: Serving,
    building: Option<Building>,
    /// Whether what was built last was left, because a source had changed meanwhile.
    behind: bool,
    /// Whether an API has served. Until then there is nothing that a change of a source would repair: the options
    /// may be wrong.
    started: bool,
}

enum Serving {
    Api(Box<Api>),
    /// It has ended by itself. Somebody says so to those who ask.
    Nobody(Option<Absence>),
}

enum Heard {
    Api(News),
    Built(Result<(), String>),
    Changed,
}

impl Watch {
    /// What happens next. What is dropped before it has happened is not lost.
    async fn news(&mut self) -> Heard {
        let serving = async {
            match &mut self.serving {
                Serving::Api(api) => api.news().await,
                Serving::Nobody(_) => std::future::pending().await,
            }
        };
        let building = async {
            match &mut self.building {
                Some(building) => building.ended().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            news = serving => Heard::Api(news),
            result = building => Heard::Built(result),
            () = self.changes.next() => Heard::Changed,
        }
    }

    /// Does what follows; returns whether that is the end.
    async fn hear(&mut self, heard: Heard) -> Result<bool, CommandError> {
        match heard {
            Heard::Api(News::Ready) if !self.started => {
                self.started = true;
                say(format_args!(
                    "  watching {} files: a change builds the API and restarts it",
                    self.built.len()
                ));
                say("");
            }
            Heard::Api(News::Late) => say(format_args!(
                "the API takes no requests yet, {} s after its start: what `main` does before it runs the API, or a \
                 function that makes the API, has not ended; a change of a source restarts it",
                PATIENCE.as_secs()
            )),
            Heard::Api(News::Ended(status)) => {
                let status =
                    status.map_err(|error| format!("whether the API still runs is not known: {error}"))?;
                return self.api_ended(status).await;
            }
            Heard::Built(result) => self.built(result).await?,
            Heard::Api(News::Ready) | Heard::Changed => {}
        }
        if self.building.is_none() {
            self.build_if_changed().await?;
        }
        Ok(false)
    }

    async fn api_ended(&mut self, status: ExitStatus) -> Result<bool, CommandError> {
        self.stop_serving().await;
        if status.success() {
            // Somebody told it to stop.
            return Ok(true);
        }
        if !self.started {
            let code = status.code().and_then(|code| code.try_into().ok()).unwrap_or(1);
            return Err(CommandError { sentence: format!("the API did not start ({status})"), code });
        }
        say(format_args!("the API has ended ({status}): the next change of a source restarts it"));
        self.serving = Serving::Nobody(Some(Absence::start(&self.listener)?));
        Ok(false)
    }

    async fn build_if_changed(&mut self) -> Result<(), CommandError> {
        let now = self.stamps();
        let Some(what) = now.changed_since(&self.built) else { return Ok(()) };
        say(format_args!("{what} changed: building"));
        self.built = now;
        match self.compiler.start().await {
            Ok(building) => self.building = Some(building),
            Err(sentence) => say(sentence),
        }
        Ok(())
    }

    /// After a build: builds again if a source has changed meanwhile, and else starts what was built. The second of
    /// two such builds is started all the same, for sources may change for as long as somebody writes.
    async fn built(&mut self, result: Result<(), String>) -> Result<(), CommandError> {
        self.building = None;
        let serves = matches!(self.serving, Serving::Api(_));
        if let Err(sentence) = result {
            let goes_on = if serves { "; the API goes on as it was" } else { "" };
            say(format_args!("{sentence}{goes_on}"));
            return Ok(());
        }
        self.sources.read();
        if self.stamps().changed_since(&self.built).is_some() && !self.behind {
            self.behind = true;
            return Ok(());
        }
        self.behind = false;
        if let Serving::Api(api) = &self.serving
            && api.is_of(&self.sources)
        {
            say("the executable is the same as before: the API was not restarted");
            return Ok(());
        }
        let lost = if self.in_memory && serves { ", without the data, which was in memory" } else { "" };
        match &mut self.serving {
            Serving::Api(api) => api.stop_accepting().await,
            Serving::Nobody(_) => self.stop_serving().await,
        }
        say(format_args!("restarting{lost}"));
        self.stop_serving().await;
        if let Err(error) = self.start_api().await {
            // It may be gone: another cargo replaces it, or somebody has cleaned up.
            say(format_args!("{}: the next change of a source restarts it", error.sentence));
            self.serving = Serving::Nobody(Some(Absence::start(&self.listener)?));
        }
        Ok(())
    }

    /// The sources as they are now, all of which are watched from here on.
    fn stamps(&mut self) -> Stamps {
        // Watched first, so that no change falls between.
        self.changes.follow(self.sources.folders());
        self.sources.stamps()
    }

    async fn start_api(&mut self) -> Result<(), CommandError> {
        self.serving = Serving::Api(Box::new(Api::start(&self.sources, &self.listener).await?));
        Ok(())
    }

    async fn stop_serving(&mut self) {
        match std::mem::replace(&mut self.serving, Serving::Nobody(None)) {
            Serving::Api(api) => api.stop().await,
            Serving::Nobody(Some(absence)) => absence.end().await,
            Serving::Nobody(None) => {}
        }
    }

    async fn end(mut self) {
        if let Some(building) = self.building.take() {
            building.end().await;
        }
        self.stop_serving().await;
    }
}
