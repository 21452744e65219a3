//! What a diff tells of queues, buckets and other resources: what a function may do now, and what a deployment has to
//! give.

use serde_json::{Value, json};

use super::auth::check_two;

/// The reference API with the resource `It`, on which `GET /events` may do this.
fn granted(service: &str, within: Option<&str>, actions: &[&str]) -> impl Fn(&mut Value) {
    let resource = json!([{ "name": "It", "service": service, "variable": "RESOURCE_IT" }]);
    let grant = json!([{ "resource": "It", "within": within, "actions": actions }]);
    move |manifest| {
        manifest["resources"] = resource.clone();
        manifest["routes"][3]["resources"] = grant.clone();
    }
}

#[test]
fn a_diff_tells_what_a_function_may_do_with_a_resource() {
    check_two(
        granted("s3", Some("/a/*"), &["s3:GetObject", "s3:PutObject"]),
        granted("s3", Some("/*"), &["s3:GetObject"]),
        "\
security
  ! GET /events may now s3:GetObject on It/*
    GET /events may no longer s3:GetObject on It/a/*
    GET /events may no longer s3:PutObject on It/a/*
",
    );
}

#[test]
fn a_diff_tells_what_a_deployment_has_to_give() {
    check_two(
        |_| {},
        granted("sqs", None, &["sqs:SendMessage"]),
        "\
security
  ! GET /events may now sqs:SendMessage on It

operations
  ! resource It of sqs is new: the deployment has to give it
",
    );
    check_two(
        granted("sqs", None, &["sqs:SendMessage"]),
        |_| {},
        "\
security
    GET /events may no longer sqs:SendMessage on It

operations
    resource It is no longer used
",
    );
    check_two(
        granted("sqs", None, &["sqs:SendMessage"]),
        granted("sns", None, &["sns:Publish"]),
        "\
security
  ! GET /events may now sns:Publish on It
    GET /events may no longer sqs:SendMessage on It

operations
  ! resource It service: sqs -> sns: the deployment has to give another
",
    );
}
