use fingerpost::{NoContent, Queue, SendMessage, route};

struct Job;

#[route(POST, "/jobs")]
async fn send(jobs: Queue<Job, SendMessage>) -> NoContent {
    drop(jobs);
    NoContent
}

fn main() {}
