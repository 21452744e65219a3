//! The routes: what is sent and stored comes from the request, and what came of it is the answer.

use std::time::Duration;

use fingerpost::describe::Resource;
use fingerpost::{
    Accepted, Api, Bucket, DeleteObject, Description, FromRequest, GetObject, Json, Message, NoContent,
    Objects, OrError, PutObject, Queue, Request, Resources, Result, SendMessage, Text, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The API.
pub(crate) fn api() -> Api {
    Api::new("services")
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Job {
    pub(crate) order: String,
}

impl Message for Job {
    const QUEUE: &'static str = "Jobs";
}

/// Files of any kind.
pub(crate) struct Files;

impl Objects for Files {
    const BUCKET: &'static str = "Files";
}

type Jobs = Queue<Job, SendMessage>;

/// Sends a job, after so many seconds.
#[route(POST, "/jobs?<delay=0>", body_limit = 4_000_000)]
async fn send_job(delay: u64, Json(job): Json<Job>, jobs: Jobs) -> Result<Accepted<String>> {
    Ok(Accepted(jobs.send(&job).delay(Duration::from_secs(delay)).await?.id))
}

/// Sends a job in order, once.
#[route(POST, "/jobs/<group>?<id>")]
async fn send_in_order(
    group: String,
    id: String,
    Json(job): Json<Job>,
    jobs: Jobs,
) -> Result<Accepted<String>> {
    Ok(Accepted(jobs.send(&job).group(group).deduplication_id(id).await?.id))
}

/// Sends many jobs; the places of those that were not sent.
#[route(POST, "/batches", timeout = 20, body_limit = 4_000_000)]
async fn send_jobs(Json(list): Json<Vec<Job>>, jobs: Jobs) -> Result<Accepted<Vec<usize>>> {
    let sent = jobs.send_many(&list).await?;
    Ok(Accepted(sent.unsent().iter().map(|unsent| unsent.index).collect()))
}

/// Writes a file.
#[route(PUT, "/files/<name>")]
async fn write_file(name: String, Text(text): Text, files: Bucket<Files, PutObject>) -> Result<NoContent> {
    files.put(["files", &name], text).content_type("text/plain").await?;
    Ok(NoContent)
}

/// Reads a file.
#[route(GET, "/files/<name>")]
async fn read_file(name: String, files: Bucket<Files, (PutObject, GetObject)>) -> Result<String> {
    let file = files.get(["files", &name]).await?.or_not_found("No such file")?;
    let kind = file.content_type.unwrap_or_default();
    Ok(format!("{kind}: {}", String::from_utf8_lossy(&file.body)))
}

/// Deletes a file.
#[route(DELETE, "/files/<name>")]
async fn delete_file(name: String, files: Bucket<Files, DeleteObject>) -> Result<NoContent> {
    files.delete(["files", &name]).await?;
    Ok(NoContent)
}

/// Makes a link to a file, for so many seconds.
#[route(GET, "/files/<name>/link?<seconds=60>")]
async fn link(name: String, seconds: u64, files: Bucket<Files, GetObject>) -> Result<Json<String>> {
    let link =
        files.link(["files", &name], Duration::from_secs(seconds)).download_as(format!("{name} ü.txt"));
    Ok(Json(link.url()?))
}

/// Makes a link by which a file is written.
#[route(POST, "/files/<name>/link?<length>")]
async fn upload_link(
    name: String,
    length: Option<u64>,
    files: Bucket<Files, PutObject>,
) -> Result<Json<String>> {
    let link = files.upload_link(["files", &name], Duration::from_mins(1)).content_type("text/plain");
    Ok(Json(match length {
        Some(length) => link.length(length).url()?,
        None => link.url()?,
    }))
}

/// An extractor that says what it does, in words of its own.
struct Warehouse(Jobs);

impl FromRequest for Warehouse {
    fn describe(route: &mut Description) {
        route.allow("sqs:SendMessage", Resource::named("Jobs"));
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        Jobs::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Jobs::from_request(request).await.map(Self)
    }
}

/// Tells the warehouse.
#[route(POST, "/warehouse")]
async fn tell(Json(job): Json<Job>, warehouse: Warehouse) -> Result<NoContent> {
    warehouse.0.send(&job).await?;
    Ok(NoContent)
}

/// An extractor that does more than it says.
struct Forgetful(Jobs, Bucket<Files, (GetObject, PutObject)>);

impl FromRequest for Forgetful {
    fn describe(route: &mut Description) {
        route.allow("sqs:GetQueueUrl", Resource::named("Jobs"));
        route.allow("s3:GetObject", Resource::named("Files").within("/public/*"));
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        Jobs::open(resources).await?;
        Bucket::<Files, (GetObject, PutObject)>::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(Self(Jobs::from_request(request).await?, Bucket::from_request(request).await?))
    }
}

/// Does what was not said.
#[route(POST, "/forgetful/<what>")]
async fn forget(what: String, Forgetful(jobs, files): Forgetful) -> Result<NoContent> {
    match what.as_str() {
        "send" => drop(jobs.send(&Job { order: "1".to_owned() }).await?),
        "many" => jobs.send_many(&[Job { order: "1".to_owned() }]).await?.all()?,
        "read" => drop(files.get("files/a").await?.or_not_found("No such file")?),
        "write" => files.put("public/a", "a").await?,
        _ => drop(files.get("public/a").await?.or_not_found("No such file")?),
    }
    Ok(NoContent)
}
