//! Where AWS's own services are in a region, by the SDK's rules. They know DynamoDB, and the other services are
//! beside it.

use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};

/// The URL of DynamoDB in a region.
///
/// # Errors
///
/// A sentence: there is no such region.
pub(crate) async fn dynamodb(region: &str) -> Result<String, String> {
    let unknown = |error: &dyn std::fmt::Display| format!("region `{region}` has no DynamoDB: {error}");
    let region = Params::builder().region(region.to_owned()).build().map_err(|error| unknown(&error))?;
    let endpoint = DefaultResolver::new().resolve_endpoint(&region).await;
    Ok(endpoint.map_err(|error| unknown(&error))?.url().to_owned())
}

/// The host of another service in a region: `s3.eu-central-1.amazonaws.com`.
///
/// # Errors
///
/// A sentence: there is no such region.
pub(crate) async fn host(service: &str, region: &str) -> Result<String, String> {
    let dynamodb = dynamodb(region).await?;
    let beside = dynamodb.strip_prefix("https://dynamodb.");
    let beside = beside.ok_or_else(|| format!("region `{region}` has no {service}"))?;
    Ok(format!("{service}.{}", beside.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_beside_dynamodb() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for (region, expected) in [
            ("eu-central-1", "s3.eu-central-1.amazonaws.com"),
            ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(runtime.block_on(host("s3", region)).expect("a host"), expected);
        }
    }
}
