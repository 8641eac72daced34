//! Files that cannot be imported: what is wrong, where, and what to do is told; nothing is written.

use crate::program::Program;

/// Name of the file, its bytes, further arguments, and words of the message.
type Wrong<'a> = (&'a str, Vec<u8>, &'a [&'a str], &'a [&'a str]);

const HEAD: &str = "采购单位,项目编号,项目名称,采购方式,采购预算金额,合同金额,合同签订日期\n";

fn csv(rows: &str) -> Vec<u8> {
    format!("{HEAD}{rows}\n").into_bytes()
}

fn wrong_files() -> Vec<Wrong<'static>> {
    vec![
        (
            "没有列.csv",
            b"\xe9\x87\x87\xe8\xb4\xad\xe5\x8d\x95\xe4\xbd\x8d,\xe9\xa1\xb9\xe7\x9b\xae\xe7\xbc\x96\xe5\x8f\xb7\noffice,CH-2\n".to_vec(),
            &[],
            &["没有列.csv", "项目名称", "采购方式"],
        ),
        (
            "代码.csv",
            csv("office,CH-2,汽车,抽签,100,90,2016-03-01"),
            &[],
            &["代码.csv", "第 2 行", "D", "采购方式", "抽签", "公开招标"],
        ),
        (
            "日期.csv",
            csv("office,CH-2,汽车,询价,100,90,2016-02-30"),
            &[],
            &["第 2 行", "G", "合同签订日期", "2016-02-30"],
        ),
        (
            "重复.csv",
            csv("office,CH-2,汽车,询价,100,90,2016-03-01\noffice,CH-2,桌椅,询价,100,90,2016-03-01"),
            &[],
            &["第 3 行", "第 2 行", "CH-2", "项目编号"],
        ),
        (
            "负数.csv",
            csv("office,CH-2,汽车,询价,-100,,2016-03-01"),
            &[],
            &["第 2 行", "采购预算金额", "-100"],
        ),
        (
            "一万亿多.csv",
            csv("office,CH-2,汽车,询价,1000000000000.01,,2016-03-01"),
            &[],
            &["第 2 行", "采购预算金额", "1000000000000.01", "过大"],
        ),
        (
            "太大.csv",
            csv("office,CH-2,汽车,询价,99999999999999999999999,,2016-03-01"),
            &[],
            &["第 2 行", "采购预算金额", "99999999999999999999999"],
        ),
        ("缺值.csv", csv("office,CH-2,,询价,100,90,2016-03-01"), &[], &["第 2 行", "项目名称"]),
        ("机构.csv", csv("某某局,CH-2,汽车,询价,100,90,2016-03-01"), &[], &["第 2 行", "采购单位", "某某局"]),
        (
            "年度.csv",
            csv("office,CH-2,汽车,询价,100,90,2017-03-01"),
            &["--year", "2016"],
            &["第 2 行", "2016", "2017-03-01"],
        ),
        ("空.csv", Vec::new(), &[], &["空.csv"]),
        ("空白.csv", b"\n\n,,,\n".to_vec(), &[], &["空白.csv"]),
        ("乱.xlsx", vec![0x50, 0x4b, 3, 4, 9, 9, 9, 9, 1, 2, 3], &[], &["乱.xlsx"]),
        ("乱.csv", (0..=255_u8).cycle().take(4_000).collect(), &[], &["乱.csv"]),
        ("图.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), &[], &["图.csv"]),
        ("文件.docx", b"PK\x03\x04".to_vec(), &[], &["文件.docx"]),
        (
            "编码.csv",
            [HEAD.as_bytes(), b"office,CH-2,\xff\xfe\xfd\x80\x80,\x80\x81\xff,100,90,2016-03-01\n"].concat(),
            &[],
            &["编码.csv"],
        ),
    ]
}

#[test]
fn every_wrong_file_is_refused_with_what_to_do_and_nothing_is_written() {
    let program = Program::with_office();
    let good = program.file("好.csv", csv("office,CH-1,设备,询价,100,90,2016-03-01"));
    program.run(&["import", "procurement-projects", &good]).done();
    let before = (program.verified(), program.exported("procurement-projects"));
    for (name, bytes, more, words) in wrong_files() {
        let file = program.file(name, bytes);
        let mut arguments = vec!["import", "procurement-projects", &file];
        arguments.extend(more);
        let ran = program.run(&arguments);
        assert_eq!(ran.code, 1, "{name}: {}", ran.said());
        ran.says(words);
    }
    assert_eq!((program.verified(), program.exported("procurement-projects")), before);
}

#[test]
fn what_contradicts_itself_or_names_nothing_is_refused() {
    let program = Program::with_office();
    for (register, ledger, words) in [
        (
            "requests",
            "受理机关,登记编号,收到日期,申请方式,申请人类型,答复日期,答复结果\noffice,1,2016-03-10,信函,公民,2016-03-01,同意公开\n",
            &["第 2 行", "2016-03-01", "收到日期", "答复日期"][..],
        ),
        (
            "requests",
            "受理机关,登记编号,收到日期,申请方式,申请人类型,答复日期\noffice,1,2016-03-10,信函,公民,2016-03-11\n",
            &["第 2 行", "答复结果"],
        ),
        (
            "placements",
            "发布机构,公开渠道,索引号,发布日期\noffice,政府网站,没有-1,2016-03-01\n",
            &["第 2 行", "没有-1", "政府信息目录", "请先导入"],
        ),
        (
            "request-fees",
            "收费机关,登记编号,收费项目,金额,收费日期\noffice,2016-9,检索费,5,2016-03-01\n",
            &["第 2 行", "2016-9", "依申请公开台账"],
        ),
        (
            "bodies",
            "机构代码,机构名称,层级,机构类别,上级机构\nnew,某局,区（县）级,工作部门,nobody\n",
            &["第 2 行", "上级机构", "nobody"],
        ),
    ] {
        let file = program.file("a.csv", ledger);
        let ran = program.run(&["import", register, &file]).problems();
        ran.says(words);
    }
    assert_eq!(program.verified(), [2, 1, 1]);
}

#[test]
fn bad_use_is_told_apart_from_bad_files() {
    let program = Program::with_office();
    let file = program.file("a.csv", csv("office,CH-1,设备,询价,100,90,2016-03-01"));
    program.run(&["import", "no-such-register", &file]).bad_use().says(&["no-such-register"]);
    program.run(&["import", "procurement-projects", &file, "--body", "nobody"]).bad_use().says(&["nobody"]);
    program
        .run(&["import", "procurement-projects", "没有这个文件.csv"])
        .problems()
        .says(&["没有这个文件.csv"]);
    program.run(&["import", "procurement-projects"]).bad_use();
    assert_eq!(program.verified(), [2, 1, 1]);
}
