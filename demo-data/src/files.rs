//! Which ledgers there are, in the order they are imported, and how each was kept.

use crate::channels::Messages;
use crate::ledger::{LedgerFile, Rows};
use crate::look::{Form, Look, Sheets, Writing};
use crate::texts;
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::registers::{Register, Value};

/// The ledgers of the demo: bodies first, because all others name them.
pub fn all(world: &World) -> Vec<LedgerFile> {
    let mut files = Vec::new();
    directory(world, &mut files);
    items(world, &mut files);
    channels(world, &mut files);
    requests(world, &mut files);
    procurement(world, &mut files);
    services(world, &mut files);
    engagement(world, &mut files);
    supervision(world, &mut files);
    later_years(world, &mut files);
    for file in &mut files {
        drop_empty_columns(file);
    }
    files
}

fn file(path: &str, rows: Rows, look: Look) -> LedgerFile {
    LedgerFile { path: path.to_owned(), rows, look }
}

fn plain(register: &'static Register) -> Look {
    Look::plain(register)
}

/// Takes columns out that hold nothing and need not: offices do not keep them.
fn drop_empty_columns(file: &mut LedgerFile) {
    let rows = &file.rows;
    let needed = |code: &str| {
        let required = rows.register.column(code).is_some_and(|column| column.required);
        required || rows.rows.iter().any(|row| *rows.value(row, code) != Value::Absent)
    };
    file.look.columns.retain(|shown| needed(shown.column));
}

fn directory(world: &World, files: &mut Vec<LedgerFile>) {
    let rows = world.directory();
    let look = plain(rows.register)
        .titled(["从化区机构名录"])
        .heading("address", "地址")
        .heading("phone", "电话")
        .writing("established_on", Writing::SheetDate);
    files.push(file("机构名录.xlsx", rows, look));
}

fn items(world: &World, files: &mut Vec<LedgerFile>) {
    let rows = world.office_items();
    let look = plain(rows.register)
        .titled(["从化区人民政府办公室2016年政府信息公开目录", "填报单位：区政府办公室"])
        .dates(Writing::ChineseDate)
        .body(OFFICE)
        .year(2016)
        .signed("填报人：政务公开专责岗");
    files.push(file("2016/信息目录/区政府办公室.xlsx", rows, look));
    let groups: [(&str, &str, fn(&BodyWords) -> bool); 3] = [
        ("2016/信息目录/区政府和部门（一）.xlsx", "部门信息公开目录（一）", |body| {
            body.is("government") || (body.is("department") && body.code.as_str() < "conghua-i")
        }),
        ("2016/信息目录/区政府部门（二）.xlsx", "部门信息公开目录（二）", |body| {
            body.is("department") && body.code.as_str() >= "conghua-i"
        }),
        (
            "2016/信息目录/镇街、园区和直属单位.xlsx",
            "镇（街）、园区、直属单位信息公开目录",
            |body| !body.is("government") && !body.is("department"),
        ),
    ];
    let region = world.region_items();
    for (at, (path, title, belongs)) in groups.into_iter().enumerate() {
        let Some(mut rows) = region.first().map(|(_, rows)| Rows::of(rows.register)) else { continue };
        for (_, own) in region.iter().filter(|(body, _)| belongs(body)) {
            rows.rows.extend(own.rows.iter().cloned());
        }
        let look = plain(rows.register);
        let look = match at {
            0 => look.titled([title]).dates(Writing::SheetDate).sheets(Sheets::Body),
            1 => look
                .heading("title", "标题")
                .heading("published_on", "发布时间")
                .dates(Writing::SlashedDate)
                .first(&["index_number", "title", "published_on"])
                .sheets(Sheets::Body)
                .hiding(37),
            _ => look
                .titled([title, "时间：2016年"])
                .dates(Writing::AnyDate)
                .writing("body", Writing::Alias)
                .sheets(Sheets::Body),
        };
        files.push(file(path, rows, look.year(2016)));
    }
    for (body, rows) in world.authorized_items() {
        let look = plain(rows.register).dates(Writing::DottedDate).year(2016);
        files.push(file(&format!("2016/信息目录/{}.xlsx", body.short), rows, look));
    }
}

fn channels(world: &World, files: &mut Vec<LedgerFile>) {
    let region: Vec<&BodyWords> =
        world.bodies.iter().filter(|body| !body.is("authorized_organization")).collect();
    let mut website = world.on_website(&crate::published_items(world));
    let at = website.register.position("published_on");
    website.rows.sort_by(|one, other| at.map(|at| &one[at]).cmp(&at.map(|at| &other[at])));
    let look =
        plain(website.register).dates(Writing::SheetDate).sheets(Sheets::Month("published_on")).year(2016);
    files.push(file("2016/渠道发布/政府网站.xlsx", website, look));
    let media = |outlets, titles, count| {
        world.messages(&Messages { channel: "news_media", outlets, titles, year: 2016, count }, &region)
    };
    let paper = media(&["今日从化"], "报纸", 10_240);
    let look = plain(paper.register)
        .form(Form::GbkCsv)
        .titled(["《今日从化》登载政务信息登记表"])
        .dates(Writing::SlashedDate);
    files.push(file("2016/渠道发布/今日从化.csv", paper, look.writing("channel", Writing::Alias)));
    let radio = media(&["从化电台"], "电台", 9_860);
    let look = plain(radio.register)
        .titled(["从化电台播出政务信息登记表", "单位：条"])
        .dates(Writing::ChineseDate)
        .sheets(Sheets::Month("published_on"))
        .writing("body", Writing::Alias);
    files.push(file("2016/渠道发布/从化电台.xlsx", radio, look));
    let television = media(&["从化电视台"], "电视", 7_410);
    let look =
        plain(television.register).dates(Writing::AnyDate).first(&["published_on", "title"]).hiding(211);
    files.push(file("2016/渠道发布/从化电视台.xlsx", television, look));
    let press = media(&["南都样报", "羊城样报", "广州样报"], "市级", 810);
    let look = plain(press.register).titled(["市级以上媒体报道统计"]).dates(Writing::DottedDate).remarks();
    files.push(file("2016/渠道发布/市级以上媒体.xlsx", press, look));
    social(world, &region, files);
}

fn social(world: &World, region: &[&BodyWords], files: &mut Vec<LedgerFile>) {
    let placed = |channel, outlets, titles, count| {
        world.messages(&Messages { channel, outlets, titles, year: 2016, count }, region)
    };
    let mut posts = placed("weibo", &["从化发布", "从化公安"], "微博", 204);
    posts.rows.extend(placed("wechat", &["从化发布", "从化政务"], "微信", 157).rows);
    let look = plain(posts.register)
        .form(Form::Utf8Csv)
        .dates(Writing::CompactDate)
        .writing("channel", Writing::Alias);
    files.push(file("2016/渠道发布/微博微信.csv", posts, look));
    let mut gazette = placed("gazette", &["从化区人民政府公报"], "公报", 62);
    gazette.rows.extend(placed("press_conference", &["区政府新闻办"], "发布会", 5).rows);
    let look = plain(gazette.register)
        .titled(["政府公报和新闻发布会公开信息"])
        .dates(Writing::ChineseDate)
        .merged("channel");
    files.push(file("2016/渠道发布/公报和发布会.xlsx", gazette, look));
    let organizations: Vec<&BodyWords> = world.of_kind("authorized_organization").collect();
    let mut apart = Rows::of(placed("weibo", &[], "微博", 0).register);
    for (_, items) in world.authorized_items() {
        apart.rows.extend(world.on_website(&items).rows);
    }
    let order =
        Messages {
            channel: "news_media", outlets: &["今日从化"], titles: "报纸", year: 2016, count: 23
        };
    apart.rows.extend(world.messages(&order, &organizations).rows);
    let look = plain(apart.register).titled(["依法行使行政职权的组织公开信息（不列入本级统计）"]);
    files.push(file("2016/渠道发布/授权组织.xlsx", apart, look));
}

fn requests(world: &World, files: &mut Vec<LedgerFile>) {
    let rows = world.letters();
    let look = plain(rows.register)
        .titled(["从化区人民政府办公室依申请公开登记台账", "2016年度"])
        .dates(Writing::AnyDate)
        .writing("channel", Writing::Alias)
        .body(OFFICE)
        .year(2016);
    files.push(file("2016/依申请公开/区政府办公室.xlsx", rows, look));
    let rows = world.land_requests();
    let look = plain(rows.register)
        .form(Form::GbkCsv)
        .dates(Writing::SlashedDate)
        .heading("number", "申请编号")
        .heading("outcome", "办理结果")
        .body("conghua-land")
        .year(2016);
    files.push(file("2016/依申请公开/区国规局.csv", rows, look));
    let rows = world.waived_fee();
    let look = plain(rows.register).titled(["依申请公开收费登记"]).year(2016);
    files.push(file("2016/依申请公开/收费.xlsx", rows, look));
}

fn procurement(world: &World, files: &mut Vec<LedgerFile>) {
    let mut rows = world.purchases();
    let unsigned = rows.split_off(|rows, row| *rows.value(row, "signed_on") == Value::Absent);
    let month = |rows: &Rows, row: &_| rows.value(row, "signed_on").as_date().map_or(0, |date| date.month());
    let apart = rows.split_off(|rows, row| {
        let body = rows.value(row, "body").to_plain();
        world.bodies.iter().any(|known| known.code == body && known.is("authorized_organization"))
    });
    let first = rows
        .split_off(|rows, row| rows.value(row, "signed_on").year() == Some(2016) && month(rows, row) <= 6);
    let look = plain(first.register)
        .titled(["2016年上半年政府采购项目统计表", "填报单位：从化区财政局", "单位：万元"])
        .heading("budget", "采购预算金额（万元）")
        .heading("price", "合同金额（万元）")
        .writing("budget", Writing::TenThousand)
        .writing("price", Writing::TenThousand)
        .dates(Writing::ChineseDate)
        .merged("body")
        .total("price")
        .signed("制表人：采购监管岗");
    files.push(file("2016/政府采购/上半年.xlsx", first, look));
    let look = plain(rows.register)
        .form(Form::GbkCsv)
        .titled(["2016年下半年政府采购项目统计表（含2017年初签订）"])
        .heading("budget", "预算金额（元）")
        .heading("price", "成交金额（元）")
        .heading("supplier", "成交供应商")
        .writing("budget", Writing::Thousands)
        .writing("price", Writing::Thousands)
        .dates(Writing::DottedDate)
        .total("price");
    files.push(file("2016/政府采购/下半年.csv", rows, look));
    let look = plain(unsigned.register)
        .titled(["截至2016年底未签订合同的采购项目"])
        .writing("budget", Writing::FullWidth);
    files.push(file("2016/政府采购/未签合同.xlsx", unsigned, look));
    let look = plain(apart.register).dates(Writing::SheetDate).total("budget");
    files.push(file("2016/政府采购/授权组织.xlsx", apart, look));
    let rows = world.guides();
    let look = plain(rows.register).dates(Writing::ChineseDate);
    files.push(file("2016/政府采购/操作规程指南.xlsx", rows, look));
}

fn services(world: &World, files: &mut Vec<LedgerFile>) {
    let rows = world.service_items();
    let look = plain(rows.register)
        .titled(["从化区政务服务事项目录", "截至2016年12月31日"])
        .dates(Writing::ChineseDate)
        .writing("kind", Writing::Alias)
        .sheets(Sheets::Body)
        .merged("body")
        .remarks();
    files.push(file("2016/政务服务/事项目录.xlsx", rows, look));
    let (batches, exclusions) = world.batches();
    let kept = [
        ("服务场所.xlsx", world.centres()),
        ("进驻部门.xlsx", world.residents()),
        ("服务窗口.xlsx", world.windows()),
        ("综合受理批次.xlsx", batches),
        ("第三批除外事项.xlsx", exclusions),
        ("权责清单.xlsx", world.power_lists()),
        ("五个一平台模块.xlsx", world.modules()),
        ("依据文件.xlsx", world.references()),
    ];
    for (at, (name, rows)) in kept.into_iter().enumerate() {
        let mut look = plain(rows.register);
        if at % 2 == 0 {
            look = look.titled([rows.register.zh]).dates(Writing::ChineseDate);
        }
        if name == "服务窗口.xlsx" {
            look = look.merged("centre");
        }
        if name == "服务场所.xlsx" {
            look = look.merged("body");
        }
        files.push(file(&format!("2016/政务服务/{name}"), rows, look));
    }
}

fn engagement(world: &World, files: &mut Vec<LedgerFile>) {
    let (topics, responses) = world.topics_and_responses();
    let (press, interviews, explained) = world.press_and_interviews();
    let (consultations, projects) = world.consultations();
    let kept = [
        ("热点舆情.xlsx", topics),
        ("回应事件.xlsx", responses),
        ("新闻发布会.xlsx", press),
        ("在线访谈.xlsx", interviews),
        ("政策解读.xlsx", explained),
        ("民意征集.xlsx", consultations),
        ("民生实事.xlsx", projects),
        ("从府简报.xlsx", world.bulletins()),
    ];
    for (at, (name, rows)) in kept.into_iter().enumerate() {
        let writing = [Writing::ChineseDate, Writing::SlashedDate, Writing::Plain, Writing::AnyDate][at % 4];
        let mut look = plain(rows.register).dates(writing);
        if at % 2 == 1 {
            look = look.titled([rows.register.zh]);
        }
        if name == "从府简报.xlsx" {
            look = look.writing("issue_number", Writing::FullWidth);
        }
        files.push(file(&format!("2016/回应解读/{name}"), rows, look));
    }
    let rows = world.petitions();
    let look =
        plain(rows.register).titled(["百姓热线（信访大厅）受理登记"]).dates(Writing::DottedDate).hiding(29);
    files.push(file("2016/回应解读/百姓热线.xlsx", rows, look));
    let rows = world.page_views();
    let look = plain(rows.register).titled(["栏目浏览量统计"]).dates(Writing::ChineseDate);
    files.push(file("2016/回应解读/浏览量.xlsx", rows, look));
}

fn supervision(world: &World, files: &mut Vec<LedgerFile>) {
    let (groups, members) = world.groups();
    let (assessments, findings) = world.assessments();
    let (staff, funds) = world.means(2016);
    let kept = [
        ("考评组.xlsx", groups),
        ("考评组成员.xlsx", members),
        ("考评.xlsx", assessments),
        ("考评问题.xlsx", findings),
        ("培训会议.xlsx", world.trainings()),
        ("工作人员.xlsx", staff),
        ("专项经费.xlsx", funds),
        ("查阅点.xlsx", world.viewing_points()),
        ("咨询.xlsx", world.inquiries()),
        ("举报投诉.xlsx", world.complaints()),
    ];
    for (at, (name, rows)) in kept.into_iter().enumerate() {
        let mut look = plain(rows.register);
        if at % 3 == 0 {
            look = look.titled([rows.register.zh]).dates(Writing::ChineseDate);
        }
        look = match name {
            "专项经费.xlsx" => look
                .heading("amount", "经费金额（万元）")
                .writing("amount", Writing::TenThousand)
                .total("amount"),
            "培训会议.xlsx" => look.titled(["培训会议登记表"]).total("attendance"),
            _ => look,
        };
        files.push(file(&format!("2016/监督保障/{name}"), rows, look));
    }
    let rows = texts::of_2016();
    let look = plain(rows.register);
    files.push(file("2016/报告文字.xlsx", rows, look));
}

fn later_years(world: &World, files: &mut Vec<LedgerFile>) {
    for year in 2021..=2024_i16 {
        let rows = world.later_items(year);
        let placements = world.later_placements(year, &rows);
        let look = plain(rows.register).dates(Writing::SheetDate).writing("body", Writing::Alias).year(year);
        files.push(file(&format!("2021-2024/信息目录/{year}年.xlsx"), rows, look));
        let look = plain(placements.register).dates(Writing::ChineseDate).titled(["渠道发布登记"]).year(year);
        files.push(file(&format!("2021-2024/渠道发布/{year}年.xlsx"), placements, look));
    }
    let requests = world.later_requests();
    let rows = world.case_rows(&requests.cases);
    let look = plain(rows.register)
        .titled(["依申请公开登记台账（2021—2024年，含上年结转）"])
        .dates(Writing::AnyDate)
        .writing("requester_kind", Writing::Alias)
        .body(OFFICE);
    files.push(file("2021-2024/依申请公开/区政府办公室.xlsx", rows, look));
    let rows = world.case_rows(&world.department_requests());
    let look = plain(rows.register)
        .form(Form::GbkCsv)
        .dates(Writing::CompactDate)
        .heading("received_on", "收件日期");
    files.push(file("2021-2024/依申请公开/区水务局.csv", rows, look));
    let (reconsiderations, lawsuits) = world.remedies(&requests.cases);
    let (staff, funds) = world.means(2021);
    let kept = [
        ("依申请公开/信息处理费.xlsx", requests.fees),
        ("依申请公开/行政复议.xlsx", reconsiderations),
        ("依申请公开/行政诉讼.xlsx", lawsuits),
        ("行政职权/行政强制.xlsx", world.coercive_measures()),
        ("行政职权/规范性文件.xlsx", world.rules()),
        ("监督保障/工作人员.xlsx", staff),
        ("监督保障/专项经费.xlsx", funds),
        ("报告文字.xlsx", texts::of_later_years()),
    ];
    for (name, rows) in kept {
        let look = plain(rows.register).dates(Writing::SlashedDate);
        files.push(file(&format!("2021-2024/{name}"), rows, look));
    }
    let rows = world.licences();
    let look =
        plain(rows.register).form(Form::GbkCsv).dates(Writing::SlashedDate).writing("body", Writing::Alias);
    files.push(file("2021-2024/行政职权/行政许可.csv", rows, look));
    let rows = world.penalties();
    let look = plain(rows.register)
        .titled(["行政处罚决定公示台账"])
        .heading("fine", "罚款金额（万元）")
        .writing("fine", Writing::TenThousand)
        .dates(Writing::ChineseDate)
        .total("fine");
    files.push(file("2021-2024/行政职权/行政处罚.xlsx", rows, look));
    let rows = world.charges();
    let look = plain(rows.register)
        .titled(["行政事业性收费统计", "单位：元"])
        .writing("amount", Writing::Thousands)
        .merged("charge_year")
        .total("amount");
    files.push(file("2021-2024/行政职权/行政事业性收费.xlsx", rows, look));
}
