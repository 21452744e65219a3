use fingerpost::{Message, NoContent, Queue, Result, SendMessage, route};

struct Job;

impl Message for Job {
    const QUEUE: &'static str = "Jobs";
}

#[route(POST, "/jobs")]
async fn send(jobs: Queue<Job, SendMessage>) -> Result<NoContent> {
    jobs.send(&Job).await?;
    Ok(NoContent)
}

fn main() {}
