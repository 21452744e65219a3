//! Where a secret is: the ARN of a secret of Secrets Manager or of a parameter of Systems Manager, and after a `#`
//! the field of its JSON that is meant.

/// A reference to a secret.
#[derive(Debug, PartialEq)]
pub(super) struct Reference<'r> {
    pub(super) arn: &'r str,
    pub(super) store: Store,
    pub(super) region: &'r str,
    pub(super) field: Option<&'r str>,
}

/// Who keeps a secret.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Store {
    SecretsManager,
    ParameterStore,
}

impl<'r> Reference<'r> {
    /// Reads `arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-a1B2c3#stripe`.
    ///
    /// # Errors
    ///
    /// What a reference is.
    pub(super) fn parse(text: &'r str) -> Result<Self, String> {
        let (arn, field) = text.split_once('#').map_or((text, None), |(arn, field)| (arn, Some(field)));
        let parts: Vec<_> = arn.splitn(6, ':').collect();
        let store = |service: &str, resource: &str| match service {
            "secretsmanager" if resource.starts_with("secret:") => Some(Store::SecretsManager),
            "ssm" if resource.starts_with("parameter/") => Some(Store::ParameterStore),
            _ => None,
        };
        let parsed = match parts.as_slice() {
            ["arn", _, service, region, _, resource] if !region.is_empty() => {
                store(service, resource).map(|store| (store, *region))
            }
            _ => None,
        };
        // It is not shown: it may be the secret itself.
        let (store, region) = parsed.ok_or_else(|| {
            "a reference is the ARN of a secret of Secrets Manager or of a parameter, got another text"
                .to_owned()
        })?;
        Ok(Self { arn, store, region, field })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_an_arn_and_maybe_a_field() {
        let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-a1B2c3";
        let secret = Reference { arn, store: Store::SecretsManager, region: "eu-west-1", field: None };
        assert_eq!(Reference::parse(arn), Ok(secret));
        let with_field = format!("{arn}#a:b");
        assert_eq!(Reference::parse(&with_field).map(|reference| reference.field), Ok(Some("a:b")));
        let parameter =
            Reference::parse("arn:aws-cn:ssm:cn-north-1:1:parameter/shop/key").expect("a reference");
        assert_eq!((parameter.store, parameter.region), (Store::ParameterStore, "cn-north-1"));
    }

    #[test]
    fn nothing_else_is_one() {
        for wrong in [
            "",
            "shop",
            "sk_live_1",
            "arn:aws:s3:::bucket",
            "arn:aws:ssm:eu-west-1:1:document/x",
            "arn:aws:secretsmanager::1:secret:x",
            "arn:aws:secretsmanager:eu-west-1:1:other:x",
        ] {
            assert!(Reference::parse(wrong).is_err(), "{wrong}");
        }
    }
}
