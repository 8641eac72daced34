//! The ledgers of 2014, 2015 and 2017 to 2020.

use super::{file, plain};
use crate::later_years::powers::TRIAL;
use crate::ledger::{LedgerFile, Rows};
use crate::look::{Form, Look, Writing};
use crate::texts;
use crate::world::{OFFICE, World};

pub(super) fn add(world: &World, files: &mut Vec<LedgerFile>) {
    let mut keep = |name: &str, rows: Rows, look: Look| {
        files.push(file(&format!("2014-2020/{name}"), rows, look));
    };
    let items = world.earlier_items();
    let placements = world.earlier_placements(&items);
    keep("信息目录.xlsx", items.clone(), plain(items.register).dates(Writing::ChineseDate).body(OFFICE));
    let look = plain(placements.register).dates(Writing::SlashedDate).titled(["渠道发布登记"]).body(OFFICE);
    keep("渠道发布.xlsx", placements, look);
    let cases = world.earlier_requests();
    let rows = world.case_rows(&cases, "2014-2020");
    let look = plain(rows.register)
        .titled(["依申请公开登记台账（2014—2020年，不含2016年）"])
        .dates(Writing::AnyDate)
        .writing("channel", Writing::Alias)
        .body(OFFICE);
    keep("依申请公开/区政府办公室.xlsx", rows, look);
    let (reconsiderations, lawsuits) = world.earlier_remedies(&cases);
    let (topics, responses) = world.earlier_topics();
    let (press, interviews, explained) = world.earlier_press();
    let (staff, funds) = world.earlier_means();
    let kept = [
        ("依申请公开/收费.xlsx", world.earlier_fees(&cases)),
        ("依申请公开/行政复议.xlsx", reconsiderations),
        ("依申请公开/行政诉讼.xlsx", lawsuits),
        ("依申请公开/举报投诉.xlsx", world.earlier_complaints()),
        ("回应解读/热点舆情.xlsx", topics),
        ("回应解读/回应事件.xlsx", responses),
        ("回应解读/新闻发布会.xlsx", press),
        ("回应解读/在线访谈.xlsx", interviews),
        ("回应解读/政策解读.xlsx", explained),
        ("监督保障/培训会议.xlsx", world.earlier_trainings()),
        ("监督保障/工作人员.xlsx", staff),
        ("监督保障/专项经费.xlsx", funds),
        ("行政职权/权责事项.xlsx", world.power_items()),
        ("行政职权/行政许可.xlsx", world.licences(&TRIAL)),
        ("行政职权/行政处罚.xlsx", world.penalties(&TRIAL)),
        ("行政职权/行政强制.xlsx", world.coercive_measures(&TRIAL)),
        ("行政职权/其他对外管理服务.xlsx", world.service_decisions()),
        ("行政职权/行政事业性收费.xlsx", world.earlier_charges()),
        ("行政职权/规范性文件.xlsx", world.rules_of_2014()),
        ("报告文字.xlsx", texts::of_earlier_years()),
    ];
    for (at, (name, rows)) in kept.into_iter().enumerate() {
        let writing = [Writing::ChineseDate, Writing::SlashedDate, Writing::DottedDate][at % 3];
        let look = plain(rows.register).dates(writing);
        keep(name, rows, look);
    }
    let rows = world.earlier_purchases();
    let look = plain(rows.register)
        .form(Form::Utf8Csv)
        .titled(["2019—2020年政府采购项目统计表"])
        .writing("budget", Writing::Thousands)
        .writing("price", Writing::Thousands)
        .dates(Writing::DottedDate)
        .total("price");
    keep("政府采购.csv", rows, look);
}
