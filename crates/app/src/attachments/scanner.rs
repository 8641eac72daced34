//! Asking ClamAV about a file, over its socket: `INSTREAM` of the protocol of `clamd`.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

/// Bytes sent at once.
const CHUNK: usize = 1 << 16;
/// Longest answer.
const LONGEST: u64 = 4_096;

/// Where a scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A socket of this machine, by its file.
    Unix(PathBuf),
    /// Host and port.
    Tcp(String),
}

impl FromStr for ScannerAddress {
    type Err = String;

    /// Reads `unix:/run/clamav/clamd.ctl`, `/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let path = text.strip_prefix("unix:").or_else(|| text.starts_with('/').then_some(text));
        if let Some(path) = path.filter(|path| !path.is_empty()) {
            return Ok(Self::Unix(PathBuf::from(path)));
        }
        let place = text.strip_prefix("tcp:").unwrap_or(text);
        match place.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                Ok(Self::Tcp(place.to_owned()))
            }
            _ => Err(format!(
                "“{text}”不是扫描器的地址，写成 unix:/run/clamav/clamd.ctl 或 tcp:127.0.0.1:3310 / “{text}” is no address of a scanner"
            )),
        }
    }
}

impl fmt::Display for ScannerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Tcp(place) => write!(f, "tcp:{place}"),
        }
    }
}

/// A ClamAV daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clamd {
    /// Where it listens.
    pub address: ScannerAddress,
    /// How long one file may take.
    pub patience: Duration,
}

/// What it said of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// This was found.
    Infected(String),
}

/// Why it said nothing of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanFault {
    /// Nobody answered, or not in time.
    #[error("扫描器连不上：{0} / the scanner does not answer: {0}")]
    Unreachable(String),
    /// It answered with a fault, such as that the file is larger than it takes.
    #[error("扫描器没有查：{0} / the scanner did not scan: {0}")]
    Refused(String),
}

impl Clamd {
    /// A daemon that is given two minutes for a file.
    pub fn new(address: ScannerAddress) -> Self {
        Self { address, patience: Duration::from_mins(2) }
    }

    /// Has it look at bytes.
    pub async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScanFault> {
        let answer = self.ask(b"zINSTREAM\0", Some(bytes)).await?;
        let words = answer.strip_prefix("stream: ").unwrap_or(&answer);
        if words == "OK" {
            Ok(Verdict::Clean)
        } else if let Some(found) = words.strip_suffix(" FOUND") {
            Ok(Verdict::Infected(found.to_owned()))
        } else {
            Err(ScanFault::Refused(words.to_owned()))
        }
    }

    /// Whether it answers at all.
    pub async fn ping(&self) -> Result<(), ScanFault> {
        match self.ask(b"zPING\0", None).await?.as_str() {
            "PONG" => Ok(()),
            other => Err(ScanFault::Refused(other.to_owned())),
        }
    }

    async fn ask(&self, command: &[u8], bytes: Option<&[u8]>) -> Result<String, ScanFault> {
        let patience = if bytes.is_some() { self.patience } else { Duration::from_secs(5) };
        let asked = async {
            match &self.address {
                ScannerAddress::Unix(path) => {
                    let socket = UnixStream::connect(path).await.map_err(unreachable)?;
                    exchange(socket, command, bytes).await
                }
                ScannerAddress::Tcp(place) => {
                    let socket = TcpStream::connect(place).await.map_err(unreachable)?;
                    exchange(socket, command, bytes).await
                }
            }
        };
        let late = |_| ScanFault::Unreachable(format!("{} s", patience.as_secs()));
        timeout(patience, asked).await.map_err(late)?
    }
}

fn unreachable(error: io::Error) -> ScanFault {
    ScanFault::Unreachable(error.to_string())
}

/// Sends a command with its stream and reads the answer, which ends with a zero byte.
///
/// One that takes no more of a stream says why and hangs up at once: so what it says is listened for all the while, and
/// counts, not that it hung up.
async fn exchange(
    socket: impl AsyncRead + AsyncWrite,
    command: &[u8],
    bytes: Option<&[u8]>,
) -> Result<String, ScanFault> {
    let (mut listening, mut speaking) = tokio::io::split(socket);
    let sending = async {
        speaking.write_all(command).await?;
        if let Some(bytes) = bytes {
            stream(&mut speaking, bytes).await?;
        }
        speaking.flush().await
    };
    let (sent, heard) = tokio::join!(sending, answer(&mut listening));
    if !heard.is_empty() {
        return Ok(heard);
    }
    Err(ScanFault::Refused(sent.err().map_or_else(|| "no answer".to_owned(), |error| error.to_string())))
}

/// Each chunk after its length in four bytes; a length of zero ends it.
async fn stream(socket: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    for chunk in bytes.chunks(CHUNK) {
        socket.write_all(&(chunk.len() as u32).to_be_bytes()).await?;
        socket.write_all(chunk).await?;
    }
    socket.write_all(&[0; 4]).await
}

/// What came until the other side was done or broke off.
async fn answer(socket: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = Vec::new();
    // What was heard before it broke off is in there.
    drop(socket.take(LONGEST).read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).trim_matches(['\0', '\n', '\r', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::ScannerAddress;
    use std::path::PathBuf;

    #[test]
    fn addresses_are_read_and_written() {
        for (text, written) in [
            ("unix:/run/clamav/clamd.ctl", "unix:/run/clamav/clamd.ctl"),
            ("/run/clamav/clamd.ctl", "unix:/run/clamav/clamd.ctl"),
            ("tcp:127.0.0.1:3310", "tcp:127.0.0.1:3310"),
            ("clamav:3310", "tcp:clamav:3310"),
            ("[::1]:3310", "tcp:[::1]:3310"),
        ] {
            assert_eq!(text.parse::<ScannerAddress>().unwrap().to_string(), written);
        }
        assert_eq!("unix:/a".parse(), Ok(ScannerAddress::Unix(PathBuf::from("/a"))));
        for text in ["", "unix:", "clamd", "tcp:host", "tcp::3310", "host:99999"] {
            assert!(text.parse::<ScannerAddress>().is_err(), "{text}");
        }
    }
}
