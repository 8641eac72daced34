//! Headers, assets, choices of the reader.

use crate::office::Portal;
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn every_answer_carries_the_protecting_headers() {
    let portal = Portal::with_records().await;
    for address in ["/zfxxgk/", "/nothing", "/zfxxgk/zfxxgknb/2016/gz-2016/report.json"] {
        let answer = portal.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{address}"
        );
        assert!(!policy.contains("unsafe"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
    }
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let portal = Portal::with_records().await;
    let answer = portal.ask(Method::HEAD, "/zfxxgk/", &[]).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn pages_are_compressed_when_asked() {
    let portal = Portal::with_records().await;
    let answer = portal.ask(Method::GET, "/zfxxgk/", &[("accept-encoding", "gzip")]).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn assets_are_kept_and_told_apart_by_their_digest() {
    let portal = Portal::with_records().await;
    let home = portal.get("/zfxxgk/").await;
    let address = home.text.split('"').find(|part| part.starts_with("/assets/tokens.")).unwrap();
    let style = portal.get(address).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    let again = portal.ask(Method::GET, address, &[("if-none-match", style.header("etag"))]).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(portal.get("/assets/tokens.0000.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_size_chosen_by_a_link_is_kept() {
    let portal = Portal::with_records().await;
    let chosen = portal.get("/zfxxgk/fdzdgknr/?size=large").await;
    chosen.says(&[
        "data-size=\"large\"",
        "rel=\"canonical\" href=\"https://www.example.gov.cn/zfxxgk/fdzdgknr/\"",
    ]);
    let cookie = chosen.header("set-cookie");
    assert!(cookie.starts_with("size=large; Path=/; "), "{cookie}");
    let next = portal.ask(Method::GET, "/ysqgk/", &[("cookie", "size=large")]).await;
    next.says(&["<html lang=\"zh-CN\" data-size=\"large\">", "标准字号"]);
    assert!(portal.get("/ysqgk/").await.header("set-cookie").is_empty());
}

#[tokio::test]
async fn no_page_holds_anything_inline() {
    let portal = Portal::with_records().await;
    for address in
        ["/zfxxgk/", "/zfxxgk/zfxxgknb/2016/gz-2016", "/zfxxgk/zfxxgknb/2016/gz-2016/F13", "/ysqgk/"]
    {
        let page = portal.get(address).await;
        assert!(!page.text.contains(" style=\"") && !page.text.contains("<style"), "{address}");
        assert!(!page.text.contains("<script>") && !page.text.contains("javascript:"), "{address}");
    }
}
