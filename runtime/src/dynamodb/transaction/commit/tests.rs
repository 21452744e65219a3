//! What DynamoDB says of a transaction that it did not make, and what becomes of that.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::{TransactionCanceledException, TransactionInProgressException};
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

use super::*;

const UNMET: &str = "ConditionalCheckFailed";
const VALIDATION: &str = "ValidationError";
const CONFLICT: &str = "TransactionConflict";

fn failed(error: TransactWriteItemsError) -> Canceled {
    let response = HttpResponse::new(400.try_into().expect("a status"), SdkBody::empty());
    Canceled::of("Orders", SdkError::service_error(error, response)).expect("an error of the writes")
}

/// A transaction that was canceled for these reasons. The last write is that of a record.
fn canceled(codes: &[&str]) -> Canceled {
    let reason = |code: &&str| {
        let reason = CancellationReason::builder().code(*code);
        let reason =
            if *code == VALIDATION { reason.message("Item size has exceeded 400 KB") } else { reason };
        let is_stored = *code == UNMET;
        let item = is_stored.then(|| [("key".to_owned(), AttributeValue::Bool(true))].into());
        reason.set_item(item).build()
    };
    let reasons = codes.iter().map(reason).collect();
    let canceled = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
    failed(TransactWriteItemsError::TransactionCanceledException(canceled))
}

/// Whether another attempt is made, and what is told when it is the last one.
#[track_caller]
fn check(canceled: Canceled, record: Option<usize>, passes: bool, told: &str) {
    assert_eq!(can_pass(&canceled, record), passes, "{told}");
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
        .build();
    let prepared = Prepared {
        client: Client::from_conf(config),
        items: Vec::new(),
        otherwise: [Otherwise::default(), Otherwise::default()].into(),
        failed: Vec::new(),
        tables: BTreeSet::from(["Orders".to_owned()]),
    };
    let outcome = match record {
        Some(record) => prepared.refused_with(canceled, record),
        None => prepared.refused(canceled).map(Sent::Refused),
    };
    let got = match outcome {
        Ok(Sent::Done) => "done".to_owned(),
        Ok(Sent::Known(_)) => "known".to_owned(),
        Ok(Sent::UnderWay) => "under way".to_owned(),
        Ok(Sent::Refused(error)) => format!("refused {}", error.status()),
        Err(error) => format!("{} {}", error.status(), error.headers().len()),
    };
    assert_eq!(got, told);
}

#[test]
fn a_condition_is_told_before_others_that_are_in_the_way() {
    check(canceled(&["None", UNMET]), None, false, "refused 409");
    check(canceled(&[CONFLICT, UNMET]), None, false, "refused 409");
    check(canceled(&[CONFLICT, "None"]), None, true, "503 1");
    check(canceled(&["ThrottlingError", CONFLICT]), None, true, "503 1");
}

#[test]
fn what_cannot_be_stored_is_told_before_conditions() {
    check(canceled(&[UNMET, VALIDATION]), None, false, "refused 413");
    check(canceled(&[CONFLICT, "Unknown"]), None, false, "refused 500");
}

#[test]
fn a_record_decides_for_all() {
    check(canceled(&[UNMET, "None", UNMET]), Some(2), false, "known");
    check(canceled(&[VALIDATION, CONFLICT, UNMET]), Some(2), false, "known");
    check(canceled(&[UNMET, "None", CONFLICT]), Some(2), true, "under way");
    check(canceled(&[UNMET, "None", "None"]), Some(2), false, "refused 409");
    check(canceled(&[CONFLICT, "None", "None"]), Some(2), true, "503 1");
}

#[test]
fn a_transaction_that_is_still_at_work_is_asked_for_again() {
    let at_work = TransactionInProgressException::builder().build();
    let at_work = failed(TransactWriteItemsError::TransactionInProgressException(at_work));
    assert!(at_work.is_in_progress() && !canceled(&[CONFLICT]).is_in_progress());
    assert!(can_pass(&at_work, None));
}
