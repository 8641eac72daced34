//! What the administrator sets of the site, on the portal's pages.

use crate::office::Portal;
use axum::http::StatusCode;
use gongkai_app::import::By;
use gongkai_app::site;
use gongkai_domain::site::{Colour, SiteSettings};
use jiff::Timestamp;
use jiff::civil::date;

#[tokio::test]
async fn name_code_colour_and_emblem_are_on_every_page() {
    let portal = Portal::with_records().await;
    portal.get("/zfxxgk/").await.says(&[
        "content=\"从化区人民政府办公室政府信息公开\"",
        "name=\"SiteDomain\" content=\"www.example.gov.cn\"",
    ]);
    let settings = SiteSettings {
        name: "从化政府网".to_owned(),
        code: "4401170001".to_owned(),
        icp: "粤ICP备05000001号".to_owned(),
        colour: Some(Colour::read("#1b4f86").unwrap()),
        ..SiteSettings::default()
    };
    let mut emblem = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    emblem.extend(64_u32.to_be_bytes().repeat(2));
    let known = site::site(&portal.office).await.unwrap().1.clone();
    let by = By { actor: "test".to_owned(), at: Timestamp::UNIX_EPOCH, today: date(2017, 1, 4) };
    site::change(&portal.office, settings, Some(&emblem), &known, &by).await.unwrap();

    let home = portal.get("/zfxxgk/").await;
    home.says(&[
        "SiteName\" content=\"从化政府网\"",
        "SiteIDCode\" content=\"4401170001\"",
        "粤ICP备05000001号",
        "网站标识码：4401170001",
    ]);
    let digest = home.text.split_once("href=\"/site/").unwrap().1.split_once('.').unwrap().0.to_owned();
    let style = portal.get(&format!("/site/{digest}.css")).await;
    assert!(style.text.starts_with("html{--red:#1b4f86"), "{}", style.text);
    assert!(style.header("cache-control").contains("immutable"));
    assert_eq!(portal.get(&format!("/site/{digest}.png")).await.header("content-type"), "image/png");
    for nothing in [
        "/site/0000000000000000.css",
        &*format!("/site/{digest}.svg"),
        "/site/x",
        &*format!("/site/{digest}"),
    ] {
        assert_eq!(portal.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}
