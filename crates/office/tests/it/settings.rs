//! The settings of the site: seen before they are kept, refused with a reason, shown by the portal.

use crate::house::House;
use axum::http::StatusCode;
use gongkai_domain::people::Role;

const PATH: &str = "/office/settings/";

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(80_u32.to_be_bytes().repeat(2));
    bytes
}

#[tokio::test]
async fn an_administrator_sees_settings_before_keeping_them() {
    let house = House::with_staff().await;
    let mut administrator = house.somebody(Role::Administrator, "conghua-gov").await;
    let form = house.get(&mut administrator, PATH).await;
    let known = form.between("name=\"known\" value=\"", "\"").to_owned();
    let fields = [
        ("known", &*known),
        ("name", "从化<区>政府网"),
        ("code", "4401170001"),
        ("icp", "粤ICP备05000001号"),
        ("colour", "#1B4F86"),
        ("footer", "主办：区政府办公室\n\n  承办：数据中心 "),
    ];
    let sample =
        house.upload(&mut administrator, PATH, &[&fields[..], &[("sample", "1")]].concat(), &[]).await;
    assert_eq!(sample.status, StatusCode::OK);
    sample.says(&["从化&#60;区&#62;政府网", "sample.css?colour=%231b4f86", "网站标识码：4401170001"]);
    let css = house.get(&mut administrator, "/office/settings/sample.css?colour=%231b4f86").await;
    assert!(css.text.starts_with(".sample{--red:#1b4f86"), "{}", css.text);
    let hostile = house.get(&mut administrator, "/office/settings/sample.css?colour=%23fff%7D*%7Bx").await;
    assert_eq!(hostile.text, "");
    house.get(&mut administrator, PATH).await.says(&["value=\"\""]);

    let kept = house.upload(&mut administrator, PATH, &fields, &[("emblem", "徽.png", &png())]).await;
    assert_eq!((kept.status, kept.header("location")), (StatusCode::SEE_OTHER, PATH));
    let shown = house.get(&mut administrator, PATH).await;
    shown.says(&["站点设置已保存", "value=\"#1b4f86\"", "承办：数据中心", "不用徽标"]);
    let site = gongkai_app::site::site(&house.office.records).await.unwrap();
    assert_eq!(gongkai_app::site::emblem(&site.0).unwrap(), png());

    let stale = house.upload(&mut administrator, PATH, &[("known", &known), ("name", "旧的")], &[]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.says(&["刚才有人改过设置", "网站名称现为“从化&#60;区&#62;政府网”", "value=\"旧的\""]);
}

#[tokio::test]
async fn what_will_not_do_is_told_at_its_field() {
    let house = House::with_staff().await;
    let mut administrator = house.somebody(Role::Administrator, "conghua-gov").await;
    let known = house.get(&mut administrator, PATH).await.between("name=\"known\" value=\"", "\"").to_owned();
    for (field, value, why) in [
        ("colour", "#ffd700", "这个颜色太浅"),
        ("colour", "red", "不是颜色"),
        ("code", "44", "10 位"),
        ("name", &*"长".repeat(61), "最多 60 个字"),
    ] {
        let answer = house.upload(&mut administrator, PATH, &[("known", &known), (field, value)], &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(&[why, &format!("href=\"#{field}\""), "<title>错误："]);
    }
    let svg =
        house.upload(&mut administrator, PATH, &[("known", &known)], &[("emblem", "a.png", b"<svg/>")]).await;
    svg.says(&["徽标要是 PNG 图片"]);
    let huge = vec![0; 2 << 20];
    let huge =
        house.upload(&mut administrator, PATH, &[("known", &known)], &[("emblem", "a.png", &huge)]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
}
