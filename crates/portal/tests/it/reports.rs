//! Reports and figures: every number opens, and what may not be shown is only counted.

use crate::office::Portal;
use axum::http::StatusCode;

/// Address of the report the tests read.
pub const REPORT: &str = "/zfxxgk/zfxxgknb/2016/gz-2016";

#[tokio::test]
async fn a_year_leads_to_the_format_of_the_office() {
    let portal = Portal::with_records().await;
    let other = "href=\"/zfxxgk/zfxxgknb/2016/national-2014\"";
    portal.get("/zfxxgk/zfxxgknb/").await.says(&["2016年", &format!("href=\"{REPORT}\""), other]);
    let year = portal.get("/zfxxgk/zfxxgknb/2016").await;
    assert_eq!((year.status, year.header("location")), (StatusCode::SEE_OTHER, REPORT));
    for address in ["/zfxxgk/zfxxgknb/1999", "/zfxxgk/zfxxgknb/x", "/zfxxgk/zfxxgknb/2016/no-format"] {
        let missing = portal.get(address).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{address}");
        missing.says(&["看全部年报"]);
    }
}

#[tokio::test]
async fn a_report_opens_every_number() {
    let portal = Portal::with_records().await;
    let page = portal.get(REPORT).await;
    page.says(&["class=\"official\"", "<caption", &format!("href=\"{REPORT}/F13\""), "核对", "report.json"]);
    let national = portal.get("/zfxxgk/zfxxgknb/2016/national-2021").await;
    national.says(&["rowspan=", "scope=\"rowgroup\"", "role=\"region\" tabindex=\"0\""]);
}

#[tokio::test]
async fn a_place_without_words_is_marked_only_in_the_checking_copy() {
    let portal = Portal::with_records().await;
    let page = portal.get(REPORT).await;
    assert!(!page.text.contains("（空）") && !page.text.contains("<p></p>"));
    portal.get(&format!("{REPORT}/report.html")).await.says(&["（空）"]);
}

#[tokio::test]
async fn every_link_of_every_report_leads_somewhere() {
    let portal = Portal::with_records().await;
    for format in ["gz-2016", "national-2014", "national-2019", "national-2021"] {
        let page = portal.get(&format!("/zfxxgk/zfxxgknb/2016/{format}")).await;
        let links: std::collections::BTreeSet<&str> = page
            .text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|link| link.starts_with("/zfxxgk/"))
            .collect();
        assert!(links.len() > 30, "{format} has only {} links", links.len());
        for link in links {
            let answer = portal.get(link).await;
            assert!(
                answer.status.is_success() || answer.status.is_redirection(),
                "{link}: {}",
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn a_figure_lists_its_public_rows_and_counts_the_others() {
    let portal = Portal::with_records().await;
    let page = portal.get(&format!("{REPORT}/F13")).await;
    page.says(&[
        "关于印发&#60;办法&#62;的通知",
        "只计数，不列出",
        &format!("href=\"{REPORT}/F13/rows.csv\""),
    ]);
    assert!(!page.text.contains("汽车采购流程"), "a withdrawn item is only counted");
    let requests = portal.get(&format!("{REPORT}/F60")).await;
    requests.says(&["<span class=\"num\">1</span>", "有 1 件只计数，不列出"]);
    assert!(!requests.text.contains("张某某") && !requests.text.contains("某村征地补偿材料"));
}

#[tokio::test]
async fn the_rows_of_a_figure_are_files_too() {
    let portal = Portal::with_records().await;
    let csv = portal.get(&format!("{REPORT}/F38/rows.csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        csv.header("content-disposition")
            .starts_with("attachment; filename=\"conghua-gov-2016-gz-2016-F38.csv\"")
    );
    csv.says(&["\u{feff}采购单位,", "\"办公设备,采购\"", ",'=样例公司,"]);
    let json = portal.get(&format!("{REPORT}/F60/rows.json")).await;
    json.says(&["\"visible\": 0", "\"hidden\": 1", "\"rows\": []"]);
    assert!(!json.text.contains("张某某"));
    assert_eq!(portal.get(&format!("{REPORT}/F41/rows.csv")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_figure_of_figures_shows_its_operands() {
    let portal = Portal::with_records().await;
    let page = portal.get(&format!("{REPORT}/F41")).await;
    page.says(&["由这些数算出", &format!("href=\"{REPORT}/F40\""), &format!("href=\"{REPORT}/F39\"")]);
}

#[tokio::test]
async fn a_report_can_be_taken_along() {
    let portal = Portal::with_records().await;
    let json = portal.get(&format!("{REPORT}/report.json")).await;
    json.says(&["\"format\": \"gz-2016\"", "\"code\": \"F13\""]);
    let html = portal.get(&format!("{REPORT}/report.html")).await;
    assert!(html.header("content-disposition").starts_with("attachment"));
    html.says(&["<style>", "https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016/F13"]);
}

#[tokio::test]
async fn a_report_is_a_document_a_workbook_and_a_list() {
    let portal = Portal::with_records().await;
    for (kind, media, begins) in [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
        ("csv", "text/csv; charset=utf-8", "\u{feff}编号,"),
    ] {
        let file = portal.get(&format!("{REPORT}/report.{kind}")).await;
        assert_eq!(file.header("content-type"), media);
        let name = format!("attachment; filename=\"conghua-gov-2016-gz-2016.{kind}\"");
        assert_eq!(file.header("content-disposition"), name);
        assert!(file.text.starts_with(begins), "{kind}");
    }
    let csv = portal.get(&format!("/en{REPORT}/report.csv?contrast=high")).await;
    csv.says(&["https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016/F13\r\n"]);
    assert_eq!(portal.get(&format!("{REPORT}/report.doc")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_office_has_pages_that_say_so() {
    let portal = Portal::empty().await;
    for (address, words) in [
        ("/zfxxgk/", "还没有公开的信息"),
        ("/zfxxgk/fdzdgknr/", "本栏目还没有信息"),
        ("/zfxxgk/zfxxgknb/", "还没有年报"),
        ("/zfxxgk/zfxxgkzn/", "请先打电话询问"),
        ("/ysqgk/", "地址没有登记"),
    ] {
        let page = portal.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        page.says(&[words]);
    }
}

#[tokio::test]
async fn figures_stand_beside_those_of_other_years() {
    let portal = Portal::with_records().await;
    let list = "/zfxxgk/zfxxgknb/";
    assert!(!portal.get(list).await.text.contains("逐年比较"), "one year is no comparison");
    let numbers = ["2014-1", "2015-1", "2015-2"];
    let days = ["2014-03-03", "2015-03-03", "2015-04-04"];
    let rows: Vec<Vec<(&str, &str)>> = numbers
        .into_iter()
        .zip(days)
        .map(|(number, day)| {
            vec![
                ("body", "conghua-gov"),
                ("number", number),
                ("received_on", day),
                ("channel", "letter"),
                ("requester_kind", "natural_person"),
            ]
        })
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    portal.record("requests", &rows).await;
    for page in [list, REPORT] {
        let answer = portal.get(page).await;
        answer.says(&[
            "逐年比较",
            "class=\"line\"",
            "新收申请：各年的数",
            "href=\"/zfxxgk/zfxxgknb/2014/gz-2016/F60\"",
        ]);
    }
    portal.get(&format!("{REPORT}/F60")).await.says(&["其他年度的这个数", "2015年：2件"]);
    assert!(!portal.get(&format!("{REPORT}/report.html")).await.text.contains("逐年比较"), "not in the file");
}
