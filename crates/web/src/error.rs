//! Error pages that help: what happened, why it may be, what to do next, whom to call.

use crate::{Layout, Visit, dates};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use gongkai_domain::says::{Language, Says};
use jiff::civil::Date;

/// Why a page cannot be shown, in words a visitor can act on.
///
/// Returned by handlers; [`crate::shell`] carries it to where the layout is known. Only `cause` holds what the
/// visitor must not see; it is logged once, beside the reference number the page shows.
#[derive(Clone, Debug)]
pub struct PageError {
    /// Status of the answer.
    pub status: StatusCode,
    /// What the page says.
    pub words: Box<Words>,
    /// Whether the links of the page lead to the first body, because the one asked for does not exist.
    pub whole_site: bool,
}

/// What an error page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What happened, in a few words.
    pub title: Says,
    /// The same in a sentence.
    pub what: Says,
    /// Why it may be.
    pub why: Says,
    /// What to do next.
    pub steps: Vec<Step>,
    /// What went wrong inside; for the log, never for the page.
    pub cause: String,
}

/// A way on from an error page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Text of the link.
    pub says: Says,
    /// Path inside the site.
    pub path: String,
}

impl Step {
    /// A way on.
    pub fn new(zh: &str, en: &str, path: &str) -> Self {
        Self { says: Says::new(zh, en), path: path.to_owned() }
    }
}

impl PageError {
    fn new(status: StatusCode, title: Says, what: Says, why: Says) -> Self {
        Self { status, words: Box::new(Words { title, what, why, ..Words::default() }), whole_site: false }
    }

    /// A status with words of its own: what happened in a few words, the same in a sentence, why it may be.
    pub fn refused(status: StatusCode, title: Says, what: Says, why: Says) -> Self {
        Self::new(status, title, what, why)
    }

    /// 403: whoever asks may not.
    pub fn forbidden(title: Says, what: Says, why: Says) -> Self {
        Self::new(StatusCode::FORBIDDEN, title, what, why)
    }

    /// 404: nothing stands at this address.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            Says::new("没有这一页", "There is no such page"),
            Says::new("这个地址没有对应的信息。", "Nothing stands at this address."),
            Says::new(
                "可能是地址写错了，也可能是链接来自旧网站。",
                "The address may be mistyped, or the link may come from an older site.",
            ),
        )
    }

    /// 410: the document was there and has been withdrawn; who, when and why may be told.
    pub fn withdrawn(title: &str, by: &str, on: Option<Date>, reason: &str) -> Self {
        let when = |language| on.map(|date| dates::long_text(date, language)).unwrap_or_default();
        let (zh_on, en_on) = (when(Language::Chinese), when(Language::English));
        let en_on = if en_on.is_empty() { en_on } else { format!(" on {en_on}") };
        Self::new(
            StatusCode::GONE,
            Says::new("这条信息已撤回", "This document has been withdrawn"),
            Says::new(
                format!("《{title}》曾在这里公开，{zh_on}由{by}撤回。"),
                format!("“{title}” was published here and was withdrawn by {by}{en_on}."),
            ),
            match reason {
                "" => Says::new("撤回原因没有登记。", "No reason has been recorded."),
                reason => Says::new(format!("撤回原因：{reason}"), format!("Reason: {reason}")),
            },
        )
    }

    /// 400: a value in the address is not one the page knows; `rule` says what it must be.
    pub fn bad_value(name: &str, value: &str, rule: Says) -> Self {
        let value: String = value.chars().take(40).collect();
        Self::new(
            StatusCode::BAD_REQUEST,
            Says::new("地址里有一个值不对", "A value in the address is not right"),
            Says::new(
                format!("“{name}”的值是“{value}”，{}。", rule.zh),
                format!("“{name}” is “{value}”; {}.", rule.en),
            ),
            Says::new(
                "可能是链接不完整，或者手工改过。",
                "The link may be cut short, or was changed by hand.",
            ),
        )
    }

    /// 405: the address only gives; nothing can be sent to it.
    pub fn only_reading() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            Says::new("这一页只供阅读", "This page can only be read"),
            Says::new("这个地址不接收提交的内容。", "This address does not take what was sent."),
            Says::new("可能是表单来自旧网站。", "The form may come from an older site."),
        )
    }

    /// 429: this client asks for pages faster than the site gives them to one; it may come back after `seconds`.
    pub fn too_many(seconds: u64) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            Says::new("打开得太快了", "Too many pages at once"),
            Says::new(
                format!("从你的网络地址来的请求太密，请过 {seconds} 秒再打开。"),
                format!("Your network address asks for pages too fast; please try again in {seconds} s."),
            ),
            Says::new(
                "可能是同一单位的许多人共用一个地址，也可能是程序在自动抓取。成批取数据请下载整份文件。",
                "Many people may share your address, or a program may be fetching pages. For data in bulk, download \
                 whole files instead.",
            ),
        )
    }

    /// 500: something went wrong inside; `cause` goes to the log.
    pub fn broken(cause: impl Into<String>) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            Says::new("这一页出了问题", "Something went wrong with this page"),
            Says::new(
                "网站内部出错，没有能做出这一页。你没有做错什么。",
                "The site failed to make this page. You did nothing wrong.",
            ),
            Says::new(
                "出错情况已经记录。打电话时请报下面的编号。",
                "The failure has been recorded. Please give the number below when you call.",
            ),
        )
        .caused_by(cause)
    }

    /// 503: the answer takes too long or the records cannot be reached just now.
    pub fn unavailable(cause: impl Into<String>) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            Says::new("暂时不能提供", "Not available just now"),
            Says::new("网站现在取不到这一页的内容。", "The site cannot get at this page just now."),
            Says::new(
                "多半是访问太多或正在维护，请过几分钟再打开。",
                "Most likely there are too many visits or work is being done; please try again in a few minutes.",
            ),
        )
        .caused_by(cause)
    }

    /// The page for an answer that came without words, such as one of the router.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Self::only_reading(),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                Self::unavailable("the page took too long")
            }
            status if status.is_server_error() => Self::broken(format!("an answer without words: {status}")),
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::TOO_MANY_REQUESTS => Self::too_many(1),
            status => Self { status, ..Self::not_found() },
        }
    }

    /// Adds what went wrong inside.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.words.cause = cause.into();
        self
    }

    /// Makes the links of the page lead to the first body.
    #[must_use]
    pub fn of_the_whole_site(mut self) -> Self {
        self.whole_site = true;
        self
    }

    /// Puts a way on before the usual ones.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.words.steps.push(step);
        self
    }

    /// Whether it went wrong inside, so that it is logged and shows its reference number.
    pub fn is_ours(&self) -> bool {
        self.status.is_server_error()
    }

    /// Writes the failure to the log, once.
    pub fn log(&self, visit: &Visit) {
        if self.is_ours() {
            let (reference, path, cause) = (&visit.reference, &visit.path, &self.words.cause);
            tracing::error!(
                request.id = %reference,
                http.status = self.status.as_u16(),
                "request {reference} for {path} failed: {cause}"
            );
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The page an error becomes.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The layout around it; its title is set from the error.
    pub layout: Layout,
    /// The error.
    pub error: PageError,
}

impl ErrorPage {
    /// The page of an error.
    pub fn new(mut layout: Layout, error: PageError) -> Self {
        let title = layout.says(&error.words.title).to_owned();
        layout.title = format!(
            "{title}{} - {}",
            layout.say("（", " (").to_owned() + error.status.as_str() + layout.say("）", ")"),
            layout.say("政府信息公开", "Information disclosure")
        );
        Self { layout, error }
    }

    /// The answer, with the error's status.
    pub fn into_response(self) -> Response {
        match self.render() {
            Ok(html) => (self.error.status, axum::response::Html(html)).into_response(),
            Err(error) => {
                tracing::error!("an error page could not be laid out: {error}");
                self.error.status.into_response()
            }
        }
    }
}
