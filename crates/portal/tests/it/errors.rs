//! Error pages: what happened, why, what to do.

use crate::office::Portal;
use axum::http::{Method, StatusCode};
use gongkai_web::Arrival;

#[tokio::test]
async fn an_unknown_address_helps() {
    let portal = Portal::with_records().await;
    let page = portal.get("/en/zfxxgk/doc/nothing").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.says(&[
        "There is no such page",
        "/zfxxgk/doc/nothing",
        "href=\"/en/zfxxgk/fdzdgknr/\"",
        "020-87927132",
        "noindex",
    ]);
}

#[tokio::test]
async fn a_wrong_value_is_named_with_its_rule() {
    let portal = Portal::with_records().await;
    for (query, words) in [
        ("page=0", "应为 1 至"),
        ("page=99", "一共 1 页"),
        ("year=abc", "“year”的值是“abc”"),
        ("category=cars", "departmental_document"),
        ("body=nobody", "机构名录里没有这个代码"),
    ] {
        let page = portal.get(&format!("/zfxxgk/fdzdgknr/?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
        page.says(&[words, "去掉全部条件，打开这一页"]);
    }
    let page = portal.get("/zfxxgk/fdzdgknr/?page=%3Cscript%3E").await;
    assert!(!page.text.contains("<script>"));
}

#[tokio::test]
async fn nothing_can_be_sent() {
    let portal = Portal::with_records().await;
    let page = portal.ask(Method::POST, "/zfxxgk/", &[]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.header("allow").contains("GET"));
    page.says(&["这一页只供阅读"]);
}

#[tokio::test]
async fn addresses_that_mean_a_page_lead_to_it() {
    let portal = Portal::with_records().await;
    for (address, to) in [
        ("/", "/zfxxgk/"),
        ("/en", "/en/zfxxgk/"),
        ("/zfxxgk", "/zfxxgk/"),
        ("/en/ysqgk", "/en/ysqgk/"),
        ("/jiekou", "/jiekou/zfxxgk/"),
        ("/en/jiekou/", "/en/jiekou/zfxxgk/"),
    ] {
        let answer = portal.get(address).await;
        assert!(answer.status.is_redirection(), "{address}: {}", answer.status);
        assert_eq!(answer.header("location"), to, "{address}");
    }
}

#[tokio::test]
async fn a_client_that_asks_too_often_reads_when_to_come_back() {
    let portal = Portal::with_records().await;
    for (address, words) in [("/zfxxgk/", "请过 3 秒再打开"), ("/en/jiekou/zfxxgk/", "try again in 3 s")]
    {
        let page = portal.arrive(address, Arrival { wait: 3, ..Arrival::default() }).await;
        assert_eq!((page.status, page.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "3"));
        page.says(&[words, &format!("href=\"{address}\"")]);
    }
    assert_eq!(portal.arrive("/zfxxgk/", Arrival::default()).await.status, StatusCode::OK);
}
