//! Calling a service: one request, one answer, within bounds of reach, time and size.
//!
//! Addresses come from settings, so a call must not become a way into the machine's own network: only public addresses
//! and networks the administrator named are called, the address that was looked up is the one connected to, redirects
//! are not followed, and nothing but HTTPS is spoken but to the machine itself.

use gongkai_domain::says::Says;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Largest answer that is read, in bytes.
const LARGEST: usize = 1 << 20;
/// How long a call may take, from looking the address up to the end of the answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which addresses may be called besides public ones.
pub type Allowed = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// Calls services.
#[derive(Clone)]
pub struct Caller {
    allowed: Allowed,
    patience: Duration,
    tls: TlsConnector,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("patience", &self.patience).finish_non_exhaustive()
    }
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub method: Method,
    pub address: String,
    pub kind: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What was answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub status: u16,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The address may not be called, or is none.
    Forbidden(Says),
    /// Nothing was sent: the service was not reached.
    Unreached(Says),
    /// It was sent, and no whole answer came.
    Lost(Says),
}

impl Call {
    pub fn get(address: String) -> Self {
        Self { method: Method::GET, address, kind: String::new(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn post(address: String, kind: &str, body: Vec<u8>) -> Self {
        Self { method: Method::POST, address, kind: kind.to_owned(), headers: Vec::new(), body }
    }
}

impl Caller {
    /// One that calls public addresses, and those `allowed` names; those of the machine itself also without TLS.
    ///
    /// # Errors
    /// The TLS of this program does not start, which means it was built wrongly.
    pub fn new(allowed: Allowed) -> Result<Self, String> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { allowed, patience: PATIENCE, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// With another patience.
    #[must_use]
    pub const fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub(crate) async fn call(&self, call: Call) -> Result<Reply, Fault> {
        let sent = AtomicBool::new(false);
        match tokio::time::timeout(self.patience, self.calling(call, &sent)).await {
            Ok(answered) => answered,
            Err(_) if sent.load(Ordering::Acquire) => {
                Err(lost(&format!("{} 秒没有答复", self.patience.as_secs()), "no answer in time"))
            }
            Err(_) => Err(unreached("连接超时", "the connection took too long")),
        }
    }

    async fn calling(&self, call: Call, sent: &AtomicBool) -> Result<Reply, Fault> {
        let uri: Uri = call.address.parse().map_err(|_| forbidden("网址不对", "this is no address"))?;
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(forbidden("网址要以 https:// 开头", "the address must begin with https://")),
        };
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let places = self.places(&host, port, secure).await?;
        let stream = connected(&places).await?;
        let request = request(call, &uri)?;
        if !secure {
            return answer(stream, request, sent).await;
        }
        let name = ServerName::try_from(host).map_err(|_| forbidden("网址不对", "this is no address"))?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| {
            unreached(&format!("安全连接没有建立（{error}）"), &format!("no secure connection ({error})"))
        })?;
        answer(stream, request, sent).await
    }

    /// The addresses of a host, all of which must be allowed.
    async fn places(&self, host: &str, port: u16, secure: bool) -> Result<Vec<SocketAddr>, Fault> {
        let found = tokio::net::lookup_host((host, port)).await.map_err(|error| {
            unreached(&format!("找不到“{host}”（{error}）"), &format!("“{host}” cannot be found ({error})"))
        })?;
        let places: Vec<SocketAddr> = found.collect();
        for place in &places {
            let address = place.ip().to_canonical();
            let is_allowed = (self.allowed)(address);
            if !is_allowed && !is_public(address) {
                return Err(forbidden(
                    &format!(
                        "“{host}”（{address}）在内部网络，没有允许连接；由管理员用 --channel-network 放行"
                    ),
                    &format!(
                        "“{host}” ({address}) is inside a network that is not allowed: --channel-network"
                    ),
                ));
            }
            let in_the_machine = is_allowed && address.is_loopback();
            if !secure && !in_the_machine {
                return Err(forbidden("网址要以 https:// 开头", "the address must begin with https://"));
            }
        }
        Ok(places)
    }
}

/// Whether an address is one of the public Internet.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let kept_apart = match (first, second) {
        (0 | 10 | 127 | 224..=255, _)
        | (100, 64..=127)
        | (169, 254)
        | (172, 16..=31)
        | (192, 168)
        | (198, 18 | 19) => true,
        (192, 0) => third == 0 || third == 2,
        (198, 51) => third == 100,
        (203, 0) => third == 113,
        _ => false,
    };
    !kept_apart
}

/// Only global unicast, without what carries an IPv4 address inside: 6to4, Teredo, translation.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let global = (0x2000..=0x3fff).contains(&first);
    global && first != 0x2002 && !(first == 0x2001 && (second == 0 || second == 0xdb8))
}

async fn connected(places: &[SocketAddr]) -> Result<TcpStream, Fault> {
    let mut why = unreached("找不到这个网址", "there is no such address");
    for place in places {
        match TcpStream::connect(place).await {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                why = unreached(&format!("连接不上（{error}）"), &format!("it cannot be reached ({error})"));
            }
        }
    }
    Err(why)
}

fn request(call: Call, uri: &Uri) -> Result<Request<Full<Bytes>>, Fault> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map(hyper::http::uri::Authority::as_str).unwrap_or_default();
    let mut request = Request::builder()
        .method(call.method)
        .uri(path)
        .header(HOST, authority)
        .header(USER_AGENT, concat!("gongkai/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_LENGTH, call.body.len());
    if !call.kind.is_empty() {
        request = request.header(CONTENT_TYPE, call.kind);
    }
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    let wrong = |_| forbidden("网址或标头不对", "the address or a header is not right");
    request.body(Full::new(Bytes::from(call.body))).map_err(wrong)
}

async fn answer<S>(stream: S, request: Request<Full<Bytes>>, sent: &AtomicBool) -> Result<Reply, Fault>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |error: hyper::Error| unreached(&error.to_string(), &error.to_string());
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let driving = tokio::spawn(connection);
    sent.store(true, Ordering::Release);
    let read = async {
        let response = sender.send_request(request).await.map_err(|error| no_answer(&error.to_string()))?;
        let (status, retry_after) = (response.status().as_u16(), retry_after(&response));
        let body = Limited::new(response.into_body(), LARGEST).collect().await;
        let body = body.map_err(|error| no_answer(&error.to_string()))?;
        Ok(Reply { status, retry_after, body: body.to_bytes().to_vec() })
    };
    let reply = read.await;
    driving.abort();
    reply
}

fn retry_after<B>(response: &Response<B>) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn no_answer(why: &str) -> Fault {
    lost(&format!("答复没有收全（{why}）"), &format!("the answer did not come whole ({why})"))
}

fn forbidden(zh: &str, en: &str) -> Fault {
    Fault::Forbidden(Says::new(zh, en))
}

fn unreached(zh: &str, en: &str) -> Fault {
    Fault::Unreached(Says::new(zh, en))
}

fn lost(zh: &str, en: &str) -> Fault {
    Fault::Lost(Says::new(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for address in ["1.1.1.1", "101.226.129.200", "2400:da00::666", "::ffff:1.1.1.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.20.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
