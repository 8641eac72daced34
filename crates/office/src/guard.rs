//! Who may enter: looks up the session, asks for what the route needs, and refuses what another site sends.

use crate::sign_in::again;
use crate::{Needs, Office, account, cookies, own_site, sign_in};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::people::{self, Officer, SignedIn};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit};

/// Stands before every route.
pub(crate) async fn guard(
    State((office, needs)): State<(Office, Needs)>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let mut who = None;
    let mut response = match let_in(&office, needs, &visit, request, &mut who).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    };
    if let Some(signed) = who {
        response.extensions_mut().insert(signed);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The request with who it is from, or the answer that refuses it; `who` is kept for the frame of an error page.
async fn let_in(
    office: &Office,
    needs: Needs,
    visit: &Visit,
    mut request: Request,
    who: &mut Option<SignedIn>,
) -> Result<Request, Response> {
    let sends = request.method() != Method::GET && request.method() != Method::HEAD;
    if sends && !own_site::is_ours(&office.look, request.headers()) {
        return Err(sent_from_elsewhere().into_response());
    }
    if needs == Needs::Nothing {
        return Ok(request);
    }
    let moment = (office.clock)();
    let signed = match cookies::session(request.headers()) {
        Some(secret) => people::signed_in(&office.records, secret, moment.at, moment.today).await,
        None => Ok(None),
    };
    let signed = match signed {
        Ok(Some(signed)) => signed,
        Ok(None) if sends => return Err(again::session_over(office, visit, request).await),
        Ok(None) => return Err(Redirect::to(&sign_in::address(visit)).into_response()),
        Err(error) => return Err(crate::error::failed(&error).into_response()),
    };
    *who = Some(signed.clone());
    if let Some(due) = signed.due.filter(|_| needs != Needs::Account) {
        return Err(Redirect::to(&visit.href(account::page_of(due))).into_response());
    }
    refuse(needs, &signed.officer).map_err(IntoResponse::into_response)?;
    if sends {
        let (sent, has_token) = own_site::with_token(request, &signed.session.csrf).await;
        if !has_token {
            return Err(sent_from_elsewhere().into_response());
        }
        request = sent;
    }
    request.extensions_mut().insert(signed);
    Ok(request)
}

fn refuse(needs: Needs, officer: &Officer) -> Result<(), PageError> {
    match needs {
        Needs::OneOf(permissions) if !permissions.iter().any(|permission| officer.may(*permission)) => {
            Err(may_not(permissions))
        }
        _ => Ok(()),
    }
}

fn may_not(permissions: &[Permission]) -> PageError {
    let names: Vec<Says> = permissions.iter().map(|permission| permission.name()).collect();
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    PageError::forbidden(
        Says::new("你没有这项权限", "You may not do this"),
        Says::new(
            format!("这一页要有“{}”的权限。", zh.join("”或“")),
            format!("This page is for those who may {}.", en.join(" or ")),
        ),
        Says::new(
            "权限由安全管理员授予；需要时请和他联系。",
            "Permissions are given by the security officer; ask there if you need this one.",
        ),
    )
}

fn sent_from_elsewhere() -> PageError {
    PageError::forbidden(
        Says::new("没有接受这次提交", "This was not accepted"),
        Says::new(
            "提交的内容不是从本系统现在的页面发出的，所以没有办理。",
            "It was not sent from a current page of this system, so nothing was done.",
        ),
        Says::new(
            "可能是页面开得太久、已经重新登录过；请回到那一页刷新后再提交。也可能是别的网站想冒用你的身份。",
            "The page may have been open since before you signed in again: reload it and send once more. Or another site tried to act in your name.",
        ),
    )
}
