//! The calls of SQS that are made here: those of functions, and those by which a developer sees what was sent.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::parameters::{self, Refused};
use super::queues::{Message, Queues};
use crate::facts;

/// Bytes of a message, and of a batch.
const LIMIT: usize = 1024 * 1024;

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

    /// The name of the queue that the call is on; empty where it is on none. Queues are at `url`.
    pub(super) fn queue(&self, url: &str) -> Result<&str, Refused> {
        let Some(asked) = self.text("QueueUrl") else {
            return Ok(self.text("QueueName").unwrap_or_default());
        };
        let rest = asked.strip_prefix(url).and_then(|rest| rest.strip_prefix('/'));
        let name = rest.and_then(|rest| rest.strip_prefix(facts::ACCOUNT)?.strip_prefix('/'));
        name.ok_or_else(|| {
            Refused("InvalidAddress", format!("The address {asked} is not valid for this endpoint."))
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str()
    }

    /// Makes the call; queues are at `url`.
    pub(super) fn on(&self, queues: &Queues, url: &str) -> Result<Value, Refused> {
        let queue = self.queue(url)?;
        let location = |name: &str| format!("{url}/{}/{name}", facts::ACCOUNT);
        let missing = || Refused("QueueDoesNotExist", "The specified queue does not exist.".to_owned());
        match self.operation {
            "SendMessage" => send(queues, queue, &self.body)?.ok_or_else(missing),
            "SendMessageBatch" => self.send_batch(queues, queue)?.ok_or_else(missing),
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

    fn send_batch(&self, queues: &Queues, queue: &str) -> Result<Option<Value>, Refused> {
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
        parameters::check_batch(entries)?;
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
            match send(queues, queue, &fields) {
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
    let body = fields.get("MessageBody").and_then(Value::as_str).unwrap_or_default();
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
    let mut message = Message::new(body.to_owned(), parameters::delay(fields)?);
    parameters::check_attributes(fields)?;
    message.group = parameters::id(fields, "MessageGroupId")?;
    message.deduplication = parameters::id(fields, "MessageDeduplicationId")?;
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

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "http://127.0.0.1:1";

    fn made(queues: &Queues, operation: &str, queue_url: &str, body: Value) -> Result<Value, &'static str> {
        let mut body = body.as_object().cloned().expect("an object");
        body.insert("QueueUrl".to_owned(), queue_url.into());
        Call { operation, body }.on(queues, URL).map_err(|Refused(code, _)| code)
    }

    #[test]
    fn what_sqs_refuses_of_a_message_is_refused() {
        let queues = Queues::of(&["Jobs".to_owned()]);
        let jobs = format!("{URL}/{}/Jobs", facts::ACCOUNT);
        let (longest, too_long) = ("g".repeat(128), "g".repeat(129));
        for (name, value, code) in [
            ("MessageGroupId", json!(too_long), "InvalidParameterValue"),
            ("MessageDeduplicationId", json!(too_long), "InvalidParameterValue"),
            ("MessageGroupId", json!("a b"), "InvalidParameterValue"),
            ("DelaySeconds", json!(-1), "InvalidParameterValue"),
            ("DelaySeconds", json!(901), "InvalidParameterValue"),
            ("MessageAttributes", json!({ "a": { "DataType": "String" } }), "UnsupportedOperation"),
        ] {
            let message = json!({ "Id": "1", "MessageBody": "a", name: value });
            assert_eq!(made(&queues, "SendMessage", &jobs, message.clone()), Err(code), "{name}");
            let batch = made(&queues, "SendMessageBatch", &jobs, json!({ "Entries": [message] }));
            assert_eq!(batch.expect("an answer")["Failed"][0]["Code"], code, "{name}");
        }
        assert_eq!(queues.count("Jobs"), Some(0));
        let taken = json!({ "MessageBody": "a", "MessageGroupId": longest, "MessageAttributes": {} });
        made(&queues, "SendMessage", &jobs, taken).expect("is sent");
    }

    #[test]
    fn the_ids_of_a_batch_are_distinct() {
        let queues = Queues::of(&["Jobs".to_owned()]);
        let jobs = format!("{URL}/{}/Jobs", facts::ACCOUNT);
        for (ids, code) in [
            ([json!("a"), json!("a")], "BatchEntryIdsNotDistinct"),
            ([json!("a"), json!("b c")], "InvalidBatchEntryId"),
            ([json!("a"), Value::Null], "InvalidBatchEntryId"),
        ] {
            let entries = ids.map(|id| json!({ "Id": id, "MessageBody": "a" }));
            assert_eq!(made(&queues, "SendMessageBatch", &jobs, json!({ "Entries": entries })), Err(code));
        }
        assert_eq!(queues.count("Jobs"), Some(0));
    }

    #[test]
    fn a_queue_is_known_by_its_whole_url() {
        let queues = Queues::of(&["Jobs".to_owned()]);
        for wrong in [
            "Jobs".to_owned(),
            format!("{URL}/111111111111/Jobs"),
            format!("https://sqs.eu-central-1.amazonaws.com/{}/Jobs", facts::ACCOUNT),
            format!("{URL}2/{}/Jobs", facts::ACCOUNT),
        ] {
            assert_eq!(made(&queues, "PurgeQueue", &wrong, json!({})), Err("InvalidAddress"), "{wrong}");
        }
        let other = format!("{URL}/{}/a/Jobs", facts::ACCOUNT);
        assert_eq!(made(&queues, "PurgeQueue", &other, json!({})), Err("QueueDoesNotExist"));
    }
}
