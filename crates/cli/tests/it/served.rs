//! The program while it serves, and a client that asks it over a socket, with TLS or without.

use crate::program::Program;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio_rustls::rustls;

/// A program that serves; ended with the test.
pub struct Served {
    process: Child,
    errors: Option<JoinHandle<String>>,
    /// `127.0.0.1:…` of the site, and of those who watch.
    pub addresses: Vec<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Served {
    /// Starts it at a free port.
    pub fn start(program: &Program, arguments: &[&str]) -> Self {
        let mut command = program.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut process =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut addresses = Vec::new();
        for line in BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("://") {
                addresses.push(rest.split('/').next().unwrap().to_owned());
            }
            if line.contains("Ctrl-C") {
                break;
            }
        }
        // Read all the time: a program whose log nobody reads stands still.
        let mut from = process.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut errors = String::new();
            from.read_to_string(&mut errors).unwrap();
            errors
        });
        assert!(!addresses.is_empty(), "{arguments:?}");
        Self { process, errors: Some(errors), addresses }
    }

    /// Asks the site.
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(TcpStream::connect(&self.addresses[0]).unwrap(), "GET", path, headers)
    }

    /// Asks as those who watch do.
    pub fn watch(&self, path: &str) -> Answer {
        ask(TcpStream::connect(self.addresses.last().unwrap()).unwrap(), "GET", path, &[])
    }

    /// Asks over TLS; gives the certificate the server showed too.
    pub fn get_over_tls(&self, path: &str) -> (Answer, Vec<u8>) {
        let shown = Arc::new(Shown { provider: ring::default_provider(), certificate: Mutex::default() });
        let settings = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&shown) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let connection = ClientConnection::new(Arc::new(settings), name).unwrap();
        let stream = TcpStream::connect(&self.addresses[0]).unwrap();
        let answer = ask(StreamOwned::new(connection, stream), "GET", path, &[]);
        let certificate = shown.certificate.lock().unwrap().clone();
        (answer, certificate)
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Tells it to end; gives what it wrote to standard error.
    pub fn end(mut self) -> String {
        self.signal("TERM");
        assert_eq!(self.process.wait().unwrap().code(), Some(0));
        self.errors.take().unwrap().join().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One request on one connection.
pub fn ask(mut stream: impl Read + Write, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    Answer::read(&bytes)
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head in {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// A header, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

/// Takes any certificate and remembers it: the tests ask which one it was.
#[derive(Debug)]
struct Shown {
    provider: CryptoProvider,
    certificate: Mutex<Vec<u8>>,
}

impl ServerCertVerifier for Shown {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.certificate.lock().unwrap() = end_entity.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Tries until it holds, for a while.
pub fn soon(mut holds: impl FnMut() -> bool) -> bool {
    for _ in 0..200 {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}
