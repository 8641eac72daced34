//! Whole sites: columns, doubles, prints, sitemaps, tables of metadata.

use crate::told::{Files, read};
use gongkai_adopting::{COLUMN, Origin, PassedKind, Understood};
use gongkai_domain::catalogue::OldAddress;

fn text(about: &str) -> String {
    format!(
        "<p>各镇人民政府：</p><p>{}</p>",
        format!("现就{about}的有关事项通知如下，请认真贯彻执行。").repeat(12)
    )
}

fn page(title: &str, about: &str, more: &str) -> String {
    format!(
        "<html><head><title>{title}_通知公告_某区政府</title>{more}<meta name=Description content=某区政府网站></head><body>\
         <div class=nav><a href=/>首页</a></div><h1>{title}</h1><div>发布时间：2016-05-12　来源：区府办</div><div id=zoom>{}</div></body></html>",
        text(about)
    )
}

fn kinds(understood: &Understood) -> Vec<(&str, PassedKind)> {
    understood.passed.iter().map(|passed| (passed.place.as_str(), passed.kind)).collect()
}

#[test]
fn a_mirrored_site_is_understood_page_by_page() {
    let links: Vec<String> =
        (0..9).map(|at| format!("<li><a href=t{at}.html>关于第{at}件事的通知</a>")).collect();
    let links = links.concat();
    let meta = "<meta name=ColumnName content=部门预算><meta name=PubDate content='2016-05-20 10:00'>";
    let sitemap = "<urlset><url><loc>http://www.x.gov.cn/zwgk/a.html</loc></url><url><loc>http://www.x.gov.cn/lost.html</loc></url></urlset>";
    let understood = read(
        Files::of(&[
            ("www.x.gov.cn/index.html", &format!("<body><ul>{links}</ul></body>")),
            ("www.x.gov.cn/zwgk/a.html", &page("关于防汛的通知", "防汛", "")),
            ("www.x.gov.cn/zwgk/b.html", &page("2016年部门预算", "预算", meta)),
            (
                "www.x.gov.cn/print.asp?id=7.html",
                &format!("<body><h2>关于防汛的通知</h2><div id=zoom>{}</div></body>", text("防汛")),
            ),
            ("www.x.gov.cn/empty.html", ""),
            ("www.x.gov.cn/blank.html", "<body><div id=zoom></div></body>"),
            ("www.x.gov.cn/style.css", "p{}"),
            ("www.x.gov.cn/files/none.doc", "x"),
            ("www.x.gov.cn/sitemap.xml", sitemap),
            ("www.x.gov.cn/robots.txt", "User-agent: *"),
        ]),
        "",
        "",
        None,
    );
    let told: Vec<(&str, &str, &str, &str)> = understood
        .documents
        .iter()
        .map(|document| {
            let value = |code| document.facts.value(code);
            (value("title"), value("published_on"), value("category"), value("source"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("关于防汛的通知", "2016-05-12", "departmental_document", "区府办"),
            ("2016年部门预算", "2016-05-20", "budget_and_final_accounts", "区府办"),
        ]
    );
    let addresses: Vec<&str> = understood.documents[0].addresses.iter().map(OldAddress::as_str).collect();
    assert_eq!(
        addresses,
        ["/zwgk/a.html", "/print.asp?id=7.html", "/print.asp?id=7"],
        "a print is the same document"
    );
    assert_eq!(
        kinds(&understood),
        [
            ("www.x.gov.cn/index.html", PassedKind::List),
            ("www.x.gov.cn/empty.html", PassedKind::Empty),
            ("www.x.gov.cn/blank.html", PassedKind::Empty),
            ("www.x.gov.cn/files/none.doc", PassedKind::File),
            ("/lost.html", PassedKind::Missing),
        ]
    );
    assert_eq!(understood.furniture, 2);
    let columns: Vec<_> = understood.columns.iter().map(|used| (used.column.as_str(), used.count)).collect();
    assert_eq!(columns, [("", 1), ("部门预算", 1)]);
}

#[test]
fn tables_of_metadata_and_maps_of_columns_have_their_way() {
    let files = || {
        Files::of(&[
            ("工作动态/我区召开会议.txt", "我区召开会议\n5月12日，会议召开，讨论了有关工作，大家踊跃发言。"),
            ("规范性文件/养犬办法.md", "# 养犬办法\n\n第一条 为了加强管理。\n\n某区教育局\n\n2016年5月1日"),
        ])
    };
    let metadata = "文件,旧网址,发布日期,发布机构,标题\n我区召开会议.txt,http://old.cn/news/1.html,2016/5/13,edu,\n没有这个.txt,,2016-1-1,,\n";
    let understood = read(files(), metadata, "栏目,信息类别\n工作动态,其他信息\n", None);
    let [first, second] = understood.documents.as_slice() else { panic!("{:?}", understood.documents) };
    let (news, rule) = if first.place.ends_with("txt") { (first, second) } else { (second, first) };
    assert_eq!(news.facts.value("published_on"), "2016/5/13");
    assert_eq!(news.facts.value("body"), "edu");
    assert_eq!(news.facts.value("category"), "其他信息");
    assert_eq!(news.facts.get("category").unwrap().origin, Origin::Told);
    assert_eq!(news.facts.value(COLUMN), "工作动态");
    assert_eq!(news.addresses[0].as_str(), "/news/1.html");
    assert_eq!(rule.facts.value("category"), "departmental_document");
    assert_eq!(
        rule.facts.value("body"),
        "office",
        "a signature names the source, the site names the publisher"
    );
    assert_eq!(rule.facts.value("source"), "某区教育局");
    assert_eq!(rule.facts.value("issued_on"), "2016-05-01");
    assert!(rule.addresses.is_empty(), "a file that was on no site has no address there");
    assert_eq!(understood.unused, [(3, "没有这个.txt".to_owned())]);
}

#[test]
fn what_every_page_says_of_its_site_says_nothing_of_one() {
    let pages: Vec<(String, String)> = (0..4)
        .map(|at| {
            (format!("x/{at}.html"), page(&format!("关于第{at}件事的通知"), &format!("第{at}件事"), ""))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        pages.iter().map(|(place, text)| (place.as_str(), text.as_str())).collect();
    let understood = read(Files::of(&files), "", "", Some("https://old.gov.cn"));
    assert_eq!(understood.documents.len(), 4);
    assert!(understood.documents.iter().all(|document| document.facts.get("summary").is_none()));
    assert_eq!(understood.documents[0].addresses[0].as_str(), "/x/0.html");
}

#[test]
fn deep_nests_and_wrong_charsets_are_read() {
    let deep = format!(
        "<title>深</title><meta charset=utf-8>{}<p>{}</p>",
        "<div><table><tr><td>".repeat(10_000),
        "正文内容".repeat(30)
    );
    let gbk_named_utf8 = {
        let page = page("关于防火的通知", "防火", "<meta charset=utf-8>");
        // As servers send it that were moved: the bytes are GBK, the page says otherwise.
        encoding(&page)
    };
    let files =
        Files(vec![("a/deep.html".to_owned(), deep.into_bytes()), ("a/gbk.html".to_owned(), gbk_named_utf8)]);
    let understood = read(files, "", "", None);
    assert_eq!(understood.documents.len(), 2, "{:?}", understood.passed);
    assert!(understood.documents[0].words.contains("正文内容"));
    assert_eq!(understood.documents[1].facts.value("title"), "关于防火的通知");
}

fn encoding(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}
