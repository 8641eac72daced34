//! Every request on its way to the site and back: who asks, under which id, whether it may; what was answered.

use super::client::client;
use super::metrics::Metrics;
use super::networks::Network;
use super::rate::Gate;
use super::under_way::{Told, UnderWay};
use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::http::{HeaderName, HeaderValue, Request, Response};
use gongkai_web::arrival::{Arrival, REQUEST_ID, given_id, new_id};
use gongkai_web::assets;
use std::net::IpAddr;
use std::sync::{Arc, Once};
use std::time::Instant;
use tower::ServiceExt;
use tracing::Instrument;

/// Browsers keep to TLS for a year after a visit.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The site as the network sees it.
#[derive(Debug)]
pub struct Visits {
    /// The site.
    pub site: Router,
    /// Path the whole site hangs under; empty at the root.
    pub base: String,
    /// Proxies whose headers count.
    pub trusted: Vec<Network>,
    /// How fast a client may ask; `None` for no limit.
    pub gate: Option<Gate>,
    /// Told once that a proxy in front is not trusted.
    pub hint: Once,
    /// Whether the public reaches the site by https, whatever this program listens to.
    pub https_outside: bool,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

impl Visits {
    /// Answers one request of `peer`.
    pub async fn answer(&self, mut request: Request<Body>, peer: IpAddr, tls: bool) -> Response<Told> {
        let arrival = self.arrival(&request, peer, tls);
        let mut under_way = UnderWay::begin(&request, &arrival, Arc::clone(&self.metrics));
        let span = tracing::info_span!("request", request.id = %arrival.id);
        let (id, https) = (arrival.id.clone(), arrival.https || self.https_outside);
        request.extensions_mut().insert(arrival);
        let mut response = match self.site.clone().oneshot(request).instrument(span).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(HeaderName::from_static(REQUEST_ID), id);
        }
        if https {
            response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, TLS_ONLY);
        }
        let route = response.extensions_mut().remove::<MatchedPath>();
        under_way.answered(response.status(), route);
        response.map(|body| Told::new(body, under_way))
    }

    fn arrival(&self, request: &Request<Body>, peer: IpAddr, tls: bool) -> Arrival {
        let client = client(peer, tls, request.headers(), &self.trusted);
        if !client.by_proxy && is_near(peer) && request.headers().contains_key("x-forwarded-for") {
            self.hint_at_the_proxy(peer);
        }
        let given = if client.by_proxy { given_id(request.headers()) } else { None };
        let wait = match &self.gate {
            Some(gate) if !assets::is_current(&self.base, request.uri().path()) => {
                gate.wait(client.address, Instant::now())
            }
            _ => 0,
        };
        Arrival { id: given.unwrap_or_else(new_id), client: client.address, https: client.https, wait }
    }
    /// Behind a proxy that nobody named, all clients are one: they share its limit, and the log knows none of them.
    fn hint_at_the_proxy(&self, peer: IpAddr) {
        self.hint.call_once(|| {
            tracing::warn!(
                "有请求经 {peer} 转来，但它不是可信的代理；如果它是本单位的反向代理，请加 --trusted-proxy {peer} / \
                 {peer} speaks for others and is no trusted proxy; if it is your own, add --trusted-proxy {peer}"
            );
        });
    }
}

/// Whether an address is of this machine or an inner network, where a proxy of the office's own would be; a stranger
/// must not get itself proposed as one.
fn is_near(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}
