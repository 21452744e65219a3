//! The local DynamoDB as a tool of its developer calls it: signed requests over HTTP.

use std::time::SystemTime;

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningInstructions, SigningSettings, sign,
};
use aws_sigv4::sign::v4::SigningParams;

use crate::{Answer, Serve};

/// An access key and its secret.
#[derive(Clone)]
pub struct Keys {
    /// `AWS_ACCESS_KEY_ID`.
    pub id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret: String,
}

/// A header of a request, in order.
pub type Header = (String, String);

impl Keys {
    /// The headers of a signed call, the signature's last.
    pub fn sign(&self, endpoint: &str, operation: &str, body: &str) -> Vec<Header> {
        self.sign_at(endpoint, operation, body, SystemTime::now())
    }

    /// The same, signed at another time.
    pub fn sign_at(&self, endpoint: &str, operation: &str, body: &str, time: SystemTime) -> Vec<Header> {
        let mut headers = vec![
            ("content-type".to_owned(), "application/x-amz-json-1.0".to_owned()),
            ("x-amz-target".to_owned(), format!("DynamoDB_20120810.{operation}")),
        ];
        let signature = self.signature(endpoint, &headers, body, time, SigningSettings::default());
        let (signed, _) = signature.into_parts();
        headers.extend(signed.iter().map(|header| (header.name().to_owned(), header.value().to_owned())));
        headers
    }

    /// The URL of a call that is signed in its query string, for requests without headers of their
    /// own.
    pub fn presign(&self, endpoint: &str, body: &str) -> String {
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(std::time::Duration::from_mins(5));
        let (_, query) = self.signature(endpoint, &[], body, SystemTime::now(), settings).into_parts();
        let query = query.iter().map(|(name, value)| format!("{name}={}", value.replace('/', "%2F")));
        format!("{endpoint}/?{}", query.collect::<Vec<_>>().join("&"))
    }

    fn signature(
        &self,
        endpoint: &str,
        headers: &[Header],
        body: &str,
        time: SystemTime,
        settings: SigningSettings,
    ) -> SigningInstructions {
        let identity = Credentials::new(&self.id, &self.secret, None, None, "a test").into();
        let signing = SigningParams::builder().identity(&identity).region("us-east-1").name("dynamodb");
        let signing = signing.time(time).settings(settings).build().expect("complete").into();
        let url = format!("{endpoint}/");
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let request = SignableRequest::new("POST", url, headers, SignableBody::Bytes(body.as_bytes()));
        sign(request.expect("a request"), &signing).expect("signed").into_parts().0
    }
}

impl Serve {
    /// Where its DynamoDB is: it says so.
    pub fn database(&self) -> String {
        self.printed("AWS_ENDPOINT_URL_DYNAMODB=")
    }

    /// The keys that it prints for its developer.
    pub fn keys(&self) -> Keys {
        Keys { id: self.printed("AWS_ACCESS_KEY_ID="), secret: self.printed("AWS_SECRET_ACCESS_KEY=") }
    }

    /// A call of its DynamoDB, signed.
    pub fn dynamodb(&self, keys: &Keys, operation: &str, body: &str) -> Answer {
        self.send_to_dynamodb(&keys.sign(&self.database(), operation, body), body)
    }

    /// A call of its DynamoDB with these headers.
    pub fn send_to_dynamodb(&self, headers: &[Header], body: &str) -> Answer {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.request("POST", &self.database(), &headers, body.as_bytes()).expect("a response")
    }

    /// What stands after `label` in what it prints when it starts.
    fn printed(&self, label: &str) -> String {
        let mut value = None;
        crate::wait_until(&format!("{label} is printed"), || {
            let log = self.log();
            let rest = log.split_once(label).map(|(_, rest)| rest);
            // A line that has not ended may go on.
            value = rest.and_then(|rest| rest.split_once('\n')).map(|(value, _)| value.to_owned());
            value.is_some()
        });
        value.unwrap_or_default()
    }
}
