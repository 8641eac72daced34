//! A certificate and its key: read from files, checked against each other and against the calendar.

use gongkai_domain::says::Says;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};

/// Days before its end from which a certificate is to be replaced.
const SOON: i64 = 30;

/// Where a certificate and its key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// PEM: the certificate, then those that lead to a root.
    pub certificate: PathBuf,
    /// PEM: its private key, without a password.
    pub key: PathBuf,
}

/// A certificate whose key fits.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What is shown to browsers.
    pub key: Arc<CertifiedKey>,
    begins: Timestamp,
    ends: Timestamp,
}

/// How a certificate stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not valid before this.
    NotYet(Timestamp),
    /// It holds for more than 30 days.
    Good(Timestamp),
    /// It holds for so many more days.
    Ending(Timestamp, i64),
    /// It is over.
    Ended(Timestamp),
}

/// Why a certificate cannot be used, with the file to look at.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not there.
    Missing(PathBuf),
    /// The file is there and cannot be read.
    Unreadable(PathBuf, String),
    /// No certificate is in it.
    NoCertificate(PathBuf),
    /// No private key that needs no password is in it.
    NoKey(PathBuf),
    /// The key is of a kind that is not known.
    StrangeKey(PathBuf),
    /// The key belongs to another certificate.
    OtherKey(Files),
}

impl Certificate {
    /// Reads a certificate and its key.
    pub fn read(files: &Files) -> Result<Self, Fault> {
        let chain = CertificateDer::pem_slice_iter(&bytes(&files.certificate)?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Fault::NoCertificate(files.certificate.clone()))?;
        let times = chain.first().and_then(|first| validity(first));
        let (begins, ends) = times.ok_or_else(|| Fault::NoCertificate(files.certificate.clone()))?;
        let key = PrivateKeyDer::from_pem_slice(&bytes(&files.key)?);
        let key = key.map_err(|_| Fault::NoKey(files.key.clone()))?;
        let key = ring::default_provider().key_provider.load_private_key(key);
        let key = CertifiedKey::new(chain, key.map_err(|_| Fault::StrangeKey(files.key.clone()))?);
        match key.keys_match() {
            // A key that does not tell its public half may fit; browsers will say.
            Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => {
                Ok(Self { key: Arc::new(key), begins, ends })
            }
            Err(Error::InconsistentKeys(_)) => Err(Fault::OtherKey(files.clone())),
            Err(_) => Err(Fault::NoCertificate(files.certificate.clone())),
        }
    }

    /// How it stands at an instant.
    pub fn standing(&self, now: Timestamp) -> Standing {
        let days = self.ends.duration_since(now).as_hours() / 24;
        match () {
            () if now < self.begins => Standing::NotYet(self.begins),
            () if now > self.ends => Standing::Ended(self.ends),
            () if days < SOON => Standing::Ending(self.ends, days),
            () => Standing::Good(self.ends),
        }
    }

    /// Whether it is for this host.
    pub fn is_for(&self, host: &str) -> bool {
        let Ok(name) = ServerName::try_from(host.trim_matches(['[', ']'])) else { return false };
        let Some(certificate) = self.key.cert.first() else { return false };
        let parsed = ParsedCertificate::try_from(certificate);
        parsed.is_ok_and(|certificate| verify_server_name(&certificate, &name).is_ok())
    }
}

impl Standing {
    /// The standing as a sentence.
    pub fn says(self) -> Says {
        let day = |at: Timestamp| crate::globals::civil_day(at);
        match self {
            Self::NotYet(begins) => Says::new(
                format!("证书 {} 才生效，浏览器会拒绝；请核对证书文件和本机时间", day(begins)),
                format!(
                    "the certificate is not valid before {}; check its file and this machine's clock",
                    day(begins)
                ),
            ),
            Self::Good(ends) => Says::new(
                format!("证书有效至 {}", day(ends)),
                format!("the certificate is valid until {}", day(ends)),
            ),
            Self::Ending(ends, days) => Says::new(
                format!("证书 {} 到期，还有 {days} 天；请换上新证书，不用重启", day(ends)),
                format!(
                    "the certificate ends on {}, in {days} days; put a new one in its place, no restart is needed",
                    day(ends)
                ),
            ),
            Self::Ended(ends) => Says::new(
                format!("证书已于 {} 到期，浏览器会拒绝；请换上新证书", day(ends)),
                format!(
                    "the certificate ended on {}; browsers refuse it; put a new one in its place",
                    day(ends)
                ),
            ),
        }
    }
}

impl Fault {
    /// What is wrong and what to do.
    pub fn says(&self) -> Says {
        match self {
            Self::Missing(file) => Says::new(
                format!("找不到文件“{}”；请核对 --tls-certificate 和 --tls-key", file.display()),
                format!("there is no file “{}”; check --tls-certificate and --tls-key", file.display()),
            ),
            Self::Unreadable(file, cause) => Says::new(
                format!("读不了文件“{}”：{cause}；请让运行本程序的用户能读", file.display()),
                format!("“{}” cannot be read: {cause}; let the user of this program read it", file.display()),
            ),
            Self::NoCertificate(file) => Says::new(
                format!(
                    "“{}”里没有可用的证书；应是 PEM 文本（BEGIN CERTIFICATE），先写本站证书，再写中间证书",
                    file.display()
                ),
                format!(
                    "there is no usable certificate in “{}”; it has to be PEM text, the site's own certificate first",
                    file.display()
                ),
            ),
            Self::NoKey(file) => Says::new(
                format!("“{}”里没有可用的私钥；应是不带口令的 PEM 文本（BEGIN PRIVATE KEY）", file.display()),
                format!(
                    "there is no usable private key in “{}”; it has to be PEM text without a password",
                    file.display()
                ),
            ),
            Self::StrangeKey(file) => Says::new(
                format!("“{}”里的私钥种类不支持；请用 RSA（2048 位以上）、ECDSA 或 Ed25519", file.display()),
                format!(
                    "the private key in “{}” is of a kind not supported; use RSA (2048 bits or more), ECDSA or Ed25519",
                    file.display()
                ),
            ),
            Self::OtherKey(files) => Says::new(
                format!(
                    "私钥“{}”不是证书“{}”的；请放上同一次申请的证书和私钥",
                    files.key.display(),
                    files.certificate.display()
                ),
                format!(
                    "the key “{}” is not the one of the certificate “{}”; use the pair made together",
                    files.key.display(),
                    files.certificate.display()
                ),
            ),
        }
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Fault::Missing(file.to_owned()),
        _ => Fault::Unreadable(file.to_owned(), error.to_string()),
    })
}

/// From when until when a certificate is valid (RFC 5280 section 4.1): the fifth field of its first part, or the
/// fourth where the version is left out. rustls does not tell, and no more of X.509 is needed here.
fn validity(certificate: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let mut part = Der(Der(Der(certificate).read(SEQUENCE)?).read(SEQUENCE)?);
    let _version = part.read(VERSION);
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        part.read(tag)?;
    }
    let mut times = Der(part.read(SEQUENCE)?);
    Some((times.time()?, times.time()?))
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;

/// What is still to be read of a DER encoding.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next element, when it has this tag; otherwise nothing is taken.
    fn read(&mut self, tag: u8) -> Option<&'a [u8]> {
        let [found, first, rest @ ..] = self.0 else { return None };
        let (length, rest) = match *first {
            short @ 0..0x80 => (usize::from(short), rest),
            long => {
                let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7F))?;
                let fits = (1..=4).contains(&digits.len());
                let length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
                (fits.then_some(length)?, rest)
            }
        };
        let (content, after) = rest.split_at_checked(length)?;
        if *found != tag {
            return None;
        }
        self.0 = after;
        Some(content)
    }

    /// `YYMMDDhhmmssZ` of the years 1950 to 2049, or `YYYYMMDDhhmmssZ`.
    fn time(&mut self) -> Option<Timestamp> {
        let text = match self.read(UTC_TIME) {
            Some(text) => {
                let text = std::str::from_utf8(text).ok()?;
                format!("{}{text}", if text < "50" { "20" } else { "19" })
            }
            None => std::str::from_utf8(self.read(GENERALIZED_TIME)?).ok()?.to_owned(),
        };
        let time = DateTime::strptime("%Y%m%d%H%M%SZ", &text).ok()?;
        time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of `tests/certificates`.
    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(name)
    }

    fn read(certificate: &str, key: &str) -> Result<Certificate, Fault> {
        Certificate::read(&Files { certificate: file(certificate), key: file(key) })
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_certificate_stands_by_its_two_times() {
        let certificate = read("site.pem", "site.key").unwrap();
        for (now, words) in [
            ("2019-12-31T15:59:59Z", "证书 2020-01-01 才生效"),
            ("2026-11-23T00:00:00Z", "证书有效至 2119-12-31"),
            ("2119-12-01T15:59:59Z", "证书有效至 2119-12-31"),
            ("2119-12-01T16:00:00Z", "证书 2119-12-31 到期，还有 29 天"),
            ("2119-12-30T15:00:00Z", "还有 1 天"),
            ("2120-01-01T00:00:00Z", "证书已于 2119-12-31 到期"),
        ] {
            let says = certificate.standing(at(now)).says();
            assert!(says.zh.contains(words), "{now}: {says:?}");
        }
        let ended = read("ended.pem", "site.key").unwrap();
        assert_eq!(ended.standing(at("2026-11-23T00:00:00Z")), Standing::Ended(at("2021-01-01T00:00:00Z")));
    }

    #[test]
    fn a_certificate_is_for_its_own_hosts() {
        let certificate = read("site.pem", "site.key").unwrap();
        for (host, is_for) in [
            ("localhost", true),
            ("www.example.gov.cn", true),
            ("127.0.0.1", true),
            ("[::1]", true),
            ("example.gov.cn", false),
            ("www.example.org", false),
            ("not a host", false),
        ] {
            assert_eq!(certificate.is_for(host), is_for, "{host}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_the_file_and_what_to_do() {
        for (certificate, key, words, more) in [
            ("nowhere.pem", "site.key", "nowhere.pem", "找不到文件"),
            ("site.pem", "nowhere.key", "nowhere.key", "找不到文件"),
            ("site.key", "site.key", "site.key", "没有可用的证书"),
            ("site.pem", "site.pem", "site.pem", "没有可用的私钥"),
            ("site.pem", "", "certificates", "读不了文件"),
            ("site.pem", "other.key", "other.key", "不是证书"),
            ("site.pem", "strange.key", "strange.key", "种类不支持"),
        ] {
            let says = read(certificate, key).unwrap_err().says();
            assert!(says.zh.contains(words) && says.zh.contains(more), "{certificate} {key}: {says:?}");
            assert!(says.en.contains(words), "{says:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_certificate_have_no_times() {
        let good = read("site.pem", "site.key").unwrap().key.cert[0].to_vec();
        assert!(validity(&good).is_some());
        for cut in 0..good.len().min(200) {
            assert_eq!(validity(&good[..cut]), None, "{cut}");
        }
        assert_eq!(validity(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(validity(&[0x30, 0x80, 0x00]), None);
    }
}
