//! Importing in the browser: the same comparison and the same act as on the command line.

use crate::house::{House, Visitor};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use gongkai_domain::people::Role;
use gongkai_testkit::Cells;

/// Three purchases in GBK, as a spreadsheet program of an office saves them: one changed, one new, one with a day that
/// does not exist.
const IN_GBK: &[u8] = b"\xcf\xee\xc4\xbf\xb1\xe0\xba\xc5,\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6,\xb2\xc9\xb9\xba\xb7\xbd\xca\xbd,\xb2\xc9\xb9\xba\xd4\xa4\xcb\xe3\xbd\xf0\xb6\xee\xa3\xa8\xd4\xaa\xa3\xa9,\xba\xcf\xcd\xac\xbd\xf0\xb6\xee\xa3\xa8\xd4\xaa\xa3\xa9,\xba\xcf\xcd\xac\xc7\xa9\xb6\xa9\xc8\xd5\xc6\xda\x0d\x0aCH2016-1412,\xd5\xfe\xb8\xae\xcd\xf8\xd5\xbe\xce\xde\xd5\xcf\xb0\xad\xb8\xc4\xd4\xec,\xd1\xaf\xbc\xdb,120000,113000,2016-11-30\x0d\x0aCH2017-9,\xb0\xec\xb9\xab\xbc\xd2\xbe\xdf,\xb9\xab\xbf\xaa\xd5\xd0\xb1\xea,80000,79000,2017-03-01\x0d\x0aCH2017-10,\xbb\xb5\xc8\xd5\xc6\xda,\xd1\xaf\xbc\xdb,1000,900,2016-11-31\x0d\x0a";

const KNOWN: Cells<'_> = &[
    ("body", "conghua-gov"),
    ("number", "CH2016-1412"),
    ("title", "政府网站无障碍改造"),
    ("method", "inquiry"),
    ("budget", "12000000"),
    ("price", "11320000"),
    ("signed_on", "2016-11-30"),
];

const LIST: &str = "/office/registers/procurement-projects/";

async fn with_one() -> (House, Visitor) {
    let house = House::with_staff().await;
    house.record("procurement-projects", &[KNOWN]).await;
    let visitor = house.somebody(Role::Editor, "conghua-gov").await;
    (house, visitor)
}

/// Sends a ledger; answers the address of its comparison.
async fn sent(house: &House, visitor: &mut Visitor, name: &str, bytes: &[u8], body: &str) -> String {
    let files = [("files", name, bytes)];
    let answer = house.upload(visitor, &format!("{LIST}import"), &[("body", body)], &files).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_ledger_with_errors_is_checked_and_its_good_rows_are_taken() {
    let (house, mut visitor) = with_one().await;
    let place = sent(&house, &mut visitor, "采购.csv", IN_GBK, "conghua-gov").await;
    let page = house.get(&mut visitor, &place).await;
    page.says(&["文件已收到", "历法上没有这一天", "2016-11-31", "有 1 行错误", "aria-disabled"]);
    house.get(&mut visitor, &format!("{place}?tab=changed")).await.says(&[
        "合同金额",
        "<del>113",
        "<ins>113",
    ]);
    house.get(&mut visitor, &format!("{place}?tab=added")).await.says(&["办公家具", "F38"]);
    let wrong_rows = house.get(&mut visitor, &format!("{place}/rejected.xlsx")).await;
    assert_eq!((wrong_rows.status, wrong_rows.text.starts_with("PK")), (StatusCode::OK, true));

    let digest = page.between("name=\"digest\" value=\"", "\"").to_owned();
    let all = house.send(&mut visitor, &place, &[("digest", &digest)]).await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!house.get(&mut visitor, LIST).await.text.contains("CH2017-9"));

    let good = house.send(&mut visitor, &place, &[("digest", &digest), ("which", "good")]).await;
    assert_eq!((good.status, good.header("location")), (StatusCode::SEE_OTHER, LIST), "{}", good.text);
    house.get(&mut visitor, LIST).await.says(&[
        "新增 1，更改 1",
        "CH2017-9",
        "113<span class=\"g\">000</span>.00",
    ]);
    assert_eq!(house.get(&mut visitor, &place).await.status, StatusCode::NOT_FOUND, "it waits no longer");
}

#[tokio::test]
async fn only_who_sent_a_ledger_sees_it_and_only_for_a_day() {
    let (house, mut visitor) = with_one().await;
    let place = sent(&house, &mut visitor, "a.csv", IN_GBK, "conghua-gov").await;
    for (role, body) in [(Role::DisclosureOfficer, "conghua-gov"), (Role::Editor, "zengcheng-gov")] {
        let mut other = house.somebody(role, body).await;
        for path in [place.clone(), format!("{place}/rejected.xlsx")] {
            assert_eq!(house.get(&mut other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(house.send(&mut other, &place, &[("which", "good")]).await.status, StatusCode::NOT_FOUND);
    }
    house.wait(24 * 60 + 1);
    let mut visitor = house.somebody(Role::Editor, "conghua-gov").await;
    house.get(&mut visitor, &place).await.says(&["没有等待确认的台账"]);
}

#[tokio::test]
async fn rows_of_a_body_one_does_not_keep_are_refused_each() {
    let (house, _) = with_one().await;
    let mut stranger = house.somebody(Role::DisclosureOfficer, "zengcheng-gov").await;
    let place = sent(&house, &mut stranger, "a.csv", IN_GBK, "conghua-gov").await;
    let page = house.get(&mut stranger, &place).await;
    page.says(&["你不登记这个机构的台账"]);
    assert!(!page.text.contains("113<span"), "what is there now is nobody else's business");
    let digest = page.between("name=\"digest\" value=\"", "\"").to_owned();
    house.send(&mut stranger, &place, &[("digest", &digest), ("which", "good")]).await;
    let mut visitor = house.somebody(Role::Editor, "conghua-gov").await;
    assert!(!house.get(&mut visitor, LIST).await.text.contains("CH2017-9"));
}

#[tokio::test]
async fn what_changed_since_the_check_is_checked_again() {
    let (house, mut visitor) = with_one().await;
    let place = sent(&house, &mut visitor, "a.csv", IN_GBK, "conghua-gov").await;
    let page = house.get(&mut visitor, &place).await;
    let digest = page.between("name=\"digest\" value=\"", "\"").to_owned();
    let later: Vec<(&str, &str)> =
        KNOWN.iter().map(|(code, text)| (*code, if *code == "price" { "1" } else { *text })).collect();
    house.record("procurement-projects", &[&later]).await;
    let answer = house.send(&mut visitor, &place, &[("digest", &digest), ("which", "good")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["台账在你核对之后变了"]);
    assert!(!house.get(&mut visitor, LIST).await.text.contains("CH2017-9"));
}

#[tokio::test]
async fn what_was_exported_is_imported_without_a_change() {
    let (house, mut visitor) = with_one().await;
    let fields = [
        ("c.body", "conghua-gov"),
        ("c.number", "-1/2%"),
        ("c.title", "=1+1, “引号” '和' \"双\" 换行"),
        ("c.method", "inquiry"),
        ("c.central", "是"),
        ("c.budget", "0.01"),
        ("c.signed_on", "2017年2月1日"),
    ];
    let saved = house.send(&mut visitor, &format!("{LIST}new"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    for kind in ["csv", "xlsx"] {
        let file = house.file(&mut visitor, &format!("{LIST}rows.{kind}")).await;
        let place = sent(&house, &mut visitor, &format!("a.{kind}"), &file, "").await;
        let page = house.get(&mut visitor, &place).await;
        page.says(&["相同<span class=\"v\">2</span>", "新增<span class=\"v\">0</span>"]);
        page.says(&["更改<span class=\"v\">0</span>", "有错<span class=\"v\">0</span>"]);
    }
}

#[tokio::test]
async fn what_is_no_ledger_or_is_cut_off_leaves_nothing_behind() {
    let (house, mut visitor) = with_one().await;
    let path = format!("{LIST}import");
    for (name, bytes) in
        [("a.pdf", &b"%PDF-1.7"[..]), ("a.xlsx", &b"PK\x03\x04broken"[..]), ("a.csv", &b"a,b\n1,2"[..])]
    {
        let answer = house.upload(&mut visitor, &path, &[], &[("files", name, bytes)]).await;
        if name == "a.csv" {
            let place = answer.header("location").to_owned();
            house.get(&mut visitor, &place).await.says(&["有错"]);
        } else {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            answer.says(&["文件没有收下"]);
        }
    }
    let none = house.upload(&mut visitor, &path, &[], &[]).await;
    none.says(&["请选一个台账文件"]);
    let half = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--xyz\r\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n项目编号,",
        visitor.csrf
    );
    let request = Request::post(&path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
    let answer = house.ask(&mut visitor, request.body(Body::from(half)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    answer.says(&["文件没有收全"]);
}
