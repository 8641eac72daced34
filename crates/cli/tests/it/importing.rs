//! Importing untidy ledgers, keeping the good rows, replacing, comparing only, and the way out and back.

use crate::program::Program;
use rust_xlsxwriter::Workbook;
use std::fs;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// The cells of a workbook with one sheet.
fn xlsx(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            if !text.is_empty() {
                sheet.write_string(row as u32, column as u16, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn untidy_ledgers_come_in_with_their_totals_checked() {
    let program = Program::with_office();
    let book = xlsx(
        "采购",
        &[
            &["2016年政府采购项目台账"],
            &["", "", "", "", "", "单位：万元"],
            &[
                "序号",
                "采购单位",
                "项目编号",
                "项目名称",
                "采购方式",
                "采购预算金额",
                "合同金额",
                "合同签订日期",
            ],
            &["1", "office", "CH-1", "设备采购", "询价", "12.5", "１２．３", "2016年3月1日"],
            &["2", "office", "CH-2", "汽车采购", "公开招标", "1,000", "999.99", "2016/4/5"],
            &["", "合计", "", "", "", "1012.5", "1012.29", ""],
            &["制表人：某甲", "", "", "", "", "", "", ""],
        ],
    );
    program
        .run(&["import", "procurement-projects", &program.file("上半年.xlsx", book)])
        .done()
        .says(&["＋2"]);
    let csv = gbk(
        "采购单位,项目编号,项目名称,采购方式,采购预算金额（元）,合同金额（元）,合同签订日期\r\n某区人民政府办公室,CH-3,桌椅采购,网上询价,\"12,000.50\",11000,20160606\r\n",
    );
    program.run(&["import", "procurement-projects", &program.file("下半年.csv", csv)]).done().says(&["＋1"]);
    let exported = program.exported("procurement-projects");
    for line in [
        "CH-1,设备采购,询价",
        "125000.00,123000.00",
        "10000000.00,9999900.00",
        "12000.50,11000.00",
        "2016-06-06",
    ] {
        assert!(exported.contains(line), "{line} in {exported}");
    }
    assert_eq!(exported.lines().count(), 4, "{exported}");
    program.verified();
}

#[test]
fn a_total_that_does_not_add_up_is_told() {
    let program = Program::with_office();
    let csv = "采购单位,项目编号,项目名称,采购方式,采购预算金额,合同金额\noffice,CH-1,设备,询价,100,90\n合计,,,,200,90\n";
    let ran = program.run(&["import", "procurement-projects", &program.file("a.csv", csv), "--dry-run"]);
    ran.says(&["200", "100"]);
}

const GOOD_AND_BAD: &str = "采购单位,项目编号,项目名称,采购方式,采购预算金额,合同签订日期
office,CH-1,设备,询价,100,2016-03-01
office,CH-2,汽车,抽签,100,2016-03-01
office,CH-3,桌椅,询价,100,2016-13-01
office,CH-4,电脑,询价,100,2016-03-04
";

#[test]
fn good_rows_are_kept_and_the_others_written_with_their_reasons() {
    let program = Program::with_office();
    let file = program.file("a.csv", GOOD_AND_BAD);
    program.run(&["import", "procurement-projects", &file]).problems().says(&[
        "抽签",
        "2016-13-01",
        "--rejects",
    ]);
    assert_eq!(program.exported("procurement-projects").lines().count(), 1);

    let rejects = program.path("退回.csv");
    let rejects_name = rejects.to_str().unwrap();
    program
        .run(&["import", "procurement-projects", &file, "--rejects", rejects_name])
        .problems()
        .says(&["＋2"]);
    let exported = program.exported("procurement-projects");
    assert!(exported.contains("CH-1") && exported.contains("CH-4"), "{exported}");
    assert!(!exported.contains("CH-2") && !exported.contains("CH-3"), "{exported}");
    let rejected = fs::read_to_string(&rejects).unwrap();
    for words in ["CH-2", "抽签", "CH-3", "2016-13-01", "采购方式"] {
        assert!(rejected.contains(words), "{words} in {rejected}");
    }
    assert!(!rejected.contains("CH-1"), "{rejected}");
    program.verified();

    // Corrected in place and imported again, they come in.
    let corrected = rejected.replace("抽签", "询价").replace("2016-13-01", "2016-12-01");
    let corrected = program.file("改正.csv", corrected);
    program.run(&["import", "procurement-projects", &corrected]).done().says(&["＋2"]);
    assert_eq!(program.exported("procurement-projects").lines().count(), 5);
}

#[test]
fn comparing_only_writes_nothing() {
    let program = Program::with_office();
    let before = program.verified();
    let good = GOOD_AND_BAD.replace("抽签", "询价").replace("2016-13-01", "2016-12-01");
    let file = program.file("a.csv", good);
    program.run(&["import", "procurement-projects", &file, "--dry-run"]).done().says(&["＋4", "没有写入"]);
    let told = program.run(&["import", "procurement-projects", &file, "--dry-run", "--json"]).done().json();
    assert_eq!((&told["added"], &told["applied"]), (&4.into(), &false.into()), "{told:#}");
    assert_eq!(program.verified(), before);
    assert_eq!(program.exported("procurement-projects").lines().count(), 1);
    let told = program.run(&["import", "procurement-projects", &file, "--json"]).done().json();
    assert_eq!((&told["added"], &told["applied"]), (&4.into(), &true.into()), "{told:#}");
}

#[test]
fn replacing_takes_away_the_rest_of_the_year() {
    let program = Program::with_office();
    let ledger =
        "制作机构,指南名称,制作日期\noffice,甲,2016-03-01\noffice,乙,2016-04-01\noffice,丙,2015-04-01\n";
    program.run(&["import", "procurement-guides", &program.file("a.csv", ledger)]).done();
    let kept = program.file("b.csv", "制作机构,指南名称,制作日期\noffice,乙,2016-04-01\n");
    program.run(&["import", "procurement-guides", &kept, "--replace"]).bad_use();
    program
        .run(&["import", "procurement-guides", &kept, "--replace", "--year", "2016", "--body", "office"])
        .done()
        .says(&["－1", "office/甲"]);
    let exported = program.exported("procurement-guides");
    assert!(!exported.contains('甲') && exported.contains('乙') && exported.contains('丙'), "{exported}");
    program.verified();
}

#[test]
fn what_is_exported_goes_into_a_new_installation_and_reports_the_same() {
    let old = Program::with_office();
    for (register, ledger) in [
        (
            "items",
            "发布机构,索引号,名称,信息类别,公开属性,发布日期,正文\noffice,A-1,通知,动态类信息,主动公开,2016-03-01,\"第一段\n“第二段”,有逗号\"\noffice,A-2,=SUM(A1),其他信息,主动公开,2016-03-02,'引号\n",
        ),
        (
            "requests",
            "受理机关,登记编号,收到日期,申请方式,申请人类型,申请人,答复日期,答复结果\noffice,007,2016-03-01,信函,公民,欧阳慕白,2016-03-10,非本机关政府信息\n",
        ),
        (
            "procurement-projects",
            "采购单位,项目编号,项目名称,采购方式,采购预算金额,合同金额,合同签订日期\noffice,CH-1,设备,询价,100.10,90.05,2016-03-01\n",
        ),
        (
            "placements",
            "发布机构,公开渠道,索引号,标题,发布日期\noffice,政府网站,A-1,,2016-03-01\noffice,政务微博,,转发,2016-03-01\noffice,政务微博,,转发,2016-03-01\n",
        ),
        (
            "report-texts",
            "填报机构,年度,报告格式,位置,文字\noffice,2016,gz-2016,overview,\"（一）甲。\n（二）乙。\"\n",
        ),
    ] {
        old.run(&["import", register, &old.file("a.csv", ledger)]).done();
    }
    for ending in ["csv", "xlsx", "json"] {
        let new = Program::new();
        for register in ["bodies", "items", "requests", "procurement-projects", "placements", "report-texts"]
        {
            let file = old.path(&format!("{register}.{ending}"));
            let name = file.to_str().unwrap();
            old.run(&["export", register, "--with-personal", "--output", name]).done();
            new.run(&["import", register, name]).done();
            assert_eq!(new.exported(register), old.exported(register), "{register} as {ending}");
        }
        assert!(new.report("2016", "gz-2016") == old.report("2016", "gz-2016"), "as {ending}");
        new.verified();
    }
}

#[test]
fn a_new_office_begins_with_one_command() {
    let program = Program::new();
    program.run(&["verify"]).bad_use().says(&["gongkai init"]);
    assert!(!program.data().exists());
    program
        .run(&["init", "--body", "某县人民政府办公室", "--code", "Mou Xian"])
        .bad_use()
        .says(&["Mou Xian"]);
    assert!(!program.data().exists());
    program.run(&["init", "--body", "某县人民政府办公室", "--code", "mouxian-office"]).done();
    assert_eq!(program.verified(), [2, 1, 1], "the body, and its administrator");
    assert!(program.in_order().to_string().contains("安装密钥"));
    program.run(&["doctor", "--key-copied"]).says(&["已于"]);
    program.run(&["report", "2016"]).done().says(&["某县人民政府办公室"]);
    program.run(&["migrate"]).done();
    assert_eq!(program.verified(), [2, 1, 1], "the body, and its administrator");
}

#[test]
fn a_second_office_is_not_put_into_the_data_of_the_first() {
    let program = Program::with_office();
    program
        .run(&["init", "--body", "另一办公室", "--code", "other"])
        .bad_use()
        .says(&["office", "import bodies"]);
    program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
    assert_eq!(program.verified(), [3, 1, 1], "and another link for the administrator");
}

#[test]
fn what_is_rejected_is_not_taken_for_what_is_missing() {
    let program = Program::with_office();
    let ledger = program.file("a.csv", "制作机构,指南名称,制作日期\noffice,甲,2016-03-01\n");
    program.run(&["import", "procurement-guides", &ledger]).done();
    let wrong =
        program.file("b.csv", "制作机构,指南名称,制作日期\noffice,甲,2016-13-01\noffice,乙,2016-03-01\n");
    let rejects = program.path("r.csv");
    program
        .run(&[
            "import",
            "procurement-guides",
            &wrong,
            "--replace",
            "--year",
            "2016",
            "--body",
            "office",
            "--rejects",
            rejects.to_str().unwrap(),
        ])
        .bad_use();
    assert!(program.exported("procurement-guides").contains("甲"));
}
