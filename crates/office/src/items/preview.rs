//! A draft as the public will see it.

use super::files::{FileLine, lines};
use super::{PATH, draft, files_of, of};
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
    files: Vec<FileLine>,
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
    let files = lines(&office, &call, &draft).await?;
    let preview = PreviewPage { frame, draft, body, category, files };
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
        Markup::clean(&self.draft.html.with_files_at(&files_of(&self.frame.visit, &self.draft.id)))
    }

    fn file(&self, line: &FileLine) -> String {
        files_of(&self.frame.visit, &self.draft.id) + &line.file.digest
    }

    fn field(&self, code: &str) -> &str {
        self.draft.fields.get(code).map(String::as_str).unwrap_or_default()
    }

    fn number(&self) -> String {
        document_number(self.field("document_number")).into_owned()
    }
}
