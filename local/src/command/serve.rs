//! `serve`: the API on a port, until Ctrl-C or SIGTERM.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fingerpost_manifest::openapi;
use tokio::net::TcpListener;

use super::arguments::ServeArgs;
use super::binary::{self, Opened};
use super::{routes, runtime, sources};
use crate::cloud::{self, Cloud};
use crate::dynamodb::Storage;
use crate::facts::{self, FACTS};
use crate::gateway::{self, Gateway};
use crate::program::Program;
use crate::server::listener::PATIENCE;
use crate::terminal::{CommandError, print, say};

pub(crate) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    options: &ServeArgs,
) -> Result<(), CommandError> {
    let runtime = runtime::start()?;
    let result = runtime.block_on(serve(program, options));
    runtime.shutdown_timeout(Duration::from_millis(500));
    result
}

async fn serve(
    program: impl Fn() -> Result<Program, CommandError>,
    options: &ServeArgs,
) -> Result<(), CommandError> {
    let given = options.environment.given()?;
    let Opened { manifest, executable, descriptions } =
        binary::open(&options.binary, &given, program).await?;
    let document = descriptions.map(|descriptions| openapi::document(&manifest, &descriptions));
    let stop = stop_signal()?;
    let listener = bind(options.port).await?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (name, cors) = (manifest.api.name.clone(), manifest.api.cors.clone());
    let authorizers = manifest.api.authorizers.clone();
    let storage = options.storage.storage();
    let cloud = cloud::start(manifest, executable, &storage, &given).await?;
    let welcome = welcome(&name, address, options.binary.binary.as_deref(), &storage, &cloud);
    let Cloud { routes, functions, .. } = cloud;
    let gateway = Gateway {
        routes,
        authorizers,
        cors,
        functions,
        document,
        allowed_hosts: options.allow_host.clone(),
        facts: FACTS,
        uploads: gateway::uploads(PATIENCE),
    };
    print(&format!("listening on http://{address}\n"));
    welcome.split('\n').chain(given.of_file().as_deref()).chain(given.kept_out().as_deref()).for_each(say);
    gateway.serve(listener, PATIENCE, stop).await;
    say(format_args!("stopped"));
    Ok(())
}

async fn bind(port: u16) -> Result<TcpListener, String> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use: end what holds it, or choose another with `--port`")
        }
        _ => format!("cannot listen on port {port}: {error}"),
    })
}

/// Resolves when a person or a supervisor wants it to end.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .map_err(|error| format!("cannot listen for SIGTERM: {error}"))?;
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn welcome(
    api: &str,
    address: SocketAddr,
    binary: Option<&Path>,
    storage: &Storage,
    cloud: &Cloud,
) -> String {
    let functions = binary.map(|path| format!("\n  functions from {}", path.display()));
    let functions = functions.unwrap_or_default();
    let table = "  ".to_owned() + &routes::table(&cloud.routes).trim_end().replace('\n', "\n  ");
    let sources = sources::sentence(&cloud.routes);
    let (database, developer) = (cloud.database, &cloud.developer);
    let (key, secret, region) = (&developer.key, &developer.secret, facts::REGION);
    format!(
        "\n  {api} is up at http://{address}{functions}\n  data in {storage}\n\n{table}\n  {sources}\n\n  \
         DynamoDB for your own tools, until this ends:\n\n\
         export AWS_ENDPOINT_URL_DYNAMODB=http://{database}\nexport AWS_REGION={region}\n\
         export AWS_DEFAULT_REGION={region}\n\
         export AWS_ACCESS_KEY_ID={key}\nexport AWS_SECRET_ACCESS_KEY={secret}\n\n  Ctrl-C stops it\n"
    )
}
