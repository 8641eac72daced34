//! The ledgers of 2021 to 2024.

use super::{file, plain};
use crate::later_years::powers::LATER;
use crate::ledger::LedgerFile;
use crate::look::{Form, Writing};
use crate::texts;
use crate::world::{OFFICE, World};

pub(super) fn add(world: &World, files: &mut Vec<LedgerFile>) {
    for year in 2021..=2024_i16 {
        let rows = world.later_items(year);
        let placements = world.later_placements(year, &rows);
        let look = plain(rows.register).dates(Writing::SheetDate).writing("body", Writing::Alias).year(year);
        files.push(file(&format!("2021-2024/信息目录/{year}年.xlsx"), rows, look));
        let look = plain(placements.register).dates(Writing::ChineseDate).titled(["渠道发布登记"]).year(year);
        files.push(file(&format!("2021-2024/渠道发布/{year}年.xlsx"), placements, look));
    }
    let requests = world.later_requests();
    let rows = world.case_rows(&requests.cases, "2021-2024");
    let look = plain(rows.register)
        .titled(["依申请公开登记台账（2021—2024年，含上年结转）"])
        .dates(Writing::AnyDate)
        .writing("requester_kind", Writing::Alias)
        .body(OFFICE);
    files.push(file("2021-2024/依申请公开/区政府办公室.xlsx", rows, look));
    let rows = world.case_rows(&world.department_requests(), "2021-2024");
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
        ("行政职权/行政强制.xlsx", world.coercive_measures(&LATER)),
        ("行政职权/规范性文件.xlsx", world.rules()),
        ("监督保障/工作人员.xlsx", staff),
        ("监督保障/专项经费.xlsx", funds),
        ("报告文字.xlsx", texts::of_later_years()),
    ];
    for (name, rows) in kept {
        let look = plain(rows.register).dates(Writing::SlashedDate);
        files.push(file(&format!("2021-2024/{name}"), rows, look));
    }
    let rows = world.licences(&LATER);
    let look =
        plain(rows.register).form(Form::GbkCsv).dates(Writing::SlashedDate).writing("body", Writing::Alias);
    files.push(file("2021-2024/行政职权/行政许可.csv", rows, look));
    let rows = world.penalties(&LATER);
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
