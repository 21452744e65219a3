//! The calls of SQS that are made here: those of functions, and those by which a developer sees what was sent.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::queues::{Message, Queues};
use crate::facts;

/// Bytes of a message, and of a batch.
const LIMIT: usize = 1024 * 1024;

/// A refused call: SQS's code and sentence.
#[derive(Debug)]
pub(super) struct Refused(pub(super) &'static str, pub(super) String);

/// One call, read of its body.
pub(super) struct Call<'c> {
    pub(super) operation: &'c str,
    pub(super) body: Map<String, Value>,
}

impl Call<'_> {
    /// The action that IAM asks for.
    pub(super) fn action(&self) -> String {
        format!("sqs:{}", self.operation.strip_suffix("Batch").unwrap_or(self.operation))
    }

    /// The name of the queue that the call is on; empty where it is on none.
    pub(super) fn queue(&self) -> &str {
        let url = self.text("QueueUrl").and_then(|url| url.rsplit('/').next());
        url.or_else(|| self.text("QueueName")).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str()
    }

    /// Makes the call; queues are at `url`.
    pub(super) fn on(&self, queues: &Queues, url: &str) -> Result<Value, Refused> {
        let queue = self.queue();
        let location = |name: &str| format!("{url}/{}/{name}", facts::ACCOUNT);
        let missing = || Refused("QueueDoesNotExist", "The specified queue does not exist.".to_owned());
        match self.operation {
            "SendMessage" => send(queues, queue, &self.body)?.ok_or_else(missing),
            "SendMessageBatch" => self.send_batch(queues)?.ok_or_else(missing),
            "ReceiveMessage" => {
                let seconds = self.body.get("VisibilityTimeout").and_then(Value::as_u64).unwrap_or(30);
                let most = self.body.get("MaxNumberOfMessages").and_then(Value::as_u64).unwrap_or(1);
                let most = usize::try_from(most.min(10)).unwrap_or(10);
                let hidden = Duration::from_secs(seconds.min(12 * 60 * 60));
                let received = queues.receive(queue, most, hidden).ok_or_else(missing)?;
                Ok(json!({ "Messages": received.iter().map(received_message).collect::<Vec<_>>() }))
            }
            "DeleteMessage" => {
                let id = self.text("ReceiptHandle").unwrap_or_default();
                queues.delete(queue, id).map(|()| json!({})).ok_or_else(missing)
            }
            "PurgeQueue" => queues.purge(queue).map(|()| json!({})).ok_or_else(missing),
            "GetQueueUrl" => {
                queues.count(queue).map(|_| json!({ "QueueUrl": location(queue) })).ok_or_else(missing)
            }
            "GetQueueAttributes" => {
                let count = queues.count(queue).ok_or_else(missing)?.to_string();
                Ok(json!({ "Attributes": { "ApproximateNumberOfMessages": count } }))
            }
            "ListQueues" => {
                let urls: Vec<_> = queues.names().iter().map(|name| location(name)).collect();
                Ok(json!({ "QueueUrls": urls }))
            }
            other => {
                let message = format!("the local cloud does not make the call {other} of SQS");
                Err(Refused("UnsupportedOperation", message))
            }
        }
    }

    fn send_batch(&self, queues: &Queues) -> Result<Option<Value>, Refused> {
        let entries = self.body.get("Entries").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if entries.is_empty() {
            let message = "There should be at least one SendMessageBatchRequestEntry in the request.";
            return Err(Refused("EmptyBatchRequest", message.to_owned()));
        }
        if entries.len() > 10 {
            let count = entries.len();
            let message = format!("Maximum number of entries per request are 10. You have sent {count}.");
            return Err(Refused("TooManyEntriesInBatchRequest", message));
        }
        let lengths = entries.iter().filter_map(|entry| entry["MessageBody"].as_str().map(str::len));
        let length: usize = lengths.sum();
        if length > LIMIT {
            let message =
                format!("Batch requests cannot be longer than {LIMIT} bytes. You have sent {length} bytes.");
            return Err(Refused("BatchRequestTooLong", message));
        }
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for entry in entries {
            let id = entry["Id"].clone();
            let fields = entry.as_object().cloned().unwrap_or_default();
            match send(queues, self.queue(), &fields) {
                Ok(None) => return Ok(None),
                Ok(Some(mut sent)) => {
                    sent["Id"] = id;
                    successful.push(sent);
                }
                Err(Refused(code, message)) => {
                    failed.push(json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message }));
                }
            }
        }
        Ok(Some(json!({ "Successful": successful, "Failed": failed })))
    }
}

/// Sends one message; `None` where there is no such queue.
fn send(queues: &Queues, queue: &str, fields: &Map<String, Value>) -> Result<Option<Value>, Refused> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let body = text("MessageBody").unwrap_or_default();
    if body.is_empty() {
        let message = "The request must contain the parameter MessageBody.";
        return Err(Refused("MissingParameter", message.to_owned()));
    }
    if body.len() > LIMIT {
        let message = format!(
            "One or more parameters are invalid. Reason: Message must be shorter than {LIMIT} bytes."
        );
        return Err(Refused("InvalidParameterValue", message));
    }
    if let Some(c) = body.chars().find(|c| !is_taken(*c)) {
        let message =
            format!("Invalid binary character '#x{:X}' was found in the message body", u32::from(c));
        return Err(Refused("InvalidMessageContents", message));
    }
    let delay = fields.get("DelaySeconds").and_then(Value::as_u64).unwrap_or_default();
    if delay > 900 {
        let message = format!(
            "Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
        );
        return Err(Refused("InvalidParameterValue", message));
    }
    let mut message = Message::new(body.to_owned(), Duration::from_secs(delay));
    message.group = text("MessageGroupId").map(str::to_owned);
    message.deduplication = text("MessageDeduplicationId").map(str::to_owned);
    let md5 = format!("{:x}", md5::compute(body));
    Ok(queues.send(queue, message).map(|id| json!({ "MessageId": id, "MD5OfMessageBody": md5 })))
}

/// The characters of XML 1.0.
fn is_taken(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn received_message(message: &Message) -> Value {
    let mut attributes = json!({ "ApproximateReceiveCount": message.received.to_string() });
    let known = [("MessageGroupId", &message.group), ("MessageDeduplicationId", &message.deduplication)];
    for (name, value) in known {
        if let Some(value) = value {
            attributes[name] = value.clone().into();
        }
    }
    json!({
        "MessageId": message.id,
        "ReceiptHandle": message.id,
        "MD5OfBody": format!("{:x}", md5::compute(&message.text)),
        "Body": message.text,
        "Attributes": attributes,
    })
}
