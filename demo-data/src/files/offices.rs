//! The ledgers single offices kept in 2016: procurement, services, engagement, supervision.

use super::{file, plain};
use crate::ledger::{LedgerFile, Rows};
use crate::look::{Form, Sheets, Writing};
use crate::texts;
use crate::world::World;
use gongkai_domain::registers::Value;
use jiff::civil::Date;

pub(super) fn procurement(world: &World, files: &mut Vec<LedgerFile>) {
    let mut rows = world.purchases();
    let unsigned = rows.split_off(|rows, row| *rows.value(row, "signed_on") == Value::Absent);
    let month = |rows: &Rows, row: &_| rows.value(row, "signed_on").as_date().map_or(0, Date::month);
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

pub(super) fn services(world: &World, files: &mut Vec<LedgerFile>) {
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

pub(super) fn engagement(world: &World, files: &mut Vec<LedgerFile>) {
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

pub(super) fn supervision(world: &World, files: &mut Vec<LedgerFile>) {
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
