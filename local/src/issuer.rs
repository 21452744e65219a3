//! The issuer that is built in: it signs tokens that the local gateway takes for every JWT authorizer of the
//! API, and no deployed gateway does.
//!
//! Its key is made where there is none yet, and kept beside the data, readable by its owner alone. Whoever
//! reads it can call the local API as anybody.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use fingerpost_manifest::Authorizer;
use serde_json::{Map, Value, json};

use crate::dynamodb::Storage;
use crate::signature_key::{Algorithm, PublicKey};

/// Bytes of a file that holds a key, at most; one of 2048 bits takes 1,220.
const LARGEST: u64 = 16 * 1024;

/// Whose tokens a JWT authorizer takes, and for whom they are.
#[derive(Debug, Clone)]
pub(crate) struct Trusted {
    pub(crate) issuer: String,
    pub(crate) audiences: Vec<String>,
    /// Whether the issuer is one that can be asked for its keys. Otherwise it comes at deployment.
    pub(crate) is_named: bool,
}

impl Trusted {
    /// What an authorizer takes; `None` where it is not by tokens. What comes at deployment has a stand-in.
    pub(crate) fn of(api: &str, name: &str, authorizer: &Authorizer) -> Option<Self> {
        let Authorizer::Jwt { issuer, audiences } = authorizer else { return None };
        let named = issuer.clone().map(|issuer| (issuer, audiences.clone()));
        let is_named = named.is_some();
        let stand_in = || (format!("https://{name}.issuer.localhost"), vec![api.to_owned()]);
        let (issuer, audiences) = named.unwrap_or_else(stand_in);
        Some(Self { issuer, audiences, is_named })
    }
}

impl Trusted {
    /// The claims of a token that is taken, for so many seconds from now.
    pub(crate) fn claims(&self, sub: &str, scopes: &[String], seconds: i64) -> Map<String, Value> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = i64::try_from(now).unwrap_or_default();
        let claims = [
            ("iss", json!(self.issuer)),
            ("aud", json!(self.audiences.first())),
            ("sub", json!(sub)),
            ("iat", json!(now)),
            ("exp", json!(now.saturating_add(seconds))),
        ];
        let scope = (!scopes.is_empty()).then(|| ("scope", scopes.join(" ").into()));
        claims.into_iter().chain(scope).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The local issuer.
pub(crate) struct Issuer {
    pair: KeyPair,
    public: PublicKey,
    kid: String,
    /// Where its key was made just now.
    made: Option<PathBuf>,
}

impl Issuer {
    /// The issuer whose key is kept beside the data; in memory it has a key that ends with the process.
    ///
    /// # Errors
    ///
    /// One sentence: the file cannot be used.
    pub(crate) fn of(data: &Storage) -> Result<Self, String> {
        let Storage::File(data) = data else {
            return Self::from_der(&made()?).ok_or_else(|| "the issuer's new key cannot be used".to_owned());
        };
        let file = beside(data);
        let shown = file.display();
        let (der, is_made) =
            kept(&file).map_err(|error| format!("cannot keep the local issuer's key in {shown}: {error}"))?;
        let issuer = Self::from_der(&der).ok_or_else(|| {
            format!("{shown} is not the key of a local issuer; move it away, and another key is made")
        })?;
        Ok(Self { made: is_made.then_some(file), ..issuer })
    }

    /// The file that its key was put in just now, where there was none.
    pub(crate) fn made(&self) -> Option<&Path> {
        self.made.as_deref()
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        let pair = KeyPair::from_pkcs8(der).ok()?;
        let key = pair.public_key();
        let modulus = key.modulus().big_endian_without_leading_zero().to_vec();
        let exponent = key.exponent().big_endian_without_leading_zero().to_vec();
        let kid = format!("local-{}", &encoded(digest(&SHA256, &modulus).as_ref())[..16]);
        Some(Self { pair, public: PublicKey { modulus, exponent }, kid, made: None })
    }

    /// The name of its key.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The key by which its tokens are verified.
    pub(crate) fn key(&self) -> &PublicKey {
        &self.public
    }

    /// A token with these claims.
    ///
    /// # Errors
    ///
    /// One sentence: it cannot be signed.
    pub(crate) fn sign(&self, claims: &Map<String, Value>) -> Result<String, String> {
        let header = json!({ "alg": Algorithm::Rs256.name(), "typ": "JWT", "kid": self.kid });
        let claims = Value::from(claims.clone());
        let signed = [header, claims].map(|part| encoded(part.to_string().as_bytes())).join(".");
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        let result = self.pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature);
        result.map_err(|_| "the token cannot be signed".to_owned())?;
        Ok(format!("{signed}.{}", encoded(&signature)))
    }
}

fn encoded(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

fn made() -> Result<Vec<u8>, String> {
    let failed = |_| "a key for the local issuer cannot be made".to_owned();
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
    Ok(der.as_ref().to_vec())
}

/// `.fingerpost/local.db.issuer`.
fn beside(data: &Path) -> PathBuf {
    let mut file = data.as_os_str().to_owned();
    file.push(".issuer");
    file.into()
}

/// The key in the file, which is made where there is none, and whether it was. Of two processes that make one at the
/// same time, the first one's counts.
fn kept(file: &Path) -> io::Result<(Vec<u8>, bool)> {
    if let Some(there) = read(file)? {
        return Ok((there, false));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut new = file.as_os_str().to_owned();
    new.push(format!(".{}.new", uuid::Uuid::new_v4().simple()));
    let linked = write(Path::new(&new)).and_then(|()| match fs::hard_link(&new, file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        result => result.map(|()| true),
    });
    // It has another name now, or was never written.
    let _ = fs::remove_file(&new);
    let is_made = linked?;
    read(file)?.map(|key| (key, is_made)).ok_or_else(|| ErrorKind::NotFound.into())
}

fn write(file: &Path) -> io::Result<()> {
    let key = made().map_err(io::Error::other)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(&key)?;
    file.sync_all()
}

fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(there) if !there.is_file() => return Err(io::Error::other("it is there, and not a file")),
        Ok(_) => {}
    }
    let open = File::open(file)?;
    open.set_permissions(Permissions::from_mode(0o600))?;
    let mut key = Vec::new();
    open.take(LARGEST).read_to_end(&mut key)?;
    Ok(Some(key))
}
