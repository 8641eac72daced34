//! The listener for those who watch the program: `/metrics` and `/healthz`, not for the public.

use super::listening::bind;
use super::metrics::{Metrics, chain};
use super::networks::Network;
use anyhow::Result;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use clap::Args;
use gongkai_storage::Db;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;

/// Being watched.
#[derive(Clone, Debug, Args)]
pub struct Watching {
    /// 监测的监听地址（/metrics、/healthz）；不填不开。Address for /metrics and /healthz; none unless given.
    #[arg(long, env = "GONGKAI_METRICS_LISTEN", value_name = "A")]
    metrics_listen: Option<SocketAddr>,
    /// 可以来监测的网段。Networks that may ask it.
    #[arg(
        long,
        env = "GONGKAI_METRICS_FROM",
        value_name = "CIDR,…",
        value_delimiter = ',',
        default_value = "127.0.0.0/8,::1"
    )]
    metrics_from: Vec<Network>,
}

#[derive(Clone)]
struct Watched {
    metrics: Arc<Metrics>,
    db: Db,
    from: Arc<[Network]>,
}

impl Watching {
    /// Answers those who watch, beside the site; gives where, or `None` when nobody is to watch.
    pub async fn start(&self, metrics: Arc<Metrics>, db: Db) -> Result<Option<SocketAddr>> {
        let Some(address) = self.metrics_listen else { return Ok(None) };
        let listener = bind(address, "--metrics-listen").await?;
        let address = listener.local_addr()?;
        let site = router(Watched { metrics, db, from: self.metrics_from.clone().into() });
        let site = site.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, site).await {
                tracing::error!("nobody can watch any more: {error}");
            }
        });
        Ok(Some(address))
    }
}

fn router(watched: Watched) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
        .layer(middleware::from_fn_with_state(watched.clone(), only_from))
        .with_state(watched)
}

/// The figures name routes and counts, nothing personal; still they are for those who run the site.
async fn only_from(
    State(watched): State<Watched>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if watched.from.iter().any(|network| network.contains(peer.ip())) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "403: --metrics-from\n").into_response()
}

async fn metrics(State(watched): State<Watched>) -> Response {
    match watched.metrics.tell(&watched.db).await {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => {
            tracing::error!("the figures cannot be written: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn health(State(watched): State<Watched>) -> Response {
    match chain(&watched.db).await {
        Ok(entries) => Json(json!({ "status": "ok", "audit_entries": entries })).into_response(),
        Err(error) => {
            tracing::error!("the database does not answer: {error:#}");
            let told = Json(json!({ "status": "failing", "failing": "database" }));
            (StatusCode::SERVICE_UNAVAILABLE, told).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Method;
    use jiff::Timestamp;
    use std::time::Duration;
    use tower::ServiceExt;

    async fn watched() -> (Watched, gongkai_testkit::TestDb) {
        let database = gongkai_testkit::sqlite().await.unwrap();
        let from: Vec<Network> = vec!["127.0.0.0/8".parse().unwrap(), "10.1.0.0/16".parse().unwrap()];
        let metrics = Arc::new(Metrics::new(Timestamp::UNIX_EPOCH));
        (Watched { metrics, db: database.db.clone(), from: from.into() }, database)
    }

    async fn ask(watched: &Watched, address: &str, peer: &str) -> (StatusCode, String) {
        let mut request = Request::get(address).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        let response = router(watched.clone()).oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_figures_count_by_route_and_not_by_address() {
        let (watched, _database) = watched().await;
        let metrics = &watched.metrics;
        for (method, route, status) in [
            (Method::GET, Some("/zfxxgk/doc/{key}"), Some(StatusCode::OK)),
            (Method::GET, Some("/zfxxgk/doc/{key}"), Some(StatusCode::OK)),
            (Method::GET, None, Some(StatusCode::NOT_FOUND)),
            (Method::from_bytes(b"BREW").unwrap(), None, None),
        ] {
            metrics.begun();
            metrics.ended(&method, route, status, Duration::from_millis(20));
        }
        metrics.begun();
        let _used = watched.db.read().await.unwrap();
        let (status, text) = ask(&watched, "/metrics", "127.0.0.1:1").await;
        assert_eq!(status, StatusCode::OK);
        for line in [
            r#"gongkai_requests_total{route="/zfxxgk/doc/{key}",method="GET",status="2xx"} 2"#,
            r#"gongkai_requests_total{route="other",method="GET",status="4xx"} 1"#,
            r#"gongkai_requests_total{route="other",method="other",status="gone"} 1"#,
            r#"gongkai_request_duration_seconds_bucket{le="0.01",route="/zfxxgk/doc/{key}"} 0"#,
            r#"gongkai_request_duration_seconds_bucket{le="0.03",route="/zfxxgk/doc/{key}"} 2"#,
            "gongkai_requests_in_flight 1",
            "gongkai_audit_entries 0",
            r#"gongkai_database_connections{pool="read",state="used"} 1"#,
            "process_start_time_seconds 0",
            "gongkai_build_info{version=",
            "process_resident_memory_bytes ",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} is missing from\n{text}");
        }
    }

    #[tokio::test]
    async fn only_those_who_run_the_site_may_watch_it() {
        let (watched, _database) = watched().await;
        for (peer, allowed) in [
            ("127.0.0.1:1", true),
            ("[::ffff:127.0.0.1]:1", true),
            ("10.1.2.3:1", true),
            ("10.2.0.1:1", false),
            ("[::1]:1", false),
        ] {
            for address in ["/metrics", "/healthz"] {
                let expected = if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(ask(&watched, address, peer).await.0, expected, "{peer}");
            }
        }
    }

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_not_healthy() {
        let (watched, _database) = watched().await;
        let (status, text) = ask(&watched, "/healthz", "127.0.0.1:1").await;
        assert_eq!((status, text.as_str()), (StatusCode::OK, r#"{"status":"ok","audit_entries":0}"#));
        watched.db.close().await;
        let (status, text) = ask(&watched, "/healthz", "127.0.0.1:1").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(text.contains(r#""failing":"database""#));
        assert_eq!(
            ask(&watched, "/metrics", "127.0.0.1:1").await.0,
            StatusCode::OK,
            "figures are told all the same"
        );
    }
}
