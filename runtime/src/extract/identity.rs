//! By what the gateway knows a caller: what tells one from another.

use fingerpost_untrusted::Fields;

use super::claims::field;
use crate::error::{Error, Result};
use crate::request::Request;

/// What a token says of itself, and not of its caller: a fresh token says something else.
const OF_A_TOKEN: [&[u8]; 5] = [b"exp", b"iat", b"nbf", b"jti", b"auth_time"];

/// The kind of authorizer, and the texts of the event by which it knows the caller. It is nothing on an open route.
///
/// It is the claim `sub`, and who signed for IAM. Of callers without a `sub` it is all that is said of them, so that
/// no two are taken for one.
///
/// # Errors
///
/// 500 where somebody is let through, and nothing tells one caller from another.
pub(crate) fn of<'r>(request: &Request<'r>) -> Result<Vec<&'r [u8]>> {
    let authorizer = request.context().and_then(|context| field(context.as_bytes(), b"authorizer"));
    authorizer.map_or_else(|| Ok(Vec::new()), of_authorizer)
}

fn of_authorizer(authorizer: &[u8]) -> Result<Vec<&[u8]>> {
    let known = if let Some(jwt) = field(authorizer, b"jwt") {
        field(jwt, b"claims").and_then(|claims| said("jwt", claims))
    } else if let Some(iam) = field(authorizer, b"iam") {
        signed(iam)
    } else {
        field(authorizer, b"lambda").and_then(|context| said("lambda", context))
    };
    known.ok_or_else(|| {
        Error::internal(
            "nothing that the authorizer says tells one caller from another, and an idempotency key counts for one \
             caller: have the authorizer return something that tells callers apart, such as `sub`",
        )
    })
}

/// A text of an object that says something.
fn text<'j>(json: &'j [u8], name: &[u8]) -> Option<&'j [u8]> {
    field(json, name).filter(|value| *value != br#""""#)
}

/// The claim `sub`, or all claims that say something of the caller, whatever their order.
fn said<'j>(kind: &'static str, claims: &'j [u8]) -> Option<Vec<&'j [u8]>> {
    if let Some(sub) = text(claims, b"sub") {
        return Some(vec![kind.as_bytes(), b"sub", sub]);
    }
    let all = Fields::of(claims)?.filter(|(name, _)| !OF_A_TOKEN.contains(name));
    let mut all: Vec<_> = all.filter(|(_, value)| ![&b"null"[..], br#""""#].contains(value)).collect();
    all.sort_unstable();
    let first = [kind.as_bytes(), b""];
    let all: Vec<_> = first.into_iter().chain(all.into_iter().flat_map(<[_; 2]>::from)).collect();
    (all.len() > first.len()).then_some(all)
}

/// Who signed. All users of an identity pool have the ARN of one role, and an identity each.
fn signed(iam: &[u8]) -> Option<Vec<&[u8]>> {
    let Some(cognito) = field(iam, b"cognitoIdentity") else {
        return Some(vec![b"iam", text(iam, b"userArn")?]);
    };
    Some(vec![b"cognito", text(cognito, b"identityPoolId")?, text(cognito, b"identityId")?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(authorizer: &str) -> Vec<&[u8]> {
        of_authorizer(authorizer.as_bytes()).expect("it tells callers apart")
    }

    #[test]
    fn users_of_an_identity_pool_are_told_apart() {
        let [ann, ben, role] = [
            r#"{"iam":{"userArn":"role","cognitoIdentity":{"amr":["a"],"identityId":"ann","identityPoolId":"p"}}}"#,
            r#"{"iam":{"userArn":"role","cognitoIdentity":{"amr":["a"],"identityId":"ben","identityPoolId":"p"}}}"#,
            r#"{"iam":{"userArn":"role","accessKey":"a","cognitoIdentity":null}}"#,
        ]
        .map(of);
        assert!(ann != ben && ann != role && ben != role);
        assert_eq!(of(r#"{"iam":{"userArn":"role","accessKey":"b"}}"#), role);
    }

    #[test]
    fn a_fresh_token_is_of_the_same_caller() {
        let ann = of(r#"{"jwt":{"claims":{"client_id":"a","exp":"1","iat":"1","jti":"1"},"scopes":null}}"#);
        let fresh =
            r#"{"jwt":{"claims":{"auth_time":"2","exp":"2","iat":"2","jti":"2","nbf":"2","client_id":"a"}}}"#;
        assert_eq!(of(fresh), ann);
        assert_ne!(of(r#"{"jwt":{"claims":{"client_id":"b","exp":"1","iat":"1","jti":"1"}}}"#), ann);
        assert_eq!(of(r#"{"lambda":{"sub":"a","exp":1}}"#), of(r#"{"lambda":{"exp":2,"sub":"a"}}"#));
    }

    #[test]
    fn callers_whom_nothing_tells_apart_are_refused() {
        for authorizer in [
            "{}",
            r#"{"lambda":null}"#,
            r#"{"lambda":{}}"#,
            r#"{"lambda":{"sub":"","name":null,"exp":1}}"#,
            r#"{"jwt":{"claims":{"exp":"1"},"scopes":["a"]}}"#,
            r#"{"iam":{"accessKey":"a"}}"#,
            r#"{"iam":{"userArn":"role","cognitoIdentity":{"identityPoolId":"p"}}}"#,
        ] {
            let error = of_authorizer(authorizer.as_bytes()).expect_err(authorizer);
            assert!(
                error.status() == 500 && error.to_string().contains("such as `sub`"),
                "{authorizer}: {error}"
            );
        }
    }
}
