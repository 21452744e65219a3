//! Other services of AWS that functions use, beside DynamoDB: a queue and a bucket have stand-ins here, each behind
//! a door that knows its callers, as DynamoDB's does, and what each may do.
//!
//! `sqs` and `s3` make the few calls that the crate `fingerpost` makes, and those by which a developer sees what came
//! of them. `grants` knows what a function's signature grants. An endpoint of an emulator, which the developer gives,
//! takes the place of a stand-in; other services have none.

mod doorkeeper;
mod grants;
mod s3;
mod sqs;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Bytes;
use fingerpost_manifest::{Resource, Route};

use self::s3::Store;
use self::sqs::Queues;
use crate::dynamodb::Storage;
use crate::environment::{endpoint_variable, without_user};
use crate::facts;

pub(crate) use self::doorkeeper::Doorkeeper;

/// Where a client finds SQS.
const SQS: &str = "AWS_ENDPOINT_URL_SQS";
/// Where a client finds S3.
const S3: &str = "AWS_ENDPOINT_URL_S3";

/// The services that an API uses, as they are reached here.
pub(crate) struct Services {
    resources: Vec<Resource>,
    /// The variable of each endpoint, with the URL.
    endpoints: Vec<(&'static str, String)>,
    queues: Arc<Queues>,
    objects: Arc<Store>,
}

impl Services {
    /// Starts a stand-in of each service that the resources are of, unless `given` knows another endpoint of it.
    ///
    /// # Errors
    ///
    /// One sentence: there is no port, or the folder of the objects cannot be used.
    pub(crate) async fn start(
        resources: &[Resource],
        storage: &Storage,
        keeper: Doorkeeper,
        given: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let names = |service: &str| {
            let of = resources.iter().filter(|resource| resource.service == service);
            of.map(|resource| resource.name.clone()).collect::<Vec<_>>()
        };
        let (of_sqs, of_s3) = (names("sqs"), names("s3"));
        let mut endpoints = Vec::new();
        let queues = Arc::new(Queues::of(&of_sqs));
        if !of_sqs.is_empty() {
            let url = match given(SQS) {
                Some(url) => url,
                None => sqs::serve(Arc::clone(&queues), keeper.clone()).await.map(url)?,
            };
            endpoints.push((SQS, url));
        }
        let objects = Arc::new(Store::of(&of_s3, storage)?);
        if !of_s3.is_empty() {
            let url = match given(S3) {
                Some(url) => url,
                None => s3::serve(Arc::clone(&objects), keeper).await.map(url)?,
            };
            endpoints.push((S3, url));
        }
        Ok(Self { resources: resources.to_vec(), endpoints, queues, objects })
    }

    /// The variables of what a route is granted: where the service is, and which resource it is there. `given` knows
    /// what the developer says of a resource.
    pub(crate) fn variables(
        &self,
        route: &Route,
        given: impl Fn(&str) -> Option<String>,
    ) -> Vec<(String, String)> {
        let granted =
            |resource: &&Resource| route.resources.iter().any(|grant| grant.resource == resource.name);
        let mut variables = Vec::new();
        for resource in self.resources.iter().filter(granted) {
            let value = given(&resource.variable).unwrap_or_else(|| self.value(resource));
            variables.push((resource.variable.clone(), value));
            let endpoint = endpoint_variable(&resource.service);
            let known = self.endpoints.iter().find(|(name, _)| *name == endpoint);
            variables.extend(known.map(|(name, url)| ((*name).to_owned(), url.clone())));
        }
        variables
    }

    /// What a function finds in a resource's variable: a queue's URL, a bucket's name, an ARN.
    fn value(&self, Resource { name, service, .. }: &Resource) -> String {
        let endpoint = self.endpoints.iter().find(|(known, _)| *known == SQS);
        match (service.as_str(), endpoint) {
            ("sqs", Some((_, url))) => {
                format!("{}/{}/{name}", url.trim_end_matches('/'), facts::ACCOUNT)
            }
            ("s3", _) => name.clone(),
            _ => grants::arn(service, name),
        }
    }

    /// The endpoints, as a shell exports them, a line each.
    pub(crate) fn exports(&self) -> Vec<String> {
        let export = |(name, url): &(_, String)| format!("export {name}={}\n", without_user(url));
        self.endpoints.iter().map(export).collect()
    }

    /// How a developer sees what functions sent and stored, and what is not here; a line for each resource.
    pub(crate) fn advice(&self) -> Vec<String> {
        let advice = |resource: &Resource| match resource.service.as_str() {
            "sqs" => {
                format!("    aws sqs receive-message --queue-url {}\n", without_user(&self.value(resource)))
            }
            "s3" => format!("    aws s3 ls --recursive s3://{}\n", resource.name),
            service => format!(
                "    {} of {service} is not here; `{}` leads to an emulator\n",
                resource.name,
                endpoint_variable(service)
            ),
        };
        self.resources.iter().map(advice).collect()
    }

    /// The texts of the messages of a queue, in the order in which they were sent; `None` where there is no such queue.
    pub(crate) fn sent(&self, queue: &str) -> Option<Vec<String>> {
        self.queues.sent(queue)
    }

    /// What an object holds and its media type, if it is there.
    ///
    /// # Errors
    ///
    /// One sentence: there is no such bucket, or its files cannot be read.
    pub(crate) fn object(&self, bucket: &str, key: &str) -> Result<Option<(Bytes, String)>, String> {
        if !self.objects.has(bucket) {
            return Err(format!("no function uses a bucket `{bucket}`"));
        }
        let object = self.objects.get(bucket, key).map_err(|error| error.to_string())?;
        Ok(object.map(|object| (object.body, object.about.content_type)))
    }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}
