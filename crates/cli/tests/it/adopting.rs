//! An old site comes along: dry run, what is kept, what becomes a draft, what is refused, and where old addresses lead.

use crate::program::{Program, Ran};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::Workbook;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "防汛物资清单").unwrap();
    workbook.save_to_buffer().unwrap()
}

fn long(about: &str) -> String {
    format!("现就{about}的有关事项通知如下，请认真贯彻执行。").repeat(12)
}

/// A page as sites of the years around 2010 are: tables, GBK, a table of the catalogue.
fn old_page(title: &str, about: &str) -> Vec<u8> {
    gbk(&format!(
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>{title}_某区</title></head><body>\
         <table width=960><tr><td><a href=/>首页</a> | <a href=/news/>动态</a></td></tr></table>\
         <table class=head><tr><td>索 引 号：</td><td>00693/2016-00007</td><td>发文机关：</td><td>某区人民政府办公室</td></tr>\
         <tr><td>成文日期：</td><td>2016年05月10日</td><td>文　　号：</td><td>某府办[2016]第7号</td></tr></table>\
         <h1>{title}</h1><div>发布时间：2016-05-12　来源：区府办　浏览次数：8</div>\
         <div class=TRS_Editor><p>各镇：</p><p>{}</p><p>附件：<a href=../files/list.xlsx>防汛物资清单</a>、<a href=../files/old.doc>旧格式</a></p></div>\
         <div class=footer>版权所有</div></body></html>",
        long(about)
    ))
}

/// A mirror of an old site, as a folder.
fn mirror(root: &Path) {
    let write = |name: &str, bytes: Vec<u8>| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let print = format!(
        "<body><h2>关于防汛工作的通知</h2><div id=zoom><p>各镇：</p><p>{}</p><p>附件：<a href=files/list.xlsx>防汛物资清单</a>、<a href=files/old.doc>旧格式</a></p></div>",
        long("防汛")
    );
    let list: Vec<String> =
        (0..9).map(|at| format!("<li><a href=/n/{at}.html>第{at}条信息的标题</a></li>")).collect();
    let list = list.concat();
    write("www.old.gov.cn/zwgk/t20160512_7.html", old_page("关于防汛工作的通知", "防汛"));
    write("www.old.gov.cn/print.asp?id=7", print.into_bytes());
    write("www.old.gov.cn/files/list.xlsx", workbook());
    write("www.old.gov.cn/files/old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x".to_vec());
    write("www.old.gov.cn/index.html", format!("<body><ul>{list}</ul>").into_bytes());
    write("www.old.gov.cn/empty.html", Vec::new());
}

fn told(answer: &[u8]) -> (String, String) {
    let answer = String::from_utf8_lossy(answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
    let place =
        answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
    (status, place)
}

fn adopt(program: &Program, source: &str, more: &[&str]) -> Ran {
    program.run(&[&["adopt", source, "--body", "office"], more].concat())
}

#[test]
fn a_mirrored_site_comes_with_its_days_numbers_files_and_addresses() {
    for program in Program::on_each_engine() {
        program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
        let folder = program.path("镜像");
        mirror(&folder);
        let folder = folder.to_str().unwrap().to_owned();
        let report = program.path("结果.xlsx");
        adopt(&program, &folder, &["--dry-run", "--report", report.to_str().unwrap()]).done().says(&[
            "1 件信息（另有 1 个文件与它们同文）",
            "文号 某府办〔2016〕7号（目录表格）",
            "发布日期 2016-05-12（页面文字）",
            "＋1 稿0 ~0 ＝0 ·0 ✗0；旧网址 2",
            "旧格式",
            "列表页，不是一件信息",
            "没有写入",
        ]);
        assert!(fs::read(&report).unwrap().starts_with(b"PK"));
        let [before, ..] = program.verified();
        adopt(&program, &folder, &[]).done().says(&["✓ 已迁入：发布 1，拟稿 0，改动 0，旧网址 2"]);
        let csv = program.exported("items");
        for words in [
            "00693/2016-00007",
            "某府办〔2016〕7号",
            "2016-05-10",
            "2016-05-12",
            "关于防汛工作的通知",
            "区府办",
        ] {
            assert!(csv.contains(words), "{words} in {csv}");
        }
        assert_eq!(program.verified()[0], before + 1, "one act, one entry");
        adopt(&program, &folder, &[]).done().says(&["＝1", "都已在库里"]);
        assert_eq!(program.verified()[0], before + 1, "again changes nothing");
        let paths = [
            "/zwgk/t20160512_7.html",
            "/print.asp?id=7",
            "/zwgk/t20160512_7.html?from=wx",
            "/zwgk/none.html",
            "/en/zwgk/t20160512_7.html",
        ];
        let answers = program.served(&["serve"], &paths);
        let (status, place) = told(&answers[0]);
        assert_eq!(status, "301", "{}", String::from_utf8_lossy(&answers[0]));
        assert!(place.starts_with("/zfxxgk/doc/"), "{place}");
        assert_eq!(told(&answers[1]), (status.clone(), place.clone()));
        assert_eq!(told(&answers[2]), (status, place.clone()), "a query nobody knows is no other page");
        assert_eq!(told(&answers[3]).0, "404");
        assert_eq!(told(&answers[4]).0, "404", "nothing was at that address");
        let page = program.served(&["serve"], &[&place]).remove(0);
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("关于防汛工作的通知") && page.contains("现就防汛"), "{page}");
        assert!(page.contains("/attachments/"), "the file is published with it: {page}");
        assert!(!page.contains("old.doc") && !page.contains("版权所有 "), "{page}");
    }
}

#[test]
fn a_withdrawn_item_answers_its_old_address_with_the_notice() {
    let program = Program::with_office();
    let folder = program.path("镜像");
    mirror(&folder);
    adopt(&program, folder.to_str().unwrap(), &[]).done();
    let empty = program
        .file("空.csv", "索引号,名称,信息类别,公开属性,发布日期\nX/2016-1,甲,其他,主动公开,2016-01-01\n");
    let replace = ["import", "items", &empty, "--body", "office", "--year", "2016", "--replace"];
    program.run(&replace).done();
    let first = told(&program.served(&["serve"], &["/print.asp?id=7"]).remove(0));
    assert_eq!(first.0, "301");
    assert_eq!(told(&program.served(&["serve"], &[&first.1]).remove(0)).0, "410");
    adopt(&program, folder.to_str().unwrap(), &["--accept-findings", "x"]).done().says(&["＝1"]);
}

#[test]
fn what_lacks_its_day_is_refused_and_comes_in_when_it_is_filled_in() {
    let program = Program::with_office();
    let text = |about: &str| format!("# 关于{about}的通知\n\n{}\n", long(about)).into_bytes();
    let files = [("甲.md", text("防火")), ("2016-03-01 乙.md", text("防汛"))];
    let source = program.file("旧文件.zip", zipped(&files));
    adopt(&program, &source, &[]).problems().says(&["没有填“发布日期”", "一件也没有写入"]);
    assert_eq!(program.exported("items").lines().count(), 1);
    let rejects = program.path("退回.csv");
    let rejects = rejects.to_str().unwrap();
    adopt(&program, &source, &["--rejects", rejects]).problems().says(&["1 件没有迁入", "发布 1"]);
    let csv = fs::read_to_string(rejects).unwrap();
    assert!(csv.contains("甲.md") && csv.contains("没有填“发布日期”") && csv.lines().count() == 2, "{csv}");
    let mut lines = csv.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let day = headings.iter().position(|heading| *heading == "发布日期").unwrap();
    let mut cells: Vec<&str> = lines.next().unwrap().split(',').collect();
    cells[day] = "2016-02-03";
    fs::write(rejects, format!("{}\n{}\n", headings.join(","), cells.join(","))).unwrap();
    adopt(&program, &source, &["--metadata", rejects]).done().says(&["＋1", "＝1", "发布 1"]);
    let exported = program.exported("items");
    assert!(exported.contains("2016-02-03") && exported.contains("2016-03-01"), "{exported}");
    let numbers: Vec<bool> =
        ["office/2016-00001", "office/2016-00002"].map(|number| exported.contains(number)).to_vec();
    assert_eq!(numbers, [true, true], "numbers are given by the office's rule: {exported}");
    program.verified();
}

#[test]
fn what_is_personal_becomes_a_draft_unless_a_reason_is_given() {
    let source = |program: &Program| {
        let page = format!("# 关于救助的公告\n\n张某，身份证440117199001010012。{}\n", long("救助"));
        let open = format!("# 关于防汛的通知\n\n{}\n", long("防汛"));
        let files = [("2016-03-01 a.md", page.into_bytes()), ("2016-03-02 b.md", open.into_bytes())];
        program.file("a.zip", zipped(&files))
    };
    let program = Program::with_office();
    let zip = source(&program);
    let ran = adopt(&program, &zip, &["--dry-run"]).done().says(&["身份证号 440117********0012", "＋1 稿1"]);
    assert!(!ran.said().contains("440117199001010012"), "nothing is repeated in full");
    adopt(&program, &zip, &[]).done().says(&["发布 1，拟稿 1"]);
    assert_eq!(program.exported("items").lines().count(), 2);
    adopt(&program, &zip, &[]).done().says(&["都已在库里"]);
    adopt(&program, &zip, &["--accept-findings", " "]).bad_use();
    let program = Program::with_office();
    let zip = source(&program);
    adopt(&program, &zip, &["--accept-findings", "当事人同意公开"]).done().says(&["发布 2，拟稿 0"]);
    assert_eq!(program.exported("items").lines().count(), 3);
    program.verified();
}

#[test]
fn redirects_alone_lead_to_pages_of_this_site_and_never_elsewhere() {
    let program = Program::with_office();
    let items = "索引号,名称,信息类别,公开属性,发布日期\nX/2016-1,甲的通知,其他,主动公开,2016-01-01\n";
    program.run(&["import", "items", &program.file("a.csv", items), "--body", "office"]).done();
    for hostile in [
        "/a.html,https://evil.example/",
        "/a.html,//evil.example/",
        "/a.html,/\\evil.example",
        "/a.html,\"/x\r\nSet-Cookie: a=b\"",
        "javascript:alert(1),/zfxxgk/",
        "/a.html,/../../etc",
    ] {
        let file = program.file("坏.csv", format!("旧网址,新网址\n/ok.html,/zfxxgk/\n{hostile}\n"));
        program.run(&["adopt", "--redirects", &file, "--body", "office"]).bad_use().says(&["一行也没有写入"]);
    }
    let long = program.file("长.csv", format!("旧网址,新网址\n/{},/zfxxgk/\n", "x".repeat(5_000)));
    program.run(&["adopt", "--redirects", &long, "--body", "office"]).bad_use();
    let good = "旧网址,新网址或索引号\nhttp://old.gov.cn/1.asp?id=1,X/2016-1\n/list/,/zfxxgk/fdzdgknr/\n/again,/list/\n/ring1,/ring2\n/ring2,/ring1\n/none,Y/1999-1\n";
    let good = program.file("好.csv", good);
    program
        .run(&["adopt", "--redirects", &good, "--body", "office"])
        .done()
        .says(&["旧网址 5", "没有索引号为“Y/1999-1”的信息"]);
    program.run(&["adopt", "--redirects", &good, "--body", "office"]).done().says(&["都已在库里"]);
    let paths = ["/1.asp?id=1", "/list/", "/again", "/ring1", "/none", "/zfxxgk/"];
    let answers: Vec<(String, String)> =
        program.served(&["serve"], &paths).iter().map(|answer| told(answer)).collect();
    assert!(answers[0].1.starts_with("/zfxxgk/doc/"), "{answers:?}");
    assert_eq!(answers[1], ("301".into(), "/zfxxgk/fdzdgknr/".into()));
    assert_eq!(answers[2], answers[1], "one step, however many were written");
    assert_eq!([&answers[3].0, &answers[4].0, &answers[5].0], ["404", "404", "200"]);
}

fn record(address: &str, page: &[u8]) -> Vec<u8> {
    answer(address, &[b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n", page].concat())
}

fn answer(address: &str, answer: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    [head.as_bytes(), answer, b"\r\n\r\n"].concat()
}

#[test]
fn a_crawl_is_read_to_where_it_was_cut_off_and_is_the_same_site_as_its_mirror() {
    let program = Program::with_office();
    let whole = [
        record("http://www.old.gov.cn/zwgk/t20160512_7.html", &old_page("关于防汛工作的通知", "防汛")),
        answer("http://www.old.gov.cn/7", b"HTTP/1.1 301 Moved\r\nLocation: /zwgk/t20160512_7.html\r\n\r\n"),
        record("http://www.old.gov.cn/zwgk/t20160513_8.html", &old_page("关于防火工作的通知", "防火")),
    ]
    .concat();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&whole[..whole.len() - 300]).unwrap();
    let source = program.file("旧站.warc.gz", packed.finish().unwrap());
    adopt(&program, &source, &[]).done().says(&["读不下去", "发布 1，拟稿 0，改动 0，旧网址 2"]);
    let answers: Vec<_> = program
        .served(&["serve"], &["/7", "/zwgk/t20160512_7.html"])
        .iter()
        .map(|answer| told(answer))
        .collect();
    assert_eq!(answers[0].0, "301");
    assert_eq!(answers[0].1, answers[1].1, "a forward of the old site leads to the item at once");
    let twice = program.file("全.warc", &whole);
    let ran = adopt(&program, &twice, &[]).problems();
    ran.says(&["＝1", "✗1", "这个索引号已用于“关于防汛工作的通知”"]);
}

#[test]
fn hostile_sources_do_no_harm() {
    let program = Program::with_office();
    let deep = format!(
        "<title>t</title><meta name=ArticleTitle content=深><meta name=PubDate content=2016-01-01>{}<p>{}",
        "<div>".repeat(10_000),
        long("嵌套")
    );
    let bomb = vec![b' '; 80 << 20];
    let zip = zipped(&[
        ("通知/2016-05-01 深.html", deep.into_bytes()),
        ("../../etc/cron.d/x.html", b"<p>x".to_vec()),
        ("通知/bomb.html", bomb),
        ("通知/empty.pdf", Vec::new()),
        ("通知/lies.pdf", b"no pdf at all".to_vec()),
        ("通知/noise.html", (0..9_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
    ]);
    let source = program.file("坏.zip", zip);
    adopt(&program, &source, &["--dry-run"]).says(&["文件名指向文件夹之外", "超过", "＋1"]);
    let folder = program.path("有链接");
    fs::create_dir_all(&folder).unwrap();
    fs::write(program.path("外面.md"), "# 外面的通知\n\n正文").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(program.path("外面.md"), folder.join("2016-01-01 里面.md")).unwrap();
    let ran = adopt(&program, folder.to_str().unwrap(), &["--dry-run"]).done().says(&["是链接，没有跟随"]);
    assert!(!ran.said().contains("外面的通知"));
    adopt(&program, &program.file("不是.zip", "x"), &[]).says(&["不是文件夹、ZIP 或 WARC"]);
    adopt(&program, "nowhere", &[]).says(&["打不开"]);
    program.run(&["adopt", &source, "--body", "nobody"]).bad_use();
}

#[test]
fn the_regulations_come_along_and_are_there_the_second_time() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above
        .map(|folder| folder.join("shared/samples/guangdong-regulations"))
        .find(|folder| folder.is_dir());
    let Some(folder) = found else {
        println!("skipped: the sample regulations are not at hand");
        return;
    };
    let program = Program::with_office();
    let folder = folder.to_str().unwrap();
    adopt(&program, folder, &[]).done().says(&["＋88", "✓ 已迁入：发布 88，拟稿 0"]);
    let exported = program.exported("items");
    for words in ["东莞市文明行为促进条例", "2023-02-23", "2023-05-01", "office/2021-00001"] {
        assert!(exported.contains(words), "{words}");
    }
    adopt(&program, folder, &[]).done().says(&["＝88", "都已在库里"]);
    program.verified();
}
