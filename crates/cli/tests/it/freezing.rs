//! A year is frozen, changes, goes through a backup, and still proves itself.

use crate::program::Program;

/// An office with three items of 2016, frozen.
fn frozen(program: &Program) {
    program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
    let items = "发布机构,索引号,标题,信息类别,公开属性,发布日期\n\
                 office,A-1,通知,动态,主动公开,2016-03-01\n\
                 office,A-2,机构,组织机构,主动公开,2016-03-02\n";
    program.run(&["import", "items", &program.file("目录.csv", items)]).done();
    program.run(&["report", "freeze", "2016", "--head", "王喆"]).done().says(&["定稿版本 1"]);
}

fn one_more(program: &Program) {
    let item = "发布机构,索引号,标题,信息类别,公开属性,发布日期\noffice,A-3,补登,动态,主动公开,2016-12-30\n";
    program.run(&["import", "items", &program.file("补登.csv", item)]).done();
}

#[test]
fn a_frozen_year_survives_changed_rows_and_a_restore_on_the_other_database() {
    for program in Program::on_each_engine() {
        frozen(&program);
        let digest =
            program.run(&["report", "verify", "2016", "--json"]).done().json()["frozen"]["digest"].clone();
        one_more(&program);
        let drift = program.run(&["report", "verify", "2016", "--json"]).problems().json();
        assert_eq!((&drift["holds"], &drift["frozen"]["digest"]), (&true.into(), &digest));
        let cell = drift["cells"].as_array().unwrap().iter().find(|cell| cell["code"] == "F13").unwrap();
        assert_eq!((&cell["frozen"]["value"], &cell["now"]["value"]), (&2.into(), &3.into()));
        assert_eq!(cell["rows"][0]["key"], "office/A-3");
        program.run(&["report", "verify", "2016"]).problems().says(&["F13", "2 → 3", "新增", "office/A-3"]);

        let backup = program.path("backup");
        program.run(&["backup", backup.to_str().unwrap()]).done();
        for other in Program::on_each_engine() {
            let key = std::fs::read(program.data().join("keys/installation.key")).unwrap();
            std::fs::create_dir_all(other.data().join("keys")).unwrap();
            std::fs::write(other.data().join("keys/installation.key"), key).unwrap();
            other.run(&["restore", backup.to_str().unwrap(), "--verify"]).done();
            assert_eq!(other.run(&["report", "verify", "2016", "--json"]).problems().json(), drift);
        }
    }
}

#[test]
fn a_second_version_needs_a_reason_and_a_failing_check_an_explanation() {
    let program = Program::new();
    frozen(&program);
    program.run(&["report", "freeze", "2016", "--head", "王喆"]).done().says(&["第 1 版", "完全相同"]);
    one_more(&program);
    program.run(&["report", "freeze", "2016", "--head", "王喆"]).bad_use().says(&["--reason"]);
    program.run(&["report", "override", "2016", "F13", "12,5", "--reason", "x", "--by", "y"]).bad_use();
    program
        .run(&["report", "override", "2016", "F13", "5", "--reason", " ", "--by", "李堃"])
        .problems()
        .says(&["理由"]);
    program.run(&["report", "override", "2016", "F13", "5", "--reason", "缺页", "--by", "李堃"]).done();
    let again = ["report", "freeze", "2016", "--head", "王喆", "--reason", "补登一条"];
    program.run(&again).problems().says(&["annex-1-total", "--accept annex-1-total="]);
    program.run(&[&again[..], &["--accept", "annex-1-total"]].concat()).bad_use();
    program.run(&[&again[..], &["--accept", "annex-9=x"]].concat()).bad_use().says(&["annex-9"]);
    program.run(&[&again[..], &["--accept", "annex-1-total=分类未定"]].concat()).done().says(&["定稿版本 2"]);
    program.run(&["report", "override", "2016", "F13", "--take-back"]).done();
    program.run(&["report", "override", "2016", "F13", "--take-back"]).problems();
    program.run(&["report", "verify", "2016"]).problems().says(&["5 → 3"]);
    program
        .run(&["report", "not-applicable", "2016", "F79", "--reason", "无复议机构", "--by", "李堃"])
        .done();
    program.run(&["report", "not-applicable", "2016", "F7*9", "--reason", "x", "--by", "y"]).problems();
    program.run(&["report", "explain", "2016", "F79"]).done().says(&["/"]);
    program.run(&["report", "freeze", "2199", "--head", "王喆"]).problems().says(&["2199"]);
    program.run(&["report", "verify", "2015"]).bad_use().says(&["report freeze"]);
    program.run(&["verify"]).done().says(&["2 份定稿报告"]);
}
