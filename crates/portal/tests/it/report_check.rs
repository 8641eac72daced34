//! Checking a report that a reader brings.

use crate::{
    office::{Answer, Portal},
    served::Served,
};
use axum::http::{Method, StatusCode};
use gongkai_testkit::browser::{PAGE_CHECKS, browser};

const PAGE: &str = "/zfxxgk/zfxxgknb/check";
const DATA: &str = "/zfxxgk/zfxxgknb/check.json";

/// A form with one file, as a browser sends it.
pub fn form(name: &str, file: &str, text: &str) -> (String, Vec<(&'static str, &'static str)>) {
    let body = format!(
        "--gongkai\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{text}\r\n--gongkai--\r\n"
    );
    (body, vec![("content-type", "multipart/form-data; boundary=gongkai")])
}

async fn sent(portal: &Portal, address: &str, name: &str, file: &str, text: &str) -> Answer {
    let (body, headers) = form(name, file, text);
    portal.send(address, &headers, body).await
}

#[tokio::test]
async fn the_page_says_what_it_takes_and_that_nothing_is_stored() {
    let portal = Portal::with_records().await;
    let page = portal.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&["年度报告核对", "不超过 10 MB", "文件不保存", "enctype=\"multipart/form-data\"", DATA]);
    portal.get(&format!("/en{PAGE}")).await.says(&["Check a report", "Nothing is stored"]);
    portal.get("/zfxxgk/zfxxgknb/").await.says(&[&format!("href=\"{PAGE}\"")]);
    assert_eq!(portal.get(DATA).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_cannot_be_read_returns_to_the_form_with_the_reason() {
    let portal = Portal::with_records().await;
    let answer = sent(&portal, PAGE, "file", "<img src=x>.txt", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["没有核对", "&#60;img src=x&#62;.txt", "<form"]);
    assert!(!answer.text.contains("<img"), "a name writes no HTML");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-security-policy").contains("default-src 'none'"));
    let nothing = sent(&portal, PAGE, "file", "", "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says(&["没有选文件"]);
    let (body, headers) = form("file", "a.txt", "cut");
    let cut = portal.send(PAGE, &headers, body[..body.len() - 20].to_owned()).await;
    assert_eq!(cut.status, StatusCode::BAD_REQUEST);
    cut.says(&["没有传完"]);
}

#[tokio::test]
async fn programs_are_answered_in_data_whatever_happens() {
    let portal = Portal::with_records().await;
    let data = |answer: &Answer| -> serde_json::Value {
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        serde_json::from_str(&answer.text).unwrap()
    };
    let unread =
        portal.send(&format!("{DATA}?name=a.txt"), &[("content-type", "text/plain")], String::new()).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = data(&unread);
    assert_eq!(told["files"][0]["file"], "a.txt");
    assert!(!told["files"][0]["fault"]["en"].as_str().unwrap().is_empty());
    let nothing = portal.send(DATA, &[], String::new()).await;
    assert!(data(&nothing)["fault"]["zh"].as_str().unwrap().contains("没有选文件"));
    let large = "x".repeat(11 << 20);
    let refused = portal.send(DATA, &[], large.clone()).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(data(&refused)["fault"]["zh"].as_str().unwrap().contains("10 MB"));
    let refused = sent(&portal, DATA, "file", "large.pdf", &large).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn only_the_form_and_its_data_take_anything() {
    let portal = Portal::with_records().await;
    for address in ["/zfxxgk/zfxxgknb/", "/zfxxgk/"] {
        assert_eq!(portal.ask(Method::POST, address, &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[test]
fn a_reader_chooses_a_file_and_reads_why_it_cannot_be_checked_with_and_without_scripts() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    let folder = tempfile::tempdir().unwrap();
    let [empty, large] = ["空白.txt", "太大.txt"].map(|name| folder.path().join(name));
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&large, vec![b'x'; 11 << 20]).unwrap();
    browser.resize(390, 800);
    served.open(&mut browser, "/zfxxgk/zfxxgknb/");
    browser.follow(&format!("main a[href='{PAGE}']"));
    browser.choose("#file", &[&large]);
    assert!(browser.text("form [role=status]").contains("超过了限制"), "told before it is sent");
    browser.choose("#file", &[&empty]);
    assert_eq!(browser.text("form [role=status]"), "");
    browser.follow(".check-form .btn");
    assert!(browser.text("[role=alert]").contains("空白.txt"));
    assert_eq!(browser.evaluate(PAGE_CHECKS), serde_json::json!([]));
    assert_eq!(browser.objections(), [""; 0]);
    browser.without_scripts();
    served.open(&mut browser, &format!("/en{PAGE}"));
    browser.choose("#file", &[&large]);
    browser.follow(".check-form .btn");
    assert!(browser.text("[role=alert]").contains("larger than 10 MB"), "{}", browser.text("main"));
}
