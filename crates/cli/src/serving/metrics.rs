//! What a monitoring system may ask: figures in the OpenMetrics text format.
//!
//! The client library of Prometheus itself: families with typed labels that are passed as values, where the `metrics`
//! crate would be a global and brings three times the code.

use super::process;
use anyhow::{Context, Result};
use axum::http::{Method, StatusCode};
use gongkai_storage::{Connections, Db, audit};
use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;
use tokio::time::timeout;

/// Upper ends of the steps of durations, in seconds; the last is the longest a page may take.
const STEPS: [f64; 11] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 5.0, 10.0, 20.0];

/// Longest the database may take to show that it answers.
const PATIENCE: Duration = Duration::from_secs(5);

/// Requests are counted by these; none of them can have many values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    /// Pattern of the address, such as `/zfxxgk/doc/{short_id}`; `other` for what has none.
    route: String,
    method: &'static str,
    /// `2xx`, or `gone` when the client did not wait.
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Pool {
    pool: &'static str,
    state: &'static str,
}

type Durations = Family<Route, Histogram, fn() -> Histogram>;

/// Everything counted since the program began.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    durations: Durations,
    in_flight: Gauge,
    connections: Family<Pool, Gauge>,
    entries: Gauge,
    memory: Gauge,
}

impl Metrics {
    /// Nothing counted yet; the program began at `start`.
    pub fn new(start: Timestamp) -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        let steps: fn() -> Histogram = || Histogram::new(STEPS);
        let durations = Durations::new_with_constructor(steps);
        let (in_flight, connections, entries, memory) =
            (Gauge::default(), Family::default(), Gauge::default(), Gauge::default());
        let ours = registry.sub_registry_with_prefix("gongkai");
        ours.register("requests", "Requests answered", requests.clone());
        ours.register_with_unit(
            "request_duration",
            "From the head of a request to the last byte of its answer",
            Unit::Seconds,
            durations.clone(),
        );
        ours.register("requests_in_flight", "Requests being answered", in_flight.clone());
        ours.register("database_connections", "Connections of the database pools", connections.clone());
        ours.register("audit_entries", "Number of the last entry of the audit chain", entries.clone());
        ours.register("build", "The program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let begun: Gauge = Gauge::default();
        begun.set(start.as_second());
        registry.register_with_unit("process_start_time", "When the program began", Unit::Seconds, begun);
        registry.register_with_unit("process_resident_memory", "Memory in use", Unit::Bytes, memory.clone());
        Self { registry, requests, durations, in_flight, connections, entries, memory }
    }

    /// A request begins.
    pub fn begun(&self) {
        self.in_flight.inc();
    }

    /// Requests being answered.
    pub fn in_flight(&self) -> i64 {
        self.in_flight.get()
    }

    /// A request ends: with which status, if its client waited for one.
    pub fn ended(&self, method: &Method, route: Option<&str>, status: Option<StatusCode>, took: Duration) {
        self.in_flight.dec();
        let route = Route { route: route.unwrap_or("other").to_owned() };
        self.durations.get_or_create(&route).observe(took.as_secs_f64());
        let asked = Asked { route: route.route, method: known(method), status: class(status) };
        self.requests.get_or_create(&asked).inc();
    }

    /// Everything as text. What is asked of the database is left as it was when the database does not answer.
    pub async fn tell(&self, db: &Db) -> Result<String> {
        let [reading, writing] = db.connections();
        self.count_pool("read", reading);
        self.count_pool("write", writing);
        if let Some(memory) = process::memory() {
            self.memory.set(memory);
        }
        if let Ok(entries) = chain(db).await {
            self.entries.set(entries);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    fn count_pool(&self, pool: &'static str, connections: Connections) {
        let set = |state, count: u32| self.connections.get_or_create(&Pool { pool, state }).set(count.into());
        set("idle", connections.idle);
        set("used", connections.open.saturating_sub(connections.idle));
    }
}

/// Number of the last entry of the audit chain, which shows that the database answers, and soon.
pub async fn chain(db: &Db) -> Result<i64> {
    let head = async { audit::head(&mut db.read().await?).await };
    let late = || format!("no answer within {} s", PATIENCE.as_secs());
    Ok(timeout(PATIENCE, head).await.with_context(late)??.sequence)
}

fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn class(status: Option<StatusCode>) -> &'static str {
    match status.map(|status| status.as_u16() / 100) {
        None => "gone",
        Some(1) => "1xx",
        Some(2) => "2xx",
        Some(3) => "3xx",
        Some(4) => "4xx",
        Some(_) => "5xx",
    }
}
