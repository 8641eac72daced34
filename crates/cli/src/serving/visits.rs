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
use std::sync::Arc;
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
        let given = if client.by_proxy { given_id(request.headers()) } else { None };
        let wait = match &self.gate {
            Some(gate) if !assets::is_current(&self.base, request.uri().path()) => {
                gate.wait(client.address, Instant::now())
            }
            _ => 0,
        };
        Arrival { id: given.unwrap_or_else(new_id), client: client.address, https: client.https, wait }
    }
}
