//! One request under way, told to the log and the metrics when the last byte of its answer is handed over.

use super::metrics::Metrics;
use axum::body::{Body, Bytes};
use axum::extract::MatchedPath;
use axum::http::{Method, Request, StatusCode};
use gongkai_web::Arrival;
use http_body::{Body as _, Frame, SizeHint};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

/// Longest path written to the log, in characters.
const LONGEST_PATH: usize = 300;
/// Longest name of a part of a query written to the log.
const LONGEST_NAME: usize = 24;

/// What is known of a request; dropping it tells.
#[derive(Debug)]
pub struct UnderWay {
    id: String,
    client: IpAddr,
    method: Method,
    path: String,
    query: String,
    begun: Instant,
    status: Option<StatusCode>,
    route: Option<MatchedPath>,
    bytes: u64,
    whole: bool,
    metrics: Arc<Metrics>,
}

impl UnderWay {
    /// A request begins.
    pub fn begin<B>(request: &Request<B>, arrival: &Arrival, metrics: Arc<Metrics>) -> Self {
        metrics.begun();
        Self {
            id: arrival.id.clone(),
            client: arrival.client,
            method: request.method().clone(),
            path: request.uri().path().chars().take(LONGEST_PATH).collect(),
            query: names(request.uri().query().unwrap_or_default()),
            begun: Instant::now(),
            status: None,
            route: None,
            bytes: 0,
            whole: false,
            metrics,
        }
    }

    /// Its answer begins.
    pub fn answered(&mut self, status: StatusCode, route: Option<MatchedPath>) {
        self.status = Some(status);
        self.route = route;
    }
}

/// Names of the parts of a query. Their values stay out of the log: they may be what somebody searched for. So does a
/// name that is no name of ours but text.
fn names(query: &str) -> String {
    let name = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        let ours = !name.is_empty()
            && name.len() <= LONGEST_NAME
            && name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-' || letter == b'_');
        if ours { name.to_owned() } else { "…".to_owned() }
    };
    let names: Vec<String> = query.split('&').filter(|pair| !pair.is_empty()).take(20).map(name).collect();
    names.join(",")
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        self.metrics.ended(&self.method, self.route.as_ref().map(MatchedPath::as_str), self.status, took);
        let Self { id, client, method, path, query, .. } = self;
        let duration_ms = (took.as_secs_f64() * 10_000.0).round() / 10.0;
        let status = self.status.map_or(0, |status| status.as_u16());
        let ended = if self.whole { "" } else { " (the client went away)" };
        tracing::info!(
            target: "gongkai::access",
            {
                request.id = %id,
                client.address = %client,
                http.method = %method,
                url.path = %path,
                url.query = %query,
                http.status = status,
                bytes = self.bytes,
                duration_ms = duration_ms,
            },
            "{method} {path} {status}{ended}"
        );
    }
}

/// The body of an answer, counted as it goes.
#[derive(Debug)]
pub struct Told {
    body: Body,
    under_way: UnderWay,
}

impl Told {
    /// Counts a body; one that is empty already is whole.
    pub fn new(body: Body, mut under_way: UnderWay) -> Self {
        // Of an answer to HEAD nothing is sent, so nobody asks for the end of it.
        under_way.whole = body.is_end_stream() || under_way.method == Method::HEAD;
        Self { body, under_way }
    }
}

impl http_body::Body for Told {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        match &frame {
            Poll::Ready(Some(Ok(frame))) => {
                let more = frame.data_ref().map_or(0, Bytes::len) as u64;
                self.under_way.bytes += more;
                self.under_way.whole = self.body.is_end_stream();
            }
            Poll::Ready(None) => self.under_way.whole = true,
            _ => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn only_names_of_a_query_are_logged() {
        for (query, logged) in [
            ("", ""),
            ("page=2", "page"),
            ("q=%E5%BC%A0%E4%B8%89&page=2", "q,page"),
            ("%E5%BC%A0%E4%B8%89", "…"),
            ("13800138000=x&&a", "…,a"),
            ("zhangsan-lives-in-the-first-street", "…"),
        ] {
            assert_eq!(names(query), logged, "{query}");
        }
    }
}
