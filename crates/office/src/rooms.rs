//! The routes of the office, each with who may enter: one list, which the guard carries out and the tests walk.

use crate::{Office, guard};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodFilter, on};
use gongkai_domain::people::Permission;

/// What a route asks of whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: signing in.
    Nothing,
    /// That they are signed in, though something may be due on their own account before anything else.
    Account,
    /// That they are signed in.
    SignedIn,
    /// That they may do one of these, for some body; for which, the use case asks.
    OneOf(&'static [Permission]),
}

/// One route.
#[derive(Clone, Debug)]
pub struct Room {
    /// `GET` or `POST`.
    pub method: Method,
    /// Pattern of its address.
    pub path: &'static str,
    /// Who may enter.
    pub needs: Needs,
}

/// Routes being collected.
pub struct Rooms {
    office: Office,
    router: Router<Office>,
    /// Routes files are sent to, which may take longer.
    uploads: Router<Office>,
    all: Vec<Room>,
}

impl Rooms {
    pub(crate) fn new(office: Office) -> Self {
        Self { office, router: Router::new(), uploads: Router::new(), all: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn page<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.route(Method::GET, MethodFilter::GET, path, needs, handler, None)
    }

    /// What a form is sent to.
    #[must_use]
    pub fn act<H, T>(self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.route(Method::POST, MethodFilter::POST, path, needs, handler, None)
    }

    /// What files are sent to, of at most so many bytes in all, and for as long as a slow line takes.
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, needs: Needs, most: usize, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.route(Method::POST, MethodFilter::POST, path, needs, handler, Some(most))
    }

    /// Every route.
    pub fn all(&self) -> &[Room] {
        &self.all
    }

    /// The routes of pages and forms, and those of uploads.
    pub(crate) fn into_routers(self) -> (Router<Office>, Router<Office>) {
        (self.router, self.uploads)
    }

    fn route<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        needs: Needs,
        handler: H,
        most: Option<usize>,
    ) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        let guarded = middleware::from_fn_with_state((self.office.clone(), needs), guard::guard);
        let answering = on(filter, handler).layer(guarded);
        match most {
            Some(most) => {
                let answering = answering.layer(DefaultBodyLimit::max(most));
                self.uploads = self.uploads.route(path, answering);
            }
            None => self.router = self.router.route(path, answering),
        }
        self.all.push(Room { method, path, needs });
        self
    }
}
