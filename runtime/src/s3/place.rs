//! Where a bucket is: below which URL its objects are, and how it is called.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_sigv4::http_request::{PayloadChecksumKind, SignableBody, SignableRequest, SignatureLocation};
use fingerpost_manifest::resource_variable;
use http::StatusCode;

use super::key::{encoded, in_url};
use crate::aws::access::Access;
use crate::aws::call::{Answer, Call, Failed, Service};
use crate::aws::connector::Connector;
use crate::aws::endpoint;
use crate::aws::sign::{settings, sign};
use crate::error::{Error, Result};
use crate::resources::Resources;

/// One deployed bucket, and how it is called.
#[derive(Debug)]
pub(super) struct Deployed {
    service: Arc<S3>,
    /// Its name in the source.
    name: &'static str,
    /// Before the `/` of its keys.
    url: String,
}

/// S3, as all buckets of a function call it.
#[derive(Debug)]
struct S3 {
    service: Service,
    /// Another endpoint than AWS's own.
    endpoint: Option<String>,
}

/// What a link is signed for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) method: &'static str,
    pub(super) valid: Duration,
    /// What the request must have.
    pub(super) headers: Vec<(&'static str, String)>,
}

/// The bucket of this name. A connection is opened by its first call, and a link needs none.
///
/// The future is boxed so that it is compiled here, and not again in the crate of each bucket.
pub(super) fn connected<'r>(
    resources: &'r mut Resources,
    name: &'static str,
) -> Pin<Box<dyn Future<Output = Result<Deployed, String>> + Send + 'r>> {
    Box::pin(async move {
        let variable = resource_variable(name);
        let bucket = resources.variable(&variable);
        let bucket =
            bucket.ok_or_else(|| format!("`{variable}` is not set; it names the deployed bucket"))?;
        let service = match resources.get::<Arc<S3>>() {
            Some(service) => Arc::clone(service),
            None => Arc::new(S3::of(Access::of(resources, "AWS_ENDPOINT_URL_S3")?)?),
        };
        resources.insert(Arc::clone(&service));
        let url = match &service.endpoint {
            Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
            None => regional(&service.service.region, &bucket).await?,
        };
        Ok(Deployed { service, name, url })
    })
}

/// A bucket's URL at AWS. A name with dots in it would not be covered by the certificate of its own host.
async fn regional(region: &str, bucket: &str) -> Result<String, String> {
    let host = endpoint::host("s3", region).await?;
    Ok(if bucket.contains('.') {
        format!("https://{host}/{bucket}")
    } else {
        format!("https://{bucket}.{host}")
    })
}

impl S3 {
    fn of(access: Access) -> Result<Self, String> {
        let connector = Connector::new(access.trust_anywhere())?;
        let Access { region, credentials, endpoint, .. } = access;
        let service = Service { name: "S3", signed_as: "s3", region, credentials, connector };
        Ok(Self { service, endpoint })
    }
}

impl Deployed {
    /// The URL of an object.
    pub(super) fn object(&self, key: &str) -> String {
        format!("{}/{}", self.url, in_url(key))
    }

    /// Makes a call of S3.
    pub(super) async fn call(&self, call: &Call) -> Result<Answer, Failed> {
        self.service.service.make(call, refusal).await
    }

    /// The error of a call of this operation.
    pub(super) fn error(&self, operation: &str, failed: Failed) -> Error {
        let hint = match &failed {
            failed if failed.is("NoSuchBucket") => ": it does not exist in this region",
            _ => "",
        };
        failed.into_error(&format!("{operation} on bucket `{}`{hint}", self.name))
    }

    /// A link by which whoever has it makes one request, as long as it is valid.
    pub(super) fn signed(&self, asked: &Asked, key: &str, query: &str) -> Result<String, String> {
        let Service { region, credentials, signed_as, .. } = &self.service.service;
        let mut url = self.object(key);
        if !query.is_empty() {
            url = format!("{url}?{query}");
        }
        let mut settings = settings(signed_as);
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(asked.valid);
        settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
        let headers = asked.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let request = SignableRequest::new(asked.method, &url, headers, SignableBody::UnsignedPayload);
        let signed = sign(request, credentials, (signed_as, region), settings)?;
        let mut before = if query.is_empty() { '?' } else { '&' };
        for (name, value) in signed.params() {
            url.push(before);
            url.extend([name, "=", &encoded(value)]);
            before = '&';
        }
        Ok(url)
    }
}

/// An error's code and message, of S3's XML. The answer to a `HEAD` has none.
fn refusal(status: StatusCode, answer: &Answer) -> (String, String) {
    let text = String::from_utf8_lossy(&answer.body);
    let of = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    };
    let code = of("Code").unwrap_or_else(|| format!("status {}", status.as_u16()));
    (code, of("Message").unwrap_or_default())
}
