//! What must be so after each case: there is an answer that a client can read, what was accepted
//! can be read back, and nothing that a client sends is an error of ours.

use serde_json::Value;
use serde_json::value::RawValue;

use super::cases::{Case, Change, Damage};
use super::doors::{Call, Door, Said};
use super::json::Json;

/// How many documents were accepted and came back; or why a door's answers to a case are wrong.
pub(super) fn check(door: &Door, case: &Case) -> Result<usize, String> {
    match case {
        Case::Body { fields, damage, times } => {
            let body = Json::Object(fields.clone());
            reserved_is_refused(door, &body)?;
            kept(door, &damage.done_to(text(&body).into_bytes()), *times)
        }
        Case::Bare(body, damage) => kept(door, &damage.done_to(text(body).into_bytes()), 1),
        Case::Query(query) => answered(door, Call::List(query)).map(|_| 0),
        Case::Cursor(cursor) => {
            let cursor = base64_simd::URL_SAFE_NO_PAD.encode_to_string(text(cursor));
            // What a gateway takes as a request line has an end.
            let query = format!("cursor={}", &cursor[..cursor.len().min(8000)]);
            answered(door, Call::List(&query)).map(|_| 0)
        }
        Case::Id(id) => answered(door, Call::Get(id)).map(|_| 0),
        Case::Event { handler, changes, cut } => {
            let mut event = changed(changes);
            if let Some(cut) = cut {
                event.truncate(event.floor_char_boundary(cut.index(event.len())));
            }
            match door.send(handler, event) {
                // What is not an event any more fails its invocation.
                Some(Err(why)) if why.contains("Runtime.NotAnEvent") => Ok(0),
                said => said.map_or(Ok(0), |said| readable(&said?).map(|()| 0)),
            }
        }
    }
}

/// Whether a body was accepted by a function that takes any JSON and says how long it is once it is
/// written again; or why its answer is wrong. It takes nothing but bodies.
pub(super) fn check_any(door: &Door, case: &Case) -> Result<usize, String> {
    let (body, damage) = match case {
        Case::Body { fields, damage, .. } => (&Json::Object(fields.clone()), damage),
        Case::Bare(body, damage) => (body, damage),
        _ => return Ok(0),
    };
    let sent = damage.done_to(text(body).into_bytes());
    let said = answered(door, Call::Any(&sent))?;
    if said.status != 200 {
        return Ok(0);
    }
    if matches!(damage, Damage::None) && body.has_reserved() {
        return Err("a reserved name is accepted".to_owned());
    }
    // An empty body reads as `{}`.
    let sent = if sent.is_empty() { b"{}".as_slice() } else { &sent };
    let sent: Value =
        serde_json::from_slice(sent).map_err(|error| format!("200 for what is not JSON: {error}"))?;
    let (expected, got) = (sent.to_string().len(), parsed(&said.body)?);
    if got == expected { Ok(1) } else { Err(format!("{got} bytes, of {expected} that were sent")) }
}

/// A body's text.
pub(super) fn text(body: &Json) -> String {
    let mut text = String::new();
    body.write(&mut text);
    text
}

/// The text of an event that was changed.
pub(super) fn changed(changes: &[Change]) -> String {
    let event = fingerpost_tests::event(&serde_json::json!({ "body": "{\"name\":\"n\"}" }));
    let fields = event.as_object().expect("an object").iter();
    let mut fields: Vec<_> = fields.map(|(name, value)| (name.clone(), value.to_string())).collect();
    for change in changes {
        match change {
            Change::Missing(at) => drop(fields.remove(at.index(fields.len()))),
            Change::Other(at, value) => {
                let at = at.index(fields.len());
                fields[at].1 = text(value);
            }
            Change::Twice(at, value) => fields.push((fields[at.index(fields.len())].0.clone(), text(value))),
            Change::Encoded(body) => {
                fields.push(("body".to_owned(), format!("\"{body}\"")));
                fields.push(("isBase64Encoded".to_owned(), "true".to_owned()));
            }
        }
    }
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

/// A call has an answer, and it is not an error of ours.
fn answered(door: &Door, call: Call<'_>) -> Result<Said, String> {
    let (named, said) = match call {
        Call::Create(_) | Call::Any(_) => ("POST", door.call(call)),
        Call::Get(_) => ("GET of one", door.call(call)),
        Call::List(_) => ("GET of all", door.call(call)),
        Call::Delete(_) => ("DELETE", door.call(call)),
    };
    let said = said.map_err(|why| format!("{named}: {why}"))?;
    readable(&said).map_err(|why| format!("{named}: {why}"))?;
    if said.status >= 500 {
        return Err(format!("{named} is answered {}: {}", said.status, String::from_utf8_lossy(&said.body)));
    }
    Ok(said)
}

/// An answer is one that a browser shows to its page.
fn readable(said: &Said) -> Result<(), String> {
    let body = String::from_utf8_lossy(&said.body);
    let shown: String = body.chars().take(200).collect();
    if !(200..600).contains(&said.status) {
        return Err(format!("a status of {}: {shown}", said.status));
    }
    if !said.has_cors {
        return Err(format!("a {} without CORS: {shown}", said.status));
    }
    if said.status == 204 {
        return if body.is_empty() { Ok(()) } else { Err(format!("a 204 that says {shown}")) };
    }
    if !said.is_json || serde_json::from_str::<&RawValue>(&body).is_err() {
        return Err(format!("a {} that is not JSON: {shown}", said.status));
    }
    Ok(())
}

/// No name that a parser reserves comes through, however it is written.
fn reserved_is_refused(door: &Door, body: &Json) -> Result<(), String> {
    if !body.has_reserved() {
        return Ok(());
    }
    let said = answered(door, Call::Create(text(body).as_bytes()))?;
    match said.status {
        201 => Err("a reserved name is accepted".to_owned()),
        _ => Ok(()),
    }
}

/// What is accepted comes back from each route as it was sent, until it is deleted.
fn kept(door: &Door, body: &[u8], times: usize) -> Result<usize, String> {
    let mut ids = Vec::new();
    for _ in 0..times {
        let said = answered(door, Call::Create(body))?;
        if said.status != 201 {
            break;
        }
        let sent =
            serde_json::from_slice(body).map_err(|error| format!("201 for what is not JSON: {error}"))?;
        let id = same("POST", &sent, &parsed(&said.body)?)?;
        let said = answered(door, Call::Get(&id))?;
        same("GET of one", &sent, &parsed(&said.body)?)?;
        ids.push((id, sent));
    }
    let all = parsed(&answered(door, Call::List(""))?.body)?;
    if let [(_, sent)] = ids.as_slice() {
        same("GET of all", sent, all.get(0).ok_or("GET of all has nothing")?)?;
    }
    for (id, _) in &ids {
        answered(door, Call::Delete(id))?;
    }
    Ok(ids.len())
}

fn parsed(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| format!("not read: {error}"))
}

/// The id of a document that is the one that was sent, under an id of its own.
fn same(call: &str, sent: &Value, got: &Value) -> Result<String, String> {
    let (mut sent, mut got) = (sent.clone(), got.clone());
    let id = got["id"].as_str().ok_or_else(|| format!("{call} has no id"))?.to_owned();
    for document in [&mut sent, &mut got] {
        document.as_object_mut().ok_or_else(|| format!("{call}: not an object"))?.remove("id");
    }
    if equal(&sent, &got) { Ok(id) } else { Err(format!("{call} says something else than was sent")) }
}

/// Equality of JSON, with numbers by value.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            decimal(&one.to_string()) == decimal(&other.to_string())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let found = |(name, value)| other.get(name).is_some_and(|found| equal(value, found));
            one.len() == other.len() && one.iter().all(found)
        }
        _ => one == other,
    }
}

/// A number's sign, its significant digits, and the power of ten of the last one.
fn decimal(number: &str) -> (bool, String, i64) {
    let (negative, number) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = digits.len() - significant.len();
    let significant = significant.trim_start_matches('0').to_owned();
    let exponent: i64 = exponent.parse().expect("an exponent");
    let shift = i64::try_from(zeros).expect("few") - i64::try_from(fraction.len()).expect("few");
    if significant.is_empty() { (false, significant, 0) } else { (negative, significant, exponent + shift) }
}
