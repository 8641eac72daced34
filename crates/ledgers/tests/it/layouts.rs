//! The layouts of ledgers: titles, counting columns, merged cells, totals, several sheets, hidden rows.

use super::{BODIES, context, faults, notes, plain, reading, register, sheets};
use gongkai_domain::registers::Severity;
use gongkai_ledgers::{Context, Reading, interpret};
use rust_xlsxwriter::{Format, Workbook};

fn workbook(make: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    make(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn read_xlsx(code: &str, bytes: Vec<u8>, context: &Context<'_>) -> Reading {
    interpret(register(code), &sheets(bytes, "台账.xlsx"), context)
}

#[test]
fn titles_above_and_columns_in_any_order() {
    let text = "从化区2016年信访台账,,,,\n填报单位：区政府,,,,\n\n收到日期,序号,信访编号,办理单位,来信方式\n\
                2016年3月1日,1,X-1,区政府,网上信访\n";
    let reading = reading("petitions", text, &context());
    assert_eq!(faults(&reading), Vec::<String>::new());
    assert_eq!(plain(&reading, 0, "received_on"), "2016-03-01");
    assert_eq!(plain(&reading, 0, "body"), "conghua-gov");
    assert_eq!(reading.rows[0].0.row, 5);
    assert_eq!(reading.rows[0].1.key, "conghua-gov/X-1");
}

#[test]
fn headings_may_be_codes() {
    let text = "number,body,channel,received_on\nX-1,conghua-gov,网上信访,20160301\n";
    assert_eq!(reading("petitions", text, &context()).accepted, 1);
}

#[test]
fn unknown_and_unheaded_columns_are_noted() {
    let text = "信访编号,受理机构,信访方式,收到日期,满意度,\nX-1,区政府,网上信访,2016-3-1,高,多的\n";
    let reading = reading("petitions", text, &context());
    assert_eq!(reading.accepted, 1);
    let notes = notes(&reading);
    assert!(notes.contains("E“满意度”：台账没有这一列") && notes.contains("列 F：没有表头的列"), "{notes}");
}

const PURCHASES: &str = "项目编号,采购单位,项目名称,采购方式,预算金额（万元）,成交金额（元）\n";

#[test]
fn totals_are_compared_and_never_imported() {
    let text = format!(
        "{PURCHASES}A-1,区政府,甲,询价,10,\"99,000.00\"\nA-2,区政府,乙,询价,5.5,50000\n小计,,,,15.5,149000\n\
         A-3,区政府,丙,询价,1,1\n小计,,,,2,1\n合　计,,,,16.5,149001\n"
    );
    let reading = reading("procurement-projects", &text, &context());
    assert_eq!(reading.accepted, 3);
    assert_eq!(plain(&reading, 0, "budget"), "10000000");
    assert_eq!(plain(&reading, 0, "price"), "9900000");
    let found = faults(&reading);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(reading.faults[0].severity, Severity::Warning);
    assert!(
        found[0].contains("第 6 行，列 E“预算金额（万元）”，值“20,000.00 元（2 万元）”：合计与逐行相加不符：逐行相加是 10,000.00 元（1 万元）"),
        "{found:?}"
    );
    assert_eq!(reading.totals[0].says().zh, "“采购预算金额”3 行，合计 165,000.00 元（16.5 万元）");
    assert!(notes(&reading).contains("第 7 行：合计行"));
}

#[test]
fn a_total_above_its_rows_is_compared_too() {
    let text = format!("{PURCHASES}合计,,,,16,\nA-1,区政府,甲,询价,10,\nA-2,区政府,乙,询价,5.5,\n");
    let reading = reading("procurement-projects", &text, &context());
    assert_eq!(reading.accepted, 2);
    assert!(faults(&reading)[0].contains("第 2 行"));
}

#[test]
fn the_unit_above_a_table_holds_where_headings_give_none() {
    let text = "采购台账,,,,,\n,,,,,单位：万元\n项目编号,采购单位,项目名称,采购方式,预算金额,成交金额（元）\n\
                A-1,区政府,甲,询价,1.5,15000\n";
    let reading = reading("procurement-projects", text, &context());
    assert_eq!(plain(&reading, 0, "budget"), "1500000");
    assert_eq!(plain(&reading, 0, "price"), "1500000");
}

#[test]
fn what_stands_around_the_rows_is_noted() {
    let text = format!(
        "{PURCHASES}一、区属单位,,,,,\nA-1,区政府,甲,询价,10,\n,,,,,\n{PURCHASES}A-2,区政府,乙,询价,5,\n制表人：张三,,,审核：李四,,\n"
    );
    let reading = reading("procurement-projects", &text, &context());
    assert_eq!((reading.accepted, faults(&reading).len()), (2, 0));
    let notes = notes(&reading);
    assert!(
        notes.contains("第 2 行：分段标题")
            && notes.contains("第 5 行：重复的表头")
            && notes.contains("第 7 行：表下说明"),
        "{notes}"
    );
}

#[test]
fn lines_below_the_table_are_noted_also_in_the_counting_column() {
    let text =
        "序号,信访编号,受理机构,信访方式,收到日期\n1,X-1,区政府,网上信访,2016-3-1\n2,,,,\n填报人：张三,,,,\n";
    let reading = reading("petitions", text, &context());
    assert_eq!((reading.accepted, faults(&reading).len()), (1, 0));
    assert!(notes(&reading).contains("第 4 行：表下说明") && reading.notes.len() == 1);
    let unclear = text.replace("填报人：张三", "张三填");
    assert_eq!(super::reading("petitions", &unclear, &context()).rejected.len(), 1);
}

#[test]
fn merged_cells_hidden_rows_and_several_sheets() {
    let bytes = workbook(|workbook| {
        let plain = Format::new();
        for (name, rows) in [("一季度", 3u32), ("二季度", 1)] {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            sheet.merge_range(0, 0, 0, 4, "信访台账", &plain).unwrap();
            for (at, heading) in
                ["序号", "受理\n机构", "*信访编号（必填）", "信访方式", "收到日期"].iter().enumerate()
            {
                sheet.write_string(1, at as u16, *heading).unwrap();
            }
            for row in 0..rows {
                sheet.write_number(2 + row, 0, row + 1).unwrap();
                sheet.write_string(2 + row, 2, format!("{name}-{row}")).unwrap();
                sheet.write_string(2 + row, 3, "网上信访").unwrap();
                let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2016, 3, 1).unwrap();
                let format = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
                sheet.write_datetime_with_format(2 + row, 4, date, &format).unwrap();
            }
            if rows > 1 {
                sheet.merge_range(2, 1, 1 + rows, 1, "区政府", &plain).unwrap();
                sheet.set_row_hidden(3).unwrap();
            } else {
                sheet.write_string(2, 1, "区政府").unwrap();
            }
        }
        let about = workbook.add_worksheet();
        about.set_name("说明").unwrap();
        about.write_string(0, 0, "本表由区政府填报").unwrap();
        let old = workbook.add_worksheet();
        old.set_name("旧表").unwrap().set_hidden(true);
        old.write_string(0, 0, "信访编号").unwrap();
    });
    let reading = read_xlsx("petitions", bytes, &context());
    assert_eq!(faults(&reading), Vec::<String>::new());
    assert_eq!(reading.accepted, 4);
    assert_eq!(plain(&reading, 2, "body"), "conghua-gov");
    assert_eq!(plain(&reading, 3, "received_on"), "2016-03-01");
    let notes = notes(&reading);
    assert!(notes.contains("工作表“一季度”：1 个隐藏的行也已读入"), "{notes}");
    assert!(notes.contains("工作表“说明”：没有可认的表头"), "{notes}");
    assert!(notes.contains("工作表“旧表”：隐藏的工作表没有导入"), "{notes}");
}

#[test]
fn a_header_of_two_rows_is_read_by_its_lower_one() {
    let kind = &super::CODES.list("requester-kinds").unwrap().codes[0];
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        let plain = Format::new();
        for (at, heading) in ["序号", "登记编号", "受理机关"].iter().enumerate() {
            sheet.merge_range(0, at as u16, 1, at as u16, heading, &plain).unwrap();
        }
        sheet.merge_range(0, 3, 0, 4, "申请人", &plain).unwrap();
        sheet.merge_range(0, 5, 0, 6, "申请", &plain).unwrap();
        for (at, heading) in ["姓名", "申请人类型", "收到日期", "申请方式"].iter().enumerate()
        {
            sheet.write_string(1, 3 + at as u16, *heading).unwrap();
        }
        for (at, text) in
            ["1", "S-1", "区政府", "张三", kind.zh.as_str(), "2016.3.1", "网上"].iter().enumerate()
        {
            sheet.write_string(2, at as u16, *text).unwrap();
        }
    });
    let reading = read_xlsx("requests", bytes, &context());
    assert_eq!(faults(&reading), Vec::<String>::new());
    assert_eq!(plain(&reading, 0, "requester_name"), "张三");
    assert_eq!(reading.rows[0].1.key, "conghua-gov/S-1");
}

#[test]
fn a_workbook_whose_sheets_are_all_hidden_is_refused() {
    let mut all = sheets(
        workbook(|workbook| {
            workbook.add_worksheet().write_string(0, 0, "信访编号").unwrap();
        }),
        "台账.xlsx",
    );
    all[0].hidden = true;
    assert!(faults(&interpret(register("petitions"), &all, &context()))[0].contains("没有可见的工作表"));
}

#[test]
fn a_merged_amount_is_a_warning() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        for (at, heading) in ["机构", "年度", "经费金额（万元）"].iter().enumerate() {
            sheet.write_string(0, at as u16, *heading).unwrap();
        }
        for row in 1..3 {
            sheet.write_string(row, 0, "区政府").unwrap();
            sheet.write_number(row, 1, 2014 + row).unwrap();
        }
        sheet.merge_range(1, 2, 2, 2, "3.5", &Format::new()).unwrap();
    });
    let reading = read_xlsx("disclosure-funds", bytes, &context());
    assert_eq!(reading.accepted, 2);
    assert!(faults(&reading)[0].contains("合并单元格里的数字在每一行都计算一次"));
}

#[test]
fn old_workbooks_of_both_date_systems() {
    for (name, bytes) in [
        ("1900", include_bytes!("../fixtures/petitions-1900.xls").as_slice()),
        ("1904", include_bytes!("../fixtures/petitions-1904.xls").as_slice()),
    ] {
        let reading = interpret(register("petitions"), &sheets(bytes, "信访.xls"), &context());
        assert_eq!(faults(&reading), Vec::<String>::new(), "{name}");
        assert_eq!(reading.accepted, 2, "{name}");
        assert_eq!(plain(&reading, 0, "received_on"), "2016-03-01", "{name}");
        assert_eq!(plain(&reading, 0, "accepted_on"), "2016-03-02", "{name}");
        assert_eq!(plain(&reading, 1, "received_on"), "2016-12-31", "{name}");
        assert_eq!(plain(&reading, 1, "accepted_on"), "2016-12-31", "{name}: a bare serial number");
        assert_eq!(plain(&reading, 1, "body"), "conghua-gov", "{name}: merged");
        assert_eq!(plain(&reading, 0, "number"), "20160001", "{name}");
        let notes = notes(&reading);
        assert!(
            notes.contains("1 个隐藏的行也已读入") && notes.contains("工作表“旧”：隐藏的工作表"),
            "{notes}"
        );
    }
}

#[test]
fn a_missing_body_column_is_filled_and_blanks_are_not() {
    let context = Context { default_body: Some("conghua-edu"), ..context() };
    let without = "信访编号,信访方式,收到日期\nX-1,网上信访,2016-3-1\n";
    assert_eq!(plain(&reading("petitions", without, &context), 0, "body"), "conghua-edu");
    let blank = "信访编号,受理机构,信访方式,收到日期\nX-1,,网上信访,2016-3-1\n";
    assert!(faults(&reading("petitions", blank, &context))[0].contains("B“受理机构”：必填，但没有填"));
}

#[test]
fn rows_of_other_years_are_errors() {
    let text = "信访编号,受理机构,信访方式,收到日期,受理日期\nX-1,区政府,网上信访,2015-12-30,2015-12-31\n\
                X-2,区政府,网上信访,2015-12-30,2016-1-4\nX-3,区政府,网上信访,2016-3-1,\n";
    let reading = reading("petitions", text, &Context { year: Some(2016), ..context() });
    assert_eq!(reading.accepted, 2);
    assert!(faults(&reading)[0].contains("第 2 行，列 E“受理日期”，值“2015-12-31”：不是 2016 年的"));
}

#[test]
fn bodies_may_name_their_parent_in_the_same_file() {
    let text = "机构代码,机构名称,层级,机构类别,上级机构\nnew-edu,新区教育局,县级,政府部门,新区政府\n\
                new-gov,新区政府,县级,人民政府,\n";
    let level = super::CODES.list("body-levels").unwrap().codes[0].zh.clone();
    let reading = reading("bodies", &text.replace("县级", &level), &context());
    assert_eq!(faults(&reading), Vec::<String>::new());
    assert_eq!(plain(&reading, 0, "parent"), "new-gov");
    assert!(BODIES.name("new-gov").is_none());
}

#[test]
fn importing_a_file_without_numbers_twice_gives_the_same_keys() {
    let text = "发布机构,公开渠道,标题,发布日期\n区政府,微信,通知,2016-3-1\n区政府,微信,通知,2016-3-1\n";
    let channel = super::CODES.list("channels").unwrap().codes[0].zh.clone();
    let text = text.replace("微信", &channel);
    let keys = |reading: Reading| reading.rows.into_iter().map(|(_, row)| row.key).collect::<Vec<_>>();
    assert!(notes(&reading("placements", &text, &context())).contains("1 行与前面的行完全相同"));
    let first = keys(reading("placements", &text, &context()));
    assert_eq!(first, keys(reading("placements", &text, &context())));
    assert!(first[0].ends_with("-1") && first[1].ends_with("-2"), "{first:?}");
}
