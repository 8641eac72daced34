//! What a form sent, field by field, as it was typed.

use crate::Office;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// The fields of a form in their order; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field without white space around it; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The value of a field exactly as it was typed, as a password must be taken.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Every value of a field that may be sent more than once.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim()).collect()
    }

    /// The fields whose names begin so: what follows in the name, and the value.
    pub fn beginning(&self, with: &str) -> Vec<(&str, &str)> {
        self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(with)?, value.trim()))).collect()
    }

    /// Whether a field was sent at all, such as a box that was ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl FromRequest<Office> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, office: &Office) -> Result<Self, PageError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(unreadable("it is no form"));
        }
        let body =
            Bytes::from_request(request, office).await.map_err(|error| unreadable(&error.to_string()))?;
        Ok(form_urlencoded::parse(&body).map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
    }
}

fn unreadable(cause: &str) -> PageError {
    PageError::refused(
        StatusCode::UNPROCESSABLE_ENTITY,
        Says::new("表单没有读懂", "The form could not be read"),
        Says::new("送来的内容不完整，没有办理。", "What was sent is not whole; nothing was done."),
        Says::new(
            "可能是网络中断或内容太长；请回到那一页再提交一次。",
            "The connection may have been cut, or it was too long; go back and send it again.",
        ),
    )
    .caused_by(cause)
}
