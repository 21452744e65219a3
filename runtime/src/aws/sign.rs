//! The signature of a request, by the SDK's own crate: of a call that is made, and of a link that is given away.

use std::error::Error as StdError;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    self, PayloadChecksumKind, PercentEncodingMode, SignableRequest, SigningError, SigningInstructions,
    SigningSettings, UriPathNormalizationMode,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_runtime_api::client::identity::Identity;

/// How a service wants its requests signed.
pub(crate) fn settings(service: &str) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        // A key is a path as it stands.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    settings
}

/// Signs a request to a service in a region: what is to be added to the request.
///
/// # Errors
///
/// A sentence: the request is not one, or cannot be signed.
pub(crate) fn sign(
    request: Result<SignableRequest<'_>, SigningError>,
    credentials: &Credentials,
    (service, region): (&str, &str),
    settings: SigningSettings,
) -> Result<SigningInstructions, String> {
    let unsigned = |error: &dyn StdError| format!("the request cannot be signed: {error}");
    let request = request.map_err(|error| unsigned(&error))?;
    let identity: Identity = credentials.clone().into();
    let signing = SigningParams::builder().identity(&identity).settings(settings);
    let signing = signing.time(SystemTime::now()).region(region).name(service).build();
    let signing = signing.map_err(|error| unsigned(&error))?.into();
    let signed = http_request::sign(request, &signing).map_err(|error| unsigned(&error))?;
    Ok(signed.into_parts().0)
}
