//! TLS with certificates from files, which are read again when they change.

use super::certificate::{Certificate, Fault, Files, Standing};
use crate::globals::now;
use crate::said::bad_use;
use anyhow::Result;
use clap::Args;
use gongkai_app::doctor::{Finding, Level};
use gongkai_domain::says::Says;
use jiff::Timestamp;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(5);
/// How often a certificate that is about to end is told of.
const REMIND: Duration = Duration::from_hours(24);

/// Serving over TLS.
#[derive(Clone, Debug, Args)]
pub struct Tls {
    /// 证书文件（PEM）；与 --tls-key 一起用，就以 https 提供。Certificate file; with --tls-key the site is https.
    #[arg(long, env = "GONGKAI_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// 私钥文件（PEM，不带口令）。Private key file, without a password.
    #[arg(long, env = "GONGKAI_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
}

impl Tls {
    /// The certificate in use, if the site is served over TLS.
    pub fn open(&self) -> Result<Option<Arc<Renewable>>> {
        let Some(files) = self.files() else { return Ok(None) };
        let renewable = Renewable::read(files).map_err(|fault| {
            let says = fault.says();
            bad_use(says.zh, says.en)
        })?;
        Ok(Some(Arc::new(renewable)))
    }

    /// What `doctor` says of the certificate; nothing without one. `host` is the one the public uses.
    pub fn examine(&self, host: Option<&str>, now: Timestamp) -> Option<Finding> {
        let (level, says) = match Certificate::read(&self.files()?) {
            Err(fault) => (Level::Error, fault.says()),
            Ok(certificate) => match (certificate.standing(now), host) {
                (Standing::Good(_), Some(host)) if !certificate.is_for(host) => {
                    (Level::Error, other_host(host))
                }
                (standing @ Standing::Good(_), _) => (Level::Good, standing.says()),
                (standing @ Standing::Ending(..), _) => (Level::Warning, standing.says()),
                (standing, _) => (Level::Error, standing.says()),
            },
        };
        Some(Finding { check: "certificate", level, says })
    }

    fn files(&self) -> Option<Files> {
        let (certificate, key) = (self.tls_certificate.clone()?, self.tls_key.clone()?);
        Some(Files { certificate, key })
    }
}

fn other_host(host: &str) -> Says {
    Says::new(
        format!("证书不是给 {host} 的，浏览器会拒绝；请换上给这个域名的证书，或核对 --origin"),
        format!(
            "the certificate is not for {host}; browsers refuse it; use one for this host, or check --origin"
        ),
    )
}

/// The certificate in use, which can be renewed while connections are open.
#[derive(Debug)]
pub struct Renewable {
    files: Files,
    current: RwLock<Certificate>,
}

/// When each file was last changed, and its length.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl Renewable {
    /// Reads the certificate for the first time.
    pub fn read(files: Files) -> Result<Self, Fault> {
        let current = RwLock::new(Certificate::read(&files)?);
        Ok(Self { files, current })
    }

    /// Reads the files again; what is in use stays in use when they cannot be.
    pub fn renew(&self) -> Result<(), Fault> {
        let certificate = Certificate::read(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = certificate;
        Ok(())
    }

    /// Accepts connections with the certificate in use.
    pub fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor> {
        let mut settings = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        settings.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(settings)))
    }

    /// Renews the certificate whenever its files change or a hang-up signal comes; never ends.
    pub async fn watch(self: Arc<Self>) {
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut hang_ups = HangUps::listen();
        let mut seen = self.stamps();
        let mut remind = Instant::now();
        loop {
            let asked = tokio::select! { _ = ticks.tick() => false, () = hang_ups.next() => true };
            let found = self.stamps();
            if asked || found != seen {
                seen = found;
                self.renew_and_tell();
                remind = Instant::now();
            }
            if Instant::now() >= remind {
                remind += REMIND;
                self.remind();
            }
        }
    }

    fn renew_and_tell(&self) {
        match self.renew() {
            Ok(()) => tracing::info!("证书已重新载入 / the certificate was read again"),
            Err(fault) => {
                let says = fault.says();
                tracing::error!(
                    "仍用原来的证书：{} / the old certificate stays in use: {}",
                    says.zh,
                    says.en
                );
            }
        }
    }

    fn remind(&self) {
        let standing = self.current.read().unwrap_or_else(PoisonError::into_inner).standing(now());
        let says = standing.says();
        match standing {
            Standing::Good(_) => tracing::info!("{} / {}", says.zh, says.en),
            Standing::Ending(..) => tracing::warn!("{} / {}", says.zh, says.en),
            Standing::NotYet(_) | Standing::Ended(_) => tracing::error!("{} / {}", says.zh, says.en),
        }
    }

    fn stamps(&self) -> Stamps {
        [&self.files.certificate, &self.files.key].map(|file| {
            let known = fs::metadata(file).ok()?;
            Some((known.modified().ok()?, known.len()))
        })
    }
}

impl ResolvesServerCert for Renewable {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).key))
    }
}

/// Hang-up signals (SIGHUP), by which administrators ask programs to read their files again.
struct HangUps(Option<tokio::signal::unix::Signal>);

impl HangUps {
    fn listen() -> Self {
        Self(tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok())
    }

    async fn next(&mut self) {
        match &mut self.0 {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn sample(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(name)
    }

    fn shown(renewable: &Renewable) -> Vec<u8> {
        renewable.current.read().unwrap().key.cert[0].to_vec()
    }

    #[test]
    fn new_files_are_taken_and_wrong_ones_leave_the_old_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files { certificate: folder.path().join("a.pem"), key: folder.path().join("a.key") };
        fs::copy(sample("site.pem"), &files.certificate).unwrap();
        fs::copy(sample("site.key"), &files.key).unwrap();
        let renewable = Renewable::read(files.clone()).unwrap();
        let first = shown(&renewable);
        fs::copy(sample("renewed.pem"), &files.certificate).unwrap();
        assert_eq!(renewable.renew(), Err(Fault::OtherKey(files.clone())), "the key has not come yet");
        assert_eq!(shown(&renewable), first);
        fs::copy(sample("other.key"), &files.key).unwrap();
        assert_eq!(renewable.renew(), Ok(()));
        assert_ne!(shown(&renewable), first);
        fs::remove_file(&files.key).unwrap();
        assert_eq!(renewable.renew(), Err(Fault::Missing(files.key)));
    }

    #[test]
    fn doctor_says_how_the_certificate_stands() {
        let examine = |certificate: &str, key: &str, host: Option<&str>, now: &str| {
            let tls = Tls { tls_certificate: Some(sample(certificate)), tls_key: Some(sample(key)) };
            tls.examine(host, now.parse().unwrap()).unwrap().level
        };
        let today = "2026-11-23T00:00:00Z";
        assert_eq!(examine("site.pem", "site.key", None, today), Level::Good);
        assert_eq!(examine("site.pem", "site.key", Some("localhost"), today), Level::Good);
        assert_eq!(examine("site.pem", "site.key", Some("other.gov.cn"), today), Level::Error);
        assert_eq!(examine("site.pem", "site.key", None, "2119-12-20T00:00:00Z"), Level::Warning);
        assert_eq!(examine("ended.pem", "site.key", None, today), Level::Error);
        assert_eq!(examine("site.pem", "other.key", None, today), Level::Error);
        let none = Tls { tls_certificate: None, tls_key: None };
        assert!(none.examine(None, today.parse().unwrap()).is_none());
    }
}
