//! A draft as the public will see it.

use super::{PATH, draft, of};
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use gongkai_app::drafts::Draft;
use gongkai_domain::registers::document_number;
use gongkai_web::{Markup, PageError, official};

#[derive(Debug, Template)]
#[template(path = "items/preview.html")]
struct PreviewPage {
    frame: Frame,
    draft: Draft,
    body: String,
    category: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let draft = draft(&office, &call, &id).await?;
    let bodies =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let body =
        bodies.into_iter().find(|body| body.code == draft.body).map(|body| body.name).unwrap_or_default();
    let frame = Frame::new(&office, &call, PATH);
    let code = draft.fields.get("category").map(String::as_str).unwrap_or_default();
    let codes = &office.records.law.codes;
    let category = frame.say(codes.zh("item-categories", code), codes.en("item-categories", code)).to_owned();
    let (list, title) =
        (frame.say("信息发布", "Information").to_owned(), frame.say("网页预览", "Preview").to_owned());
    let frame = frame.titled(&title).under(list, PATH).under(draft.title(), &of(&id, "review"));
    let preview = PreviewPage { frame, draft, body, category };
    page(&preview.frame, &preview)
}

impl PreviewPage {
    fn at(&self, page: &str) -> String {
        self.frame.href(&of(&self.draft.id, page))
    }

    fn title(&self) -> Markup {
        official::title(self.draft.title())
    }

    fn text(&self) -> Markup {
        Markup::clean(&self.draft.html)
    }

    fn field(&self, code: &str) -> &str {
        self.draft.fields.get(code).map(String::as_str).unwrap_or_default()
    }

    fn number(&self) -> String {
        document_number(self.field("document_number")).into_owned()
    }
}
