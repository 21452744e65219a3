//! `serve`: the API on a port, until Ctrl-C or SIGTERM.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fingerpost_manifest::{Api, Authorizer, Route, openapi};
use tokio::net::TcpListener;

use super::arguments::ServeArgs;
use super::binary::{self, Opened};
use super::{routes, runtime, sources};
use crate::cloud::{self, Cloud};
use crate::dynamodb::Storage;
use crate::facts::{self, FACTS};
use crate::gateway::auth::Guards;
use crate::gateway::{self, Gateway};
use crate::issuer::{Issuer, Trusted};
use crate::program::Program;
use crate::server::handover::{self, Handover};
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
    let Opened { manifest, executable, descriptions, readers } =
        binary::open(&options.binary, &given, program).await?;
    let document = descriptions.map(|descriptions| openapi::document(&manifest, &descriptions));
    let (listener, handover) = listener(options.port)?;
    let until = until(stop_signal()?, handover);
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (name, cors, api) = (manifest.api.name.clone(), manifest.api.cors.clone(), manifest.api.clone());
    let (storage, variables) = (options.storage.storage(), given.told(&manifest, &readers));
    let of_services = given.of_services(&manifest);
    let issuer = issuer(&api, &storage)?;
    let cloud = cloud::start(manifest, executable, &storage, &given).await?;
    let tokens = issuer.as_ref().map(|issuer| tokens(issuer, &api, &cloud.routes, &storage)).transpose()?;
    let tokens = tokens.unwrap_or_default();
    let welcome = welcome(&name, address, options.binary.binary.as_deref(), &storage, &cloud, &tokens);
    let Cloud { routes, functions, developer, .. } = cloud;
    let gateway = Gateway {
        routes,
        cors,
        guards: Guards::of(&api, issuer, Some(developer)),
        functions,
        document,
        allowed_hosts: options.allow_host.clone(),
        facts: FACTS,
        uploads: gateway::uploads(PATIENCE),
    };
    print(&format!("listening on http://{address}\n"));
    of_services.iter().for_each(say);
    welcome.split('\n').chain(variables.iter().map(String::as_str)).for_each(say);
    gateway.serve(listener, PATIENCE, until).await;
    say(format_args!("stopped"));
    Ok(())
}

/// The local issuer, where the API takes tokens.
fn issuer(api: &Api, storage: &Storage) -> Result<Option<Issuer>, String> {
    let takes_tokens = api.authorizers.values().any(|known| matches!(known, Authorizer::Jwt { .. }));
    takes_tokens.then(|| Issuer::of(storage)).transpose()
}

/// How to come by a token. Where the issuer's key is in memory, no other process has it.
fn tokens(issuer: &Issuer, api: &Api, routes: &[Route], storage: &Storage) -> Result<String, String> {
    if let Storage::File(data) = storage {
        let data = data.display();
        return Ok(format!("\n  a token that it takes: the command `token --sub NAME --data {data}`\n"));
    }
    let mut lines = vec!["\n  tokens that it takes, for an hour:\n".to_owned()];
    for (name, authorizer) in &api.authorizers {
        let Some(trusted) = Trusted::of(&api.name, name, authorizer) else { continue };
        let guards = routes.iter().filter_map(|route| route.auth.guard());
        let scopes = guards.filter(|guard| guard.authorizer == *name).flat_map(|guard| &guard.scopes);
        let scopes: BTreeSet<_> = scopes.cloned().collect();
        let claims = trusted.claims("developer", &Vec::from_iter(scopes), 3600);
        lines.push(format!("  {name}: {}", issuer.sign(&claims)?));
    }
    Ok(lines.join("\n") + "\n")
}

/// The listener that was handed to this process, or one of its own.
fn listener(port: u16) -> Result<(TcpListener, Option<Handover>), String> {
    let handed = handover::taken().map_err(|error| format!("there is no listener to take: {error}"))?;
    let (listener, handover) = match handed {
        Some((listener, handover)) => (listener, Some(handover)),
        None => (bind(port)?, None),
    };
    let listener = TcpListener::from_std(listener).map_err(|error| error.to_string())?;
    Ok((listener, handover))
}

/// Says that requests are taken from here on, and resolves when it is told to stop, by whomever. Whoever handed the
/// listener over learns by the end of the handover that no more are taken.
async fn until(stop: impl Future<Output = ()>, handover: Option<Handover>) -> Option<Handover> {
    let Some(mut handover) = handover else {
        stop.await;
        return None;
    };
    handover.ready().await;
    tokio::select! {
        () = stop => {}
        () = handover.ended() => {}
    }
    Some(handover)
}

/// Takes the port, for `tokio`.
pub(super) fn bind(port: u16) -> Result<std::net::TcpListener, String> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port));
    let listener = listener.and_then(|listener| listener.set_nonblocking(true).map(|()| listener));
    listener.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use: end what holds it, or choose another with `--port`")
        }
        _ => format!("cannot listen on port {port}: {error}"),
    })
}

/// Resolves when a person or a supervisor wants it to end.
pub(super) fn stop_signal() -> Result<impl Future<Output = ()> + Send + Unpin + 'static, String> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .map_err(|error| format!("cannot listen for SIGTERM: {error}"))?;
    Ok(Box::pin(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }))
}

fn welcome(
    api: &str,
    address: SocketAddr,
    binary: Option<&Path>,
    storage: &Storage,
    cloud: &Cloud,
    tokens: &str,
) -> String {
    let functions = binary.map(|path| format!("\n  functions from {}", path.display()));
    let functions = functions.unwrap_or_default();
    let table = "  ".to_owned() + &routes::table(&cloud.routes).trim_end().replace('\n', "\n  ");
    let sources = sources::sentence(&cloud.routes);
    let (database, developer) = (cloud.database, &cloud.developer);
    let (key, secret, region) = (&developer.key, &developer.secret, facts::REGION);
    let tools = if cloud.services.exports().is_empty() { "DynamoDB" } else { "AWS" };
    let exports = cloud.services.exports().concat();
    let advice = match cloud.services.advice().concat() {
        none if none.is_empty() => none,
        advice => format!("  queues and buckets, with these:\n\n{advice}\n"),
    };
    format!(
        "\n  {api} is up at http://{address}{functions}\n  data in {storage}\n\n{table}\n  {sources}\n{tokens}\n  \
         {tools} for your own tools, until this ends:\n\n\
         export AWS_ENDPOINT_URL_DYNAMODB=http://{database}\n{exports}export AWS_REGION={region}\n\
         export AWS_DEFAULT_REGION={region}\n\
         export AWS_ACCESS_KEY_ID={key}\nexport AWS_SECRET_ACCESS_KEY={secret}\n\n{advice}  Ctrl-C stops it\n"
    )
}
