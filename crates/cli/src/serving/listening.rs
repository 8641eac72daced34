//! Taking connections: over TLS or not, within limits, until told to end.
//!
//! hyper itself, not `axum::serve`, because a public site has to end connections that send their head slowly; and
//! tokio-rustls, which the makers of rustls keep and which is all that was missing: hyper and rustls are compiled for
//! axum and the database anyway.

use super::patience::Patient;
use super::visits::Visits;
use crate::said::bad_use;
use anyhow::Result;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// Longest a client may take to send the head of a request, and longest a connection may rest between two.
const HEAD: Duration = Duration::from_secs(30);
/// Longest head of a request, in bytes.
const HEAD_SIZE: usize = 64 * 1024;
/// Longest two machines may take to agree on encryption.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Longest a client may take none of an answer that is ready.
const STANDSTILL: Duration = Duration::from_mins(1);
/// Connections open at once; others wait to be taken.
const CONNECTIONS: usize = 10_000;
/// Longest the program waits at its end for answers under way; longer than any page may take.
const FAREWELL: Duration = Duration::from_secs(25);
/// Time an answer that is complete has to leave the machine.
const LAST_BYTES: Duration = Duration::from_secs(1);
/// Rest after the system refused a connection, such as for want of file descriptors.
const BREATH: Duration = Duration::from_millis(200);

/// Listens at an address; one that is taken is told with what to do. `option` names where it was given.
pub async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        if error.kind() == ErrorKind::AddrInUse {
            let next = SocketAddr::new(address.ip(), address.port().wrapping_add(1));
            return bad_use(
                format!("{address} 已被占用；请用 {option} 换一个，如 {option} {next}"),
                format!("{address} is taken; choose another with {option}"),
            );
        }
        if error.kind() == ErrorKind::PermissionDenied {
            return bad_use(
                format!(
                    "没有监听 {address} 的权限；1024 以下的端口要用 root 启动，或给程序 CAP_NET_BIND_SERVICE"
                ),
                format!(
                    "not allowed to listen at {address}; ports below 1024 need root or CAP_NET_BIND_SERVICE"
                ),
            );
        }
        anyhow::Error::from(error).context(format!("{option} {address}"))
    })
}

/// Answers connections until `end` comes, then what is under way, for a while.
pub async fn answer(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    visits: Arc<Visits>,
    end: impl Future<Output = ()>,
) {
    let open = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(end);
    loop {
        let taken = tokio::select! { () = &mut end => break, taken = take(&listener, &room) => taken };
        let Some((stream, peer, place)) = taken else { continue };
        let (tls, visits, watcher) = (tls.clone(), Arc::clone(&visits), open.watcher());
        tokio::spawn(async move {
            let _place = place;
            match tls {
                None => converse(stream, peer, false, visits, watcher).await,
                Some(tls) => match timeout(HANDSHAKE, tls.accept(stream)).await {
                    Ok(Ok(stream)) => converse(stream, peer, true, visits, watcher).await,
                    Ok(Err(error)) => tracing::debug!("no TLS with {}: {error}", peer.ip()),
                    Err(_) => tracing::debug!("no TLS with {}: it took too long", peer.ip()),
                },
            }
        });
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => {}
        // What is left are connections that have not asked for anything.
        () = all_answered(&visits) => {}
        () = sleep(FAREWELL) => tracing::warn!("some answers were still under way when the program ended"),
    }
}

/// Waits until no answer is under way, and a little longer for the last bytes to leave.
async fn all_answered(visits: &Visits) {
    while visits.metrics.in_flight() > 0 {
        sleep(BREATH).await;
    }
    sleep(LAST_BYTES).await;
}

/// The next connection, when there is room for it.
async fn take(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Pages are written in few large pieces; waiting to fill packets only delays the last.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
            if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
                tracing::warn!("a connection could not be taken: {error}");
                sleep(BREATH).await;
            }
            None
        }
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    tls: bool,
    visits: Arc<Visits>,
    watcher: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let visits = Arc::clone(&visits);
        async move { Ok::<_, Infallible>(visits.answer(request.map(Body::new), peer.ip(), tls).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(Patient::new(stream, STANDSTILL)), service);
    // What goes wrong here is the client's: it went away, or speaks something else.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!("a connection of {} ended: {error}", peer.ip());
    }
}
