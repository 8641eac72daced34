//! Which ledgers there are, in the order they are imported, and how each was kept.

mod earlier_years;
mod later_years;
mod offices;

use crate::channels::Messages;
use crate::ledger::{LedgerFile, Rows};
use crate::look::{Form, Look, Sheets, Writing};
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::registers::{Register, Value};

/// The ledgers of the demo: bodies first, because all others name them.
pub fn all(world: &World) -> Vec<LedgerFile> {
    let mut files = Vec::new();
    directory(world, &mut files);
    items(world, &mut files);
    channels(world, &mut files);
    requests(world, &mut files);
    offices::procurement(world, &mut files);
    offices::services(world, &mut files);
    offices::engagement(world, &mut files);
    offices::supervision(world, &mut files);
    earlier_years::add(world, &mut files);
    later_years::add(world, &mut files);
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

/// Whether a body's items go into a group's workbook.
type Belongs = fn(&BodyWords) -> bool;

fn items(world: &World, files: &mut Vec<LedgerFile>) {
    let rows = world.office_items();
    let look = plain(rows.register)
        .titled(["从化区人民政府办公室2016年政府信息公开目录", "填报单位：区政府办公室"])
        .dates(Writing::ChineseDate)
        .body(OFFICE)
        .year(2016)
        .signed("填报人：政务公开专责岗");
    files.push(file("2016/信息目录/区政府办公室.xlsx", rows, look));
    let groups: [(&str, &str, Belongs); 3] = [
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
