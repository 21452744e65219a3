use fingerpost::{GetItem, Message, NoContent, Queue, route};

#[derive(serde::Serialize)]
struct Job;

impl Message for Job {
    const QUEUE: &'static str = "Jobs";
}

#[route(POST, "/jobs")]
async fn send(jobs: Queue<Job, GetItem>) -> NoContent {
    drop(jobs);
    NoContent
}

fn main() {}
